// Lesson 13: backprop by hand, through the whole MLP
//
// Teaches   the gradient of every tensor from the loss back to the embedding, as plain loops, each compared with the
//           engine's; which axis a bias's gradient is summed along; three ways to send a gradient into a table; one formula
//           for the last five steps.
// Mirrors   Andrej Karpathy, "Building makemore Part 4: Becoming a Backprop Ninja", without the batch normalization.
// Run it    dotnet run lessons/13-by-hand.cs
// Watch it  dotnet run --project src/Runner -- explore, rung "Names" (explore.html#names)

#:project ../src/Models/Models.csproj

using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

Console.WriteLine("Lesson 13: backprop by hand, through the whole MLP");

string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
Vocabulary vocabulary = Vocabulary.English;
IReadOnlyList<string> names = NameList.Clean(NamesFile.Read(data), vocabulary).Names;
string[] shuffled = [.. new TorchGenerator(1234).Permutation(names.Count).Select(i => names[i])];
var examples = new Examples(shuffled, vocabulary, blockSize: 3);

const int Batch = 32, Block = 3, Width = 2, Inputs = 6, Hidden = 100, Classes = 27;
var contexts = new Indices([Batch, Block]);
var targets = new Indices([Batch]);
examples.Fill([.. Enumerable.Range(0, Batch)], contexts.Span, targets.Span);
var network = new MultilayerPerceptron<double>(vocabulary, new MultilayerPerceptronSizes(Block, Width, Hidden), new TorchGenerator(1234));
(Parameter<double> c, Parameter<double> w1, Parameter<double> b1) = (network.Embedding.Table, network.Hidden.Weights, network.Hidden.Bias!);
(Parameter<double> w2, Parameter<double> b2) = (network.Output.Weights, network.Output.Bias!);
Variable<double> embedded = c.Embedding(contexts); // (32, 3, 2)
Variable<double> x = embedded.Reshape([Batch, Inputs]); // (32, 6)
Variable<double> sums = x.MatMul(w1) + b1; // (32, 100)
Variable<double> h = sums.Tanh(); // (32, 100)
Variable<double> logits = h.MatMul(w2) + b2; // (32, 27)
Variable<double> powers = logits.Exp(); // (32, 27)
Variable<double> totals = powers.Sum(axis: 1, keepDimensions: true); // (32, 1)
Variable<double> p = powers / totals; // (32, 27)
Variable<double> logs = p.Log(); // (32, 27)
Variable<double> loss = -logs.Pick(targets).Mean(); // ()
loss.Backward();

Console.WriteLine();
Console.WriteLine($"1. Backward from the loss, {loss.Value.Item:0.0000}");
Tell("""
    The network of lesson 09 on 32 examples, in small steps, so that each has an easy slope. This is the engine's work. The loops
    below must reproduce it.
    """);
Tell("""
    From here on "dy" is short for the slope of the loss in y, as everywhere in this field. It has the shape of y: one slope for
    each number. Two rules give every line. A number used in one place gets what arrived there, times the slope of what was done
    there. A number used in several places gets the sum. Once you know the shape of a gradient, you are halfway to the gradient.
    """);
Console.WriteLine("   slope in   shape         by hand                             largest   difference / largest");

// loss = −(1/32) · the sum of the logs at the targets. The other logs were not used.
var dlogs = new double[Batch, Classes];
for (int i = 0; i < Batch; i++) dlogs[i, targets.Span[i]] = -1.0 / Batch;
Compare("logs", "-1/32 at the target, else 0", dlogs, logs);

// The slope of ln p is 1/p.
var dp = new double[Batch, Classes];
for (int i = 0; i < Batch; i++)
    for (int j = 0; j < Classes; j++) dp[i, j] = dlogs[i, j] / p.Value[i, j];
Compare("p", "dlogs / p", dp, p);

// p = powers / totals. A total divides all 27 powers of its row, so it gets a sum over the row. The slope of 1/t is −1/t².
var dtotals = new double[Batch, 1];
for (int i = 0; i < Batch; i++)
    for (int j = 0; j < Classes; j++) dtotals[i, 0] -= dp[i, j] * powers.Value[i, j] / Math.Pow(totals.Value[i, 0], 2);
Compare("totals", "sum over row of -dp powers/totals^2", dtotals, totals);

// A power was used twice: in p itself, and in the total of its row, where its slope is 1. So it gets a sum.
var dpowers = new double[Batch, Classes];
for (int i = 0; i < Batch; i++)
    for (int j = 0; j < Classes; j++) dpowers[i, j] = (dp[i, j] / totals.Value[i, 0]) + dtotals[i, 0];
Compare("powers", "dp / totals + dtotals", dpowers, powers);

// The slope of exp is its output.
var dlogits = new double[Batch, Classes];
for (int i = 0; i < Batch; i++)
    for (int j = 0; j < Classes; j++) dlogits[i, j] = dpowers[i, j] * powers.Value[i, j];
Compare("logits", "dpowers * powers", dlogits, logits);

// logits = h W2 + b2. h[i, k] was multiplied by each of the 27 weights in row k of W2. W2[k, j] was multiplied by the h[i, k] of
// all 32 examples. b2[j] was added to all 32. Each sum runs over the index that the result does not have.
var dh = new double[Batch, Hidden];
var dw2 = new double[Hidden, Classes];
var db2 = new double[1, Classes];
for (int i = 0; i < Batch; i++)
{
    for (int j = 0; j < Classes; j++)
    {
        for (int k = 0; k < Hidden; k++)
        {
            dh[i, k] += dlogits[i, j] * w2.Value[k, j];
            dw2[k, j] += dlogits[i, j] * h.Value[i, k];
        }

        db2[0, j] += dlogits[i, j];
    }
}

Compare("h", "sum over j of dlogits W2", dh, h);
Compare("W2", "sum over i of dlogits h", dw2, w2);
Compare("b2", "sum over i of dlogits", db2, b2);

// The slope of tanh is 1 − h².
var dsums = new double[Batch, Hidden];
for (int i = 0; i < Batch; i++)
    for (int k = 0; k < Hidden; k++) dsums[i, k] = dh[i, k] * (1 - (h.Value[i, k] * h.Value[i, k]));
Compare("sums", "dh (1 - h^2)", dsums, sums);

// sums = x W1 + b1: the same as for the logits.
var dx = new double[Batch, Inputs];
var dw1 = new double[Inputs, Hidden];
var db1 = new double[1, Hidden];
for (int i = 0; i < Batch; i++)
{
    for (int k = 0; k < Hidden; k++)
    {
        for (int m = 0; m < Inputs; m++)
        {
            dx[i, m] += dsums[i, k] * w1.Value[m, k];
            dw1[m, k] += dsums[i, k] * x.Value[i, m];
        }

        db1[0, k] += dsums[i, k];
    }
}

Compare("x", "sum over k of dsums W1", dx, x);
Compare("W1", "sum over i of dsums x", dw1, w1);
Compare("b1", "sum over i of dsums", db1, b1);

// x is embedded in another shape. The slopes are the same numbers, back in the shape (32, 3, 2). A row of C was used wherever its
// letter is in a context.
Compare("embedded", "dx in the other shape", dx, embedded);
var dc = new double[Classes, Width];
for (int i = 0; i < Batch; i++)
    for (int place = 0; place < Block; place++)
        for (int e = 0; e < Width; e++) dc[contexts.Span[(i * Block) + place], e] += dx[i, (place * Width) + e];
Compare("C", "dx added up at each letter's row", dc, c);

static double Largest(double[,] gradient, ReadOnlySpan<double> others)
{
    double largest = 0;
    int at = 0;
    foreach (double number in gradient) largest = Math.Max(largest, Math.Abs(number - (others.IsEmpty ? 0 : others[at++])));
    return largest;
}

// The engine adds in a different order, so the last digits may differ (lesson 06).
static void Compare(string name, string formula, double[,] byHand, Variable<double> engine)
{
    double largest = Largest(byHand, []), difference = Largest(byHand, engine.Gradient.Span);
    string verdict = difference < 1e-12 * largest ? "below 1e-12" : $"{difference / largest:0.0e+00}";
    Console.WriteLine($"   {name,-8}   {engine.Shape,-11}   {formula,-36}   {largest:0.0e+00}   {verdict}");
}

var shortcut = new double[Batch, Classes];
for (int i = 0; i < Batch; i++)
    for (int j = 0; j < Classes; j++) shortcut[i, j] = (p.Value[i, j] - (j == targets.Span[i] ? 1 : 0)) / Batch;
Console.WriteLine();
Console.WriteLine("2. Five steps in one");
Tell("""
    Look at the largest numbers, those of p and of powers. They are huge where the network was sure and wrong: 1/p for a p of nearly
    nothing. In the logits, everything is tame again. Written out and simplified, the five steps from loss to logits leave one short
    line: (p - 1 at the target) / 32, which lesson 07 found. That is what CrossEntropy sends back, with no huge number on the way.
    """);
Compare("logits", "(p - 1 at the target) / 32", shortcut, logits);
int row = Enumerable.Range(0, Batch).MinBy(i => Math.Abs(p.Value[i, targets.Span[i]] - 0.3));
string example = $"{vocabulary.Decode(contexts.Span.Slice(row * Block, Block))} -> {vocabulary.TextOf(targets.Span[row])}";
Console.WriteLine($"   the example {example}, times 32, if above 0.01: a step moves these logits (# is 0.02)");
foreach (int j in Enumerable.Range(0, Classes).Where(j => Math.Abs(dlogits[row, j]) * Batch > 0.01).OrderBy(j => dlogits[row, j]))
{
    double pull = dlogits[row, j] * Batch;
    string bar = new('#', (int)Math.Round(Math.Abs(pull) * 50));
    Console.WriteLine($"      {vocabulary.TextOf(j)}   {pull,7:0.0000}   {(pull < 0 ? "up  " : "down")} {bar}");
}

var arriving = new Tensor<double>([Batch * Block, Width], [.. dx.Cast<double>()]); // (96, 2), a row for each character of each context
var oneHot = new Tensor<double>([Batch * Block, Classes]); // (96, 27)
for (int i = 0; i < contexts.Length; i++) oneHot[i, contexts.Span[i]] = 1;
Tensor<double> byMatMul = new Constant<double>(oneHot).Transpose().MatMul(new Constant<double>(arriving)).Value; // (27, 96) x (96, 2)
var byScatterAdd = new Tensor<double>([Classes, Width]);
Kernels.ScatterAdd<double>(arriving, contexts.Span, byScatterAdd, Width);
var overwritten = new double[Classes, Width];
for (int i = 0; i < contexts.Length; i++)
    for (int e = 0; e < Width; e++) overwritten[contexts.Span[i], e] = arriving[i, e];
Console.WriteLine();
Console.WriteLine("3. The gradient of C, first column");
Tell("""
    There are three ways to send a gradient into a table, and one result. A look-up is the same as a one-hot matrix times the table
    (lesson 07). So its gradient is that matrix, transposed, times what arrives: right, but mostly products with 0. Indexing adds
    each row that arrives to the row it was taken from, as the loop for dC did above. The engine calls that ScatterAdd. With =
    instead of +=, a letter keeps only what came last. That is right for a letter that occurs once, so a test on a short text may
    even pass.
    """);
Console.WriteLine("   row   times used   one-hot, transposed   indexing with +=   ScatterAdd   wrong, indexing with =");
foreach (string letter in new[] { ".", "a", "k", "z" })
{
    int token = letter == "." ? 0 : vocabulary.Encode(letter)[0], used = contexts.Span.Count(token);
    Console.Write($"   {letter}     {used,10}   {byMatMul[token, 0],19:0.0000}   {dc[token, 0],16:0.0000}");
    Console.WriteLine($"   {byScatterAdd[token, 0],10:0.0000}   {overwritten[token, 0],22:0.0000}");
}

Console.WriteLine();
Console.WriteLine("4. The gradient of b2: over which axis?");
Tell("""
    The gradient of a bias is a sum over the examples, because the bias was added to every one of them. Summed over the classes
    instead, it has 32 numbers where b2 has 27, and you get an error. But with 27 examples it fits. And then it is worse than wrong:
    in each row p sums to 1, and the 1 at the target is subtracted, so the sum is 0, and b2 never moves. Try new code on sizes that
    are all different (lesson 09).
    """);
foreach (int batch in new[] { Batch, Classes })
{
    var someContexts = new Indices([batch, Block]);
    var someTargets = new Indices([batch]);
    examples.Fill([.. Enumerable.Range(0, batch)], someContexts.Span, someTargets.Span);
    Variable<double> someLogits = network.Logits(someContexts, Mode.Training);
    someLogits.CrossEntropy(someTargets).Backward();
    Console.WriteLine($"   {batch} examples: dlogits {someLogits.Shape}, b2 {b2.Shape}");
    TrySum("right, over the examples", someLogits.Gradient, axis: 0);
    TrySum("wrong, over the classes", someLogits.Gradient, axis: 1);
}

void TrySum(string how, Tensor<double> gradient, int axis)
{
    Variable<double> sum = new Constant<double>(gradient).Sum(axis);
    double largest = sum.Value.Span.ToArray().Max(Math.Abs);
    Console.Write($"      {how}   {sum.Shape}   largest {(largest < 1e-12 ? "below 1e-12" : $"{largest:0.0000}"),-11}   ");
    try
    {
        Console.WriteLine($"b2 - 0.1 * it: {(b2 - (0.1 * sum)).Shape}");
    }
    catch (ArgumentException error)
    {
        Console.WriteLine(error.Message);
    }
}

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/13-by-hand.cs.");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

// Exercise 1. Leave out "+ dtotals[i, 0]", as if you had forgotten that a number was used twice. You should see 1.0e+00 and the
//   like from the logits down. But the line of powers still agrees, because what is missing there is tiny compared with the
//   largest slope. "Small compared with the largest" can hide a mistake where the numbers are of very different sizes, so look at
//   more than one tensor.
// Exercise 2. Use Relu() instead of Tanh(). Its slope is 1 where the output is above 0, and 0 elsewhere. You should see large
//   differences from "sums" down, until dsums is h.Value[i, k] > 0 ? dh[i, k] : 0. The tensors above it are right at once: a
//   mistake sits where the first difference is, counted from the loss.
