// Lesson 05: the same model as a network, and why the two agree
//
// Teaches   a network of one layer: one-hot rows, logits, softmax; what its gradient says; gradient descent; and why training
//           arrives where counting starts.
// Mirrors   the original's notebook on the bigram network; Andrej Karpathy, "The spelled-out intro to language modeling: building
//           makemore", the part on the neural network.
// Run it    dotnet run lessons/05-network.cs

#:project ../src/Models/Models.csproj

using Makemore.Autograd;
using Makemore.Models;
using Makemore.Tensors;

Console.WriteLine("Lesson 05: the same model as a network, and why the two agree");

string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
Vocabulary vocabulary = Vocabulary.English;
IReadOnlyList<string> names = NameList.Clean(NamesFile.Read(data), vocabulary).Names;
var examples = new Examples(names, vocabulary, blockSize: 1);
var distinct = new DistinctContexts(examples);
CountingBigram counting = CountingBigram.Train(distinct, smoothing: 0);

// On pairs nothing beats counting. But with ten characters of context there would be too much to count, and a network can still learn.
// Here it learns what is known already, so that one can see whether it does. It has one weight for each pair, drawn at random.
// A character goes in as 27 numbers, a 1 in its place and 0 elsewhere ("one-hot"). Times W, that is the character's row of W; so one
// may as well look the row up.
var w = new Parameter<double>(Tensor<double>.RandomNormal(new TorchGenerator(1234), [27, 27]), "W");
int[] tokens = vocabulary.Encode("anita");
var oneHot = new Tensor<double>([tokens.Length, 27]);
for (int i = 0; i < tokens.Length; i++) oneHot[i, tokens[i]] = 1;
Tensor<double> product = new Constant<double>(oneHot).MatMul(w).Value; // (5, 27)
Tensor<double> rows = w.Embedding(Indices.Of(tokens)).Value; // (5, 27)
Console.WriteLine();
Console.WriteLine("1. One-hot times W is a row of W (the first three of 27 columns)");
for (int i = 0; i < tokens.Length; i++)
{
    Console.Write($"   {"anita"[i]}   times W: {product[i, 0],7:0.0000} {product[i, 1],7:0.0000} {product[i, 2],7:0.0000}");
    Console.WriteLine($"   looked up: {rows[i, 0],7:0.0000} {rows[i, 1],7:0.0000} {rows[i, 2],7:0.0000}");
}

// The numbers of a row are scores for what comes next: logits. e to the power of them is positive, and divided by the sum of the row
// they are probabilities: softmax.
const int V = 22; // the token of v, whose row is looked at from here on
Tensor<double> p = w.Softmax().Value;
Console.WriteLine();
Console.WriteLine("2. Logits become probabilities: what follows v, before training");
Console.WriteLine("   next     logit   e^logit   divided by the row's sum");
foreach (char letter in "aienyx")
{
    int next = letter - 'a' + 1;
    Console.WriteLine($"   {letter}      {w.Value[V, next],7:0.0000}   {Math.Exp(w.Value[V, next]),7:0.0000}   {p[V, next]:0.0000}");
}

// The loss is lesson 03's: the mean of -ln p of what does come next. There are 33,235 pairs, but only 27 characters to begin one
// with. So it is enough to compute 27 rows, and to weigh them by how often each target follows: the same loss for a thousandth
// of the work.
int[] all = [.. Enumerable.Range(0, examples.Count)];
var contexts = new Indices([all.Length, 1]);
var targets = new Indices([all.Length]);
examples.Fill(all, contexts.Span, targets.Span);
Variable<double> onePairARow = w.Embedding(contexts).Reshape([all.Length, 27]).CrossEntropy(targets);
var counts = new Tensor<double>([27, 27], [.. counting.Counts.ToArray().Select(count => (double)count)]);
Variable<double> loss = w.CrossEntropy(counts);
Console.WriteLine();
Console.WriteLine("3. The loss before training");
Console.WriteLine($"   {all.Length:N0} rows, one a pair   {onePairARow.Value.ToScalar():0.000000}");
Console.WriteLine($"   27 rows with counts       {loss.Value.ToScalar():0.000000}");
Console.WriteLine($"   pure chance, ln 27        {Math.Log(27):0.000000}");

// What does the gradient say? For one pair it is p, minus 1 at the target: up with the target, the more the less probable it is; down
// with all others, each as much as it is probable. Over all pairs the ups and downs are averaged, and what is left at each logit is
// p minus the share that this target has after v (times the share of v in all pairs). It is 0 just where p is that share.
// But that share is what counting gives. This is why the two agree.
w.Embedding(Indices.Of(V)).CrossEntropy(Indices.Of(1)).Backward(); // the pair va alone
double[] ofOnePair = w.Gradient.Span.Slice(V * 27, 27).ToArray();
loss.Backward();
double countOfV = Enumerable.Range(0, 27).Sum(next => counts[V, next]);
Console.WriteLine();
Console.WriteLine("4. The gradient in row v");
Console.WriteLine("          the pair va alone         all pairs");
Console.WriteLine("   next   p - target   Backward()   (p - share) * share of v   Backward()");
foreach (char letter in "aienyx")
{
    int next = letter - 'a' + 1;
    double target = letter == 'a' ? 1 : 0, share = counts[V, next] / countOfV;
    Console.Write($"   {letter}      {p[V, next] - target,10:0.0000}   {ofOnePair[next],10:0.0000}");
    Console.WriteLine($"   {(p[V, next] - share) * countOfV / all.Length,24:0.000000}   {w.Gradient[V, next],10:0.000000}");
}

// Training: run the graph, walk back, move every weight a little against its slope, again. A rate of 10 would be far too much for most
// networks; here it works, because the share of v makes every slope of row v small, and so for all rows.
Console.WriteLine();
Console.WriteLine("5. 10,000 steps at rate 10 (# is 0.05 above the floor)");
var graph = new Graph<double>(loss);
for (int step = 0; step <= 10_000; step++)
{
    graph.Forward();
    double now = loss.Value.ToScalar(), above = now - distinct.Floor;
    if (step is 0 or 1 or 10 or 40 or 100 or 200 or 300 or 1000 or 3000 or 10_000)
        Console.WriteLine($"   step {step,5}   {now:0.000000} = floor + {above:0.000000} {Bar(above)}".TrimEnd());
    graph.Backward();
    for (int i = 0; i < w.Value.Length; i++) w.Value.Span[i] -= 10 * w.Gradient.Span[i];
}

static string Bar(double above) => new('#', (int)Math.Round(20 * Math.Min(above, 5)));

// The probabilities are now nearly those that were counted. The logits are nearly the logarithms of the counts, but for a number that
// is the same in the whole row, and that softmax does not see. The rarer a pair, the later it gets there; and 0 has no
// logarithm, so the logit of a pair that never occurs falls for ever, and ever more slowly. Hence the loss never quite reaches the floor.
p = w.Softmax().Value;
Console.WriteLine();
Console.WriteLine("6. What follows v, after training");
Console.WriteLine("   next   count   share    p         logit   ln count   difference");
foreach (char letter in "aienyx")
{
    int next = letter - 'a' + 1;
    double count = counts[V, next], logit = w.Value[V, next];
    Console.Write($"   {letter}      {count,5}   {count / countOfV:0.0000}   {p[V, next]:0.0000}   {logit,7:0.0000}");
    Console.WriteLine(count == 0 ? "       none" : $"   {Math.Log(count),8:0.0000}   {logit - Math.Log(count),10:0.0000}");
}

// Nearly the same probabilities and the same seed: the same names, unless a draw falls just between.
var fromCounts = new NameSampler(counting, new TorchGenerator(1234), new SamplingOptions());
var fromNetwork = new NameSampler(new NeuralBigram<double>(vocabulary, w.Value), new TorchGenerator(1234), new SamplingOptions());
Console.WriteLine();
Console.WriteLine("7. Names at seed 1234, from the counts and from the network");
for (int i = 0; i < 10; i++) Console.WriteLine($"   {fromCounts.Next(),-25} {fromNetwork.Next()}");

Console.WriteLine();
Console.WriteLine("Two exercises are at the end of lessons/05-network.cs.");

// Exercise 1. Take += for -= in section 5. You should see the loss go up, to 3.933810 after one step and 7.293949 after ten: plus the
//   gradient is uphill.
// Exercise 2. Make the loss w.CrossEntropy(counts) + (0.01 * (w * w).Mean()). Large weights then cost something, and the logit of a
//   pair that never occurs stops falling. In section 6 you should see p = 0.0013 for x, where it was 0.0002, and 0.3998 for a, where it
//   was 0.4046. Weights that are held near 0 make probabilities more equal: for a network, this is smoothing.
