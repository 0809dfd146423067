// Lesson 05: likelihood, and why we take its logarithm, its negative and the mean
//
// Teaches   how to say in one number how good a model is; what smoothing is for; why negative log-likelihood and cross-entropy
//           are the same number.
// Mirrors   the original's notebook on likelihood; Andrej Karpathy, "The spelled-out intro to language modeling: building
//           makemore", the part on the loss of the counts and on smoothing.
// Run it    dotnet run lessons/05-likelihood.cs
// Watch it  dotnet run --project src/Runner -- explore, rung "Pairs" (explore.html#pairs)

#:project ../src/Models/Models.csproj

using Makemore.Autograd;
using Makemore.Models;
using Makemore.Tensors;

Console.WriteLine("Lesson 05: likelihood, and why we take its logarithm, its negative and the mean");

string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
Vocabulary vocabulary = Vocabulary.English;
IReadOnlyList<string> names = NameList.Clean(NamesFile.Read(data), vocabulary).Names;

// Lesson 04 in short: the pairs of a name, how often each occurs, and the probabilities this gives. Smoothing comes later.
IEnumerable<(int Last, int Next)> PairsOf(string name)
{
    int[] tokens = [Vocabulary.Boundary, .. vocabulary.Encode(name), Vocabulary.Boundary];
    return tokens.Zip(tokens[1..]);
}

(int Last, int Next)[] pairs = [.. names.SelectMany(PairsOf)];
double[,] counts = new double[27, 27];
foreach ((int last, int next) in pairs) counts[last, next]++;

double[,] Probabilities(double smoothing)
{
    double[,] p = new double[27, 27];
    for (int last = 0; last < 27; last++)
    {
        double total = Enumerable.Range(0, 27).Sum(next => counts[last, next] + smoothing);
        for (int next = 0; next < 27; next++) p[last, next] = total == 0 ? 1.0 / 27 : (counts[last, next] + smoothing) / total;
    }

    return p;
}

double[,] p = Probabilities(smoothing: 0);
double product = 1, sumOfLogs = 0;
Console.WriteLine();
Console.WriteLine("1. How probable is \"anita\"?");
Tell("""
    A good model gives a high probability to what is really there. The probability of a name is the product of the probabilities of
    its pairs. This is the name's likelihood under the model. A model that knows nothing gives each pair 1/27.
    """);
foreach ((int last, int next) in PairsOf("anita"))
{
    product *= p[last, next];
    sumOfLogs += Math.Log(p[last, next]);
    string pair = vocabulary.TextOf(last) + vocabulary.TextOf(next);
    Console.WriteLine($"   {pair}   p {p[last, next]:0.0000}   ln p {Math.Log(p[last, next]):0.0000}");
}

Console.WriteLine($"   the product of all p   {product:0.0000000000} (by pure chance {Math.Pow(1.0 / 27, 6):0.0000000000})");
Console.WriteLine($"   the sum of all ln p    {sumOfLogs:0.0000}, and e to that power {Math.Exp(sumOfLogs):0.0000000000}");

product = 1;
sumOfLogs = 0;
Console.WriteLine();
Console.WriteLine("2. Why the logarithm: the product of many probabilities vanishes");
Tell("""
    Why the logarithm? The likelihood of the whole list is a product of 33,235 numbers below 1. That is too small for a computer: a
    double ends near 1e-324. The logarithm of a product is the sum of the logarithms, which is an ordinary number. And the larger
    product always has the larger sum.
    """);
for (int i = 0; i < names.Count; i++)
{
    foreach ((int last, int next) in PairsOf(names[i]))
    {
        product *= p[last, next];
        sumOfLogs += Math.Log(p[last, next]);
    }

    if (i + 1 is 1 or 10 or 40 or 41 or 4172)
        Console.WriteLine($"   {i + 1,4} names   product {product,-8:0.0e+0}   sum of logarithms {sumOfLogs,9:0.00}");
}

Console.WriteLine();
Console.WriteLine("3. Why the negative and the mean: a loss you can compare");
Tell("""
    Why the negative? The logarithm of a number below 1 is negative, and a loss should be small for a good model, and 0 at best. Why
    the mean? A sum grows with the list. Divided by the number of pairs, it says how much one character surprises the model.
    """);
foreach (int take in new[] { 10, 100, 1000, 4172 })
{
    double[] losses = [.. names.Take(take).SelectMany(PairsOf).Select(pair => -Math.Log(p[pair.Last, pair.Next]))];
    Console.WriteLine($"   {take,4} names, {losses.Length,6:N0} pairs   sum {losses.Sum(),8:0.00}   mean {losses.Average():0.0000}");
}

double[,] smoothed = Probabilities(smoothing: 1);
double LossOf(string name, double[,] p) => PairsOf(name).Average(pair => -Math.Log(p[pair.Last, pair.Next]));
Console.WriteLine();
Console.WriteLine("4. Smoothing: unseen does not mean impossible");
Tell("""
    A pair that was never counted has probability 0. So has any name that contains it, whatever else is in the name. The name's loss
    is infinite, and so is the mean over every list with this name in it. But unseen does not mean impossible. Smoothing pretends
    that each pair was seen once more.
    """);
Console.WriteLine("   loss / character   counts   counts + 1");
foreach (string name in new[] { "virat", "prabhas", "anita", "qadir", "zxqw" })
    Console.WriteLine($"   {name,-14}   {LossOf(name, p),8:0.0000}   {LossOf(name, smoothed),10:0.0000}");

Tell("""
    Why once more, and not 0.1 times or 100 times? On the names that were counted, the loss is always lowest without smoothing. The
    more smoothing, the closer the model comes to knowing nothing, which has a loss of ln 27. Only names that were not counted can
    show how much is right (lesson 08).
    """);
Console.WriteLine("   smoothing   loss on the list (# is 0.05 above 2)");
foreach (double smoothing in new[] { 0, 0.1, 1, 10, 100, 1000, 1_000_000 })
{
    double[,] q = Probabilities(smoothing);
    double loss = pairs.Average(pair => -Math.Log(q[pair.Last, pair.Next]));
    Console.WriteLine($"   {smoothing,9}   {loss:0.0000} {new string('#', (int)Math.Round(20 * (loss - 2)))}");
}

Console.WriteLine($"   {"ln 27",9}   {Math.Log(27):0.0000}");

double mean = pairs.Average(pair => -Math.Log(smoothed[pair.Last, pair.Next]));
Console.WriteLine();
Console.WriteLine("5. The loss in other units");
Tell("""
    The same number in other units. e^loss is the perplexity: the model is as unsure as someone who guesses among that many
    characters. loss / ln 2 is in bits: a character costs that many yes-or-no questions.
    """);
Console.WriteLine("                  loss   perplexity   bits");
foreach ((string model, double loss) in new[] { ("counts + 1", mean), ("by chance", Math.Log(27)) })
    Console.WriteLine($"   {model,-10}   {loss,6:0.0000}   {Math.Exp(loss),10:0.0000}   {loss / Math.Log(2):0.0000}");

double crossEntropy = 0;
for (int last = 0; last < 27; last++)
    for (int next = 0; next < 27; next++)
        crossEntropy -= counts[last, next] / pairs.Length * Math.Log(smoothed[last, next]); // q = the pair's share of all pairs

var logits = new Constant<double>(new Tensor<double>([27, 27], [.. smoothed.Cast<double>().Select(q => Math.Log(q))]));
Variable<double> rows = logits.Embedding(Indices.Of([.. pairs.Select(pair => pair.Last)])); // (33235, 27): each pair's row
Indices targets = Indices.Of([.. pairs.Select(pair => pair.Next)]);
Variable<double> stepByStep = -rows.Softmax().Pick(targets).Log().Mean();
var distinct = new DistinctContexts(new Examples(names, vocabulary, blockSize: 1));
double byLibrary = Evaluation.Loss(CountingBigram.Train(distinct, smoothing: 1), distinct);
Console.WriteLine();
Console.WriteLine("6. Cross-entropy and negative log-likelihood are the same number");
Tell("""
    This number is also called cross-entropy. For what really comes next (shares q) and what the model expects (probabilities p), it
    is minus the sum of q ln p. When one character is known to have come, its q is 1 and all others are 0. What is left is -ln p of that
    character: the negative log-likelihood. Networks answer with scores, called logits, which softmax turns into probabilities. So
    their CrossEntropy takes logits and does all of it at once. Here the logarithms of p serve as logits, and softmax turns them
    back into p.
    """);
Console.WriteLine($"   mean of -ln p, pair by pair                    {mean:0.0000000000}");
Console.WriteLine($"   minus the sum of q ln p                        {crossEntropy:0.0000000000}");
Console.WriteLine($"   softmax, pick the target, log, mean, negate    {stepByStep.Value.Item:0.0000000000}");
Console.WriteLine($"   logits.CrossEntropy(targets)                   {rows.CrossEntropy(targets).Value.Item:0.0000000000}");
Console.WriteLine($"   Evaluation.Loss of a CountingBigram            {byLibrary:0.0000000000}");

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/05-likelihood.cs.");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

// Exercise 1. Add "atina", which is anita backwards, to the names of section 4, and your own name. You should see 2.0695 for
//   atina and 1.7970 for anita: the letters are the same, but a pair has a direction.
// Exercise 2. In section 4 set the smoothing of the second column to 1e-9. You should see 16.2148 for zxqw. It is no longer
//   infinite, but still far above the 3.2958 of a model that knows nothing. Being sure and wrong costs most.
