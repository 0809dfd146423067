// Lesson 06: how good are the counts, and how good is the number that says so?
//
// Teaches   what to compare a loss with; how adding many float32 numbers one by one spoils the third decimal, and two cures; why
//           floating-point results are not compared with ==.
// Mirrors   the end of the original's notebook on likelihood, whose last figure is wrong in the third decimal.
// Run it    dotnet run lessons/06-how-good.cs
// Watch it  dotnet run --project src/Runner -- explore, rung "Pairs" (explore.html#pairs)

#:project ../src/Models/Models.csproj

using Makemore.Models;
using Makemore.Tensors;

Console.WriteLine("Lesson 06: how good are the counts, and how good is the number that says so?");

string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
Vocabulary vocabulary = Vocabulary.English;
IReadOnlyList<string> names = NameList.Clean(NamesFile.Read(data), vocabulary).Names;
var examples = new Examples(names, vocabulary, blockSize: 1); // the pairs of lesson 04: a context of 1 character, and what comes next
var distinct = new DistinctContexts(examples); // the same, counted
CountingBigram counting = CountingBigram.Train(distinct, smoothing: 1);

// -ln p of every pair, in the order of the list, in float32. PyTorch computes in float32 unless told otherwise.
var logProbabilities = new Tensor<double>([27, 27]);
counting.LogProbabilities(new Indices([27, 1], [.. Enumerable.Range(0, 27)]), logProbabilities);
float[] losses = new float[examples.Count];
int[] last = new int[1];
for (int i = 0; i < losses.Length; i++)
{
    examples.Context(i, last);
    losses[i] = (float)-logProbabilities[last[0], examples.Target(i)];
}

(float InFloat, double InDouble) Mean(int copies)
{
    float inFloat = 0;
    double inDouble = 0;
    for (int copy = 0; copy < copies; copy++)
    {
        foreach (float loss in losses)
        {
            inFloat += loss;
            inDouble += loss;
        }
    }

    return (inFloat / ((float)copies * losses.Length), inDouble / ((double)copies * losses.Length));
}

Console.WriteLine();
Console.WriteLine("1. The same mean, in longer and longer float32 sums");
Tell("""
    The terms are -ln p of every pair, in the order of the list. Here is their mean, summed one by one in float32, as PyTorch does
    unless told otherwise, and for comparison in double (float64). The list is repeated several times: that does not change the mean
    and only makes the sums longer.
    """);
Console.WriteLine("   copies of the list        terms   float32   double       error");
foreach (int copies in new[] { 1, 4, 16, 64, 256, 1024 })
{
    (float inFloat, double inDouble) = Mean(copies);
    Show(copies.ToString(), copies * losses.Length, inFloat, inDouble);
}

Tell("""
    The Python original learned from more names and sums this many terms. Its notebook prints the figure in the float32 column.
    """);
Show("the original", 545_276, 2.2075803, 2.2093539);

static void Show(string what, int terms, double inFloat, double inDouble) =>
    Console.WriteLine($"   {what,18}   {terms,10:N0}   {inFloat,7:0.0000}   {inDouble,6:0.0000}   {inFloat - inDouble,9:0.000000}");

Console.WriteLine();
Console.WriteLine("2. What arrives when 2.2 is added to a float32");
Tell("""
    A float32 has 24 binary digits, wherever the point is. So the larger the number, the wider the gap to the next one, and only
    multiples of the gap can arrive. Equal terms are rounded the same way again and again, so errors do not cancel. They pile up,
    sometimes upwards, sometimes downwards, as the gap widens. In the end it is so wide that nothing arrives at all.
    """);
Console.WriteLine("   sum so far    gap to the next      arrives");
foreach (float sum in new[] { 1, 1e3f, 1e5f, 1e6f, 1e7f, 1e8f })
{
    double gap = MathF.BitIncrement(sum) - sum, arrives = (sum + 2.2f) - sum;
    Console.WriteLine($"   {sum,11:N0}   {gap,16:0.00000000}   {arrives:0.00000000}");
}

static float SumByHalves(ReadOnlySpan<float> terms)
{
    int half = terms.Length / 2;
    return terms.Length == 1 ? terms[0] : SumByHalves(terms[..half]) + SumByHalves(terms[half..]);
}

float[] copied = [.. Enumerable.Repeat(losses, 16).SelectMany(terms => terms)];
Console.WriteLine();
Console.WriteLine($"3. Two cures, on the {copied.Length:N0} terms of 16 copies");
Tell("""
    There are two cures. Add in double, which has 53 binary digits. Or add by halves: sum the first half of the list, sum the second
    half, then add the two, so that small meets small and large meets large. The engine's sum adds by halves. Evaluation.Loss adds
    in double.
    """);
Console.WriteLine($"   float32, one by one         {Mean(16).InFloat:0.000000}");
Console.WriteLine($"   double, one by one          {Mean(16).InDouble:0.000000}");
Console.WriteLine($"   float32, by halves          {SumByHalves(copied) / copied.Length:0.000000}");
Console.WriteLine($"   float32, the engine's sum   {Kernels.Sum<float>(copied) / copied.Length:0.000000}");
Console.WriteLine($"   Evaluation.Loss             {Evaluation.Loss(counting, distinct):0.000000}");

double[] shares = [.. losses.Select(loss => (double)loss / losses.Length)];
double forward = 0, backward = 0;
for (int i = 0; i < shares.Length; i++) forward += shares[i];
for (int i = shares.Length - 1; i >= 0; i--) backward += shares[i];

static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-12 * Math.Max(Math.Abs(a), Math.Abs(b));
Console.WriteLine();
Console.WriteLine("4. Near, not ==");
Tell("""
    Every operation on floating-point numbers rounds, in double too. Two ways to one number rarely agree in the last digit, and ==
    asks for exactly that. Ask instead whether the difference is small compared with the numbers themselves.
    """);
Console.WriteLine($"   0.1 + 0.2 and 0.3                                   ==: {0.1 + 0.2 == 0.3,-5}   near: {Near(0.1 + 0.2, 0.3)}");
Console.WriteLine($"   the mean from the first to the last, and reversed   ==: {forward == backward,-5}   near: {Near(forward, backward)}");
Console.WriteLine($"   0.3 and 0.3001, to see a difference                 ==: {0.3 == 0.3001,-5}   near: {Near(0.3, 0.3001)}");

double letters = 0;
foreach ((_, int count) in Enumerable.Range(0, examples.Count).CountBy(examples.Target))
    letters -= (double)count / examples.Count * Math.Log((double)count / examples.Count);
Console.WriteLine();
Console.WriteLine("5. Is that good? (# is 0.1)");
Tell("""
    Now the number can be trusted. But is 2.2128 good? A loss says little until you compare it with others. With one character of
    context, the best that any model can do on these names is to give each pair its share. That is counting without smoothing, and
    its loss is the floor. To get below it, a model has to look farther back.
    """);
static void Compare(string what, double loss) =>
    Console.WriteLine($"   {what,-42}   {loss:0.0000} {new string('#', (int)Math.Round(10 * loss))}");
Compare("pure chance, ln 27", Evaluation.Loss(new UniformModel(vocabulary), distinct));
Compare("no context, only how common each letter is", letters);
Compare("counts + 1", Evaluation.Loss(counting, distinct));
Compare("counts", Evaluation.Loss(CountingBigram.Train(distinct, smoothing: 0), distinct));
Compare("floor with 1 character of context", distinct.Floor);
Compare("floor with 2 characters of context", new DistinctContexts(new Examples(names, vocabulary, blockSize: 2)).Floor);

NameScore[] scores = [.. Evaluation.Score(counting, names).OrderBy(score => score.PerCharacter)];
Console.WriteLine();
Console.WriteLine("6. The most typical names, and the strangest (loss per character)");
Tell("""
    The mean is over all names. Now look at them one by one. The model finds names typical if they consist of the commonest pairs.
    It finds them strange if they have pairs that hardly any other name has.
    """);
foreach ((NameScore typical, NameScore strange) in scores.Zip(scores.Reverse()).Take(6))
    Console.WriteLine($"   {typical.PerCharacter:0.0000} {typical.Name,-10}   {strange.PerCharacter:0.0000} {strange.Name}");

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/06-how-good.cs.");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

// Exercise 1. Before section 1, sort the terms: Array.Sort(losses). You should see an error of -0.000061 for one copy, about
//   twice as much as before, and -0.000698 for 16. The result of a sum depends on its order.
// Exercise 2. In section 6 order by score.Total, and print it. You should see shan again, with 6.4885, but long names among the
//   strangest: blessings 37.6958, jyotsnapriya 37.6388. In a sum every character costs something, so compare names of different
//   lengths by their loss per character.
