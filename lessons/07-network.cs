// Lesson 07: the same model as a network, and why the two agree
//
// Teaches   a network of one layer: one-hot rows, logits, softmax; what its gradient says; gradient descent; why training
//           arrives where counting starts.
// Mirrors   the original's notebook on the bigram network; Andrej Karpathy, "The spelled-out intro to language modeling: building
//           makemore", the part on the neural network.
// Run it    dotnet run lessons/07-network.cs
// Watch it  dotnet run --project src/Runner -- explore, rung "A letter" (explore.html#letters)

#:project ../src/Models/Models.csproj

using Makemore.Autograd;
using Makemore.Models;
using Makemore.Tensors;

Console.WriteLine("Lesson 07: the same model as a network, and why the two agree");

string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
Vocabulary vocabulary = Vocabulary.English;
IReadOnlyList<string> names = NameList.Clean(NamesFile.Read(data), vocabulary).Names;
var examples = new Examples(names, vocabulary, blockSize: 1);
var distinct = new DistinctContexts(examples);
CountingBigram counting = CountingBigram.Train(distinct, smoothing: 0);

var w = new Parameter<double>(Tensor<double>.RandomNormal(new TorchGenerator(1234), [27, 27]), "W");
int[] tokens = vocabulary.Encode("anita");
var oneHot = new Tensor<double>([tokens.Length, 27]);
for (int i = 0; i < tokens.Length; i++) oneHot[i, tokens[i]] = 1;
Tensor<double> product = new Constant<double>(oneHot).MatMul(w).Value; // (5, 27)
Tensor<double> rows = w.Embedding(Indices.Of(tokens)).Value; // (5, 27)
Console.WriteLine();
Console.WriteLine("1. One-hot times W is a row of W (the first three of 27 columns)");
Tell("""
    On pairs, nothing beats counting. But with ten characters of context there would be too much to count, and a network can still
    learn. Here it learns what we already know, so that we can see whether it does. It has one weight for each pair, drawn at
    random. A character goes in as 27 numbers: a 1 in its place and 0 elsewhere ("one-hot"). Multiplied by W, they give the
    character's row of W, so you may as well look the row up.
    """);
for (int i = 0; i < tokens.Length; i++)
{
    Console.Write($"   {"anita"[i]}   times W: {product[i, 0],7:0.0000} {product[i, 1],7:0.0000} {product[i, 2],7:0.0000}");
    Console.WriteLine($"   looked up: {rows[i, 0],7:0.0000} {rows[i, 1],7:0.0000} {rows[i, 2],7:0.0000}");
}

const int V = 22; // the token of v: from here on we look at its row
Tensor<double> p = w.Softmax().Value;
Console.WriteLine();
Console.WriteLine("2. Logits become probabilities: what follows v, before training");
Tell("""
    The numbers of a row are scores for what comes next, called logits. Take e to the power of each, which is positive, and divide
    by the sum of the row. The results are probabilities. This is softmax.
    """);
Console.WriteLine("   next     logit   e^logit   divided by the row's sum");
foreach (char letter in "aienyx")
{
    int next = letter - 'a' + 1;
    Console.WriteLine($"   {letter}      {w.Value[V, next],7:0.0000}   {Math.Exp(w.Value[V, next]),7:0.0000}   {p[V, next]:0.0000}");
}

int[] all = [.. Enumerable.Range(0, examples.Count)];
var contexts = new Indices([all.Length, 1]);
var targets = new Indices([all.Length]);
examples.Fill(all, contexts.Span, targets.Span);
Variable<double> onePairARow = w.Embedding(contexts).Reshape([all.Length, 27]).CrossEntropy(targets);
var counts = new Tensor<double>([27, 27], [.. counting.Counts.ToArray().Select(count => (double)count)]);
Variable<double> loss = w.CrossEntropy(counts);
Console.WriteLine();
Console.WriteLine("3. The loss before training");
Tell("""
    The loss is that of lesson 05: the mean of -ln p of what really comes next. There are 33,235 pairs, but only 27 characters to
    begin one with. So it is enough to compute 27 rows and to weight them by how often each target follows. The loss is the same,
    for a thousandth of the work.
    """);
Console.WriteLine($"   {all.Length:N0} rows, one per pair   {onePairARow.Value.Item:0.000000}");
Console.WriteLine($"   27 rows with counts         {loss.Value.Item:0.000000}");
Console.WriteLine($"   pure chance, ln 27          {Math.Log(27):0.000000}");

w.Embedding(Indices.Of(V)).CrossEntropy(Indices.Of(1)).Backward(); // the pair va alone
double[] ofOnePair = w.Gradient.Span.Slice(V * 27, 27).ToArray();
loss.Backward();
double countOfV = Enumerable.Range(0, 27).Sum(next => counts[V, next]);
Console.WriteLine();
Console.WriteLine("4. The gradient in row v");
Tell("""
    What does the gradient say? For one pair it is p, minus 1 at the target. The logit of the target goes up: the less probable the
    target, the more. All others go down, each by its own probability. Over all pairs, the ups and downs average out. What is left
    at each logit is p minus the share that this target has after v (times the share of v in all pairs). It is 0 exactly where p is
    that share. But that share is what counting gives. This is why the two agree.
    """);
Console.WriteLine("          the pair va alone         all pairs");
Console.WriteLine("   next   p - target   Backward()   (p - share) * share of v   Backward()");
foreach (char letter in "aienyx")
{
    int next = letter - 'a' + 1;
    double target = letter == 'a' ? 1 : 0, share = counts[V, next] / countOfV;
    Console.Write($"   {letter}      {p[V, next] - target,10:0.0000}   {ofOnePair[next],10:0.0000}");
    Console.WriteLine($"   {(p[V, next] - share) * countOfV / all.Length,24:0.000000}   {w.Gradient[V, next],10:0.000000}");
}

Console.WriteLine();
Console.WriteLine("5. 10,000 steps at rate 10 (# is 0.05 above the floor)");
Tell("""
    Training: run the graph, walk back, move every weight a little against its slope, and repeat. A rate of 10 would be far too
    large for most networks. It works here because the share of v makes every slope of row v small, and the same is true for all
    rows.
    """);
var graph = new Graph<double>(loss);
for (int step = 0; step <= 10_000; step++)
{
    graph.Forward();
    double now = loss.Value.Item, above = now - distinct.Floor;
    if (step is 0 or 1 or 10 or 40 or 100 or 200 or 300 or 1000 or 3000 or 10_000)
        Console.WriteLine($"   step {step,5}   {now:0.000000} = floor + {above:0.000000} {Bar(above)}".TrimEnd());
    graph.Backward();
    for (int i = 0; i < w.Value.Length; i++) w.Value.Span[i] -= 10 * w.Gradient.Span[i];
}

static string Bar(double above) => new('#', (int)Math.Round(20 * Math.Min(above, 5)));

p = w.Softmax().Value;
Console.WriteLine();
Console.WriteLine("6. What follows v, after training");
Tell("""
    The probabilities are now close to the counted ones. The logits are close to the logarithms of the counts, apart from a number
    that is the same in the whole row, which softmax does not see. The rarer a pair, the longer it takes. And 0 has no logarithm, so
    the logit of a pair that never occurs falls forever, more and more slowly. That is why the loss never quite reaches the floor.
    """);
Console.WriteLine("   next   count   share    p         logit   ln count   difference");
foreach (char letter in "aienyx")
{
    int next = letter - 'a' + 1;
    double count = counts[V, next], logit = w.Value[V, next];
    Console.Write($"   {letter}      {count,5}   {count / countOfV:0.0000}   {p[V, next]:0.0000}   {logit,7:0.0000}");
    Console.WriteLine(count == 0 ? "       none" : $"   {Math.Log(count),8:0.0000}   {logit - Math.Log(count),10:0.0000}");
}

Tell("Nearly the same probabilities and the same seed give the same names, unless a draw falls just where they differ.");
var fromCounts = new NameSampler(counting, new TorchGenerator(1234), new SamplingOptions());
var fromNetwork = new NameSampler(new NeuralBigram<double>(vocabulary, w.Value), new TorchGenerator(1234), new SamplingOptions());
Console.WriteLine();
Console.WriteLine("7. Names at seed 1234, from the counts and from the network");
for (int i = 0; i < 10; i++) Console.WriteLine($"   {fromCounts.Next(),-25} {fromNetwork.Next()}");

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/07-network.cs.");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

// Exercise 1. In section 5 write += instead of -=. You should see the loss go up, to 3.933810 after one step and 7.293949 after
//   ten: adding the gradient goes uphill.
// Exercise 2. Make the loss w.CrossEntropy(counts) + (0.01 * (w * w).Mean()). Large weights now cost something, and the logit of
//   a pair that never occurs stops falling. In section 6 you should see p = 0.0013 for x instead of 0.0002, and 0.3998 for a
//   instead of 0.4046. Weights that are held near 0 make probabilities more equal. For a network, this is smoothing.
