// Lesson 09: the MLP, tensor by tensor
//
// Teaches   the network of Bengio et al. (2003) from contexts to loss, every tensor with its shape; one step of training by hand,
//           and with the wrong sign; what a network can learn by heart and what it cannot; which axis to divide along.
// Mirrors   the notebook on the MLP that the original left empty; Andrej Karpathy, "Building makemore Part 2: MLP".
// Run it    dotnet run lessons/09-mlp.cs
// Watch it  dotnet run --project src/Runner -- explore, rung "Names" (explore.html#names)

#:project ../src/Models/Models.csproj

using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

Console.WriteLine("Lesson 09: the MLP, tensor by tensor");

Tell("""
    Five examples are enough to see everything. They come from one name, with a context of 3 (lesson 08), as tokens instead of
    characters.
    """);
Vocabulary vocabulary = Vocabulary.English;
var examples = new Examples(["ravi"], vocabulary, blockSize: 3);
var contexts = new Indices([5, 3]);
var targets = new Indices([5]);
examples.Fill([0, 1, 2, 3, 4], contexts.Span, targets.Span);
Console.WriteLine();
Console.WriteLine("1. Contexts (5, 3) and targets (5,)");
for (int i = 0; i < 5; i++)
{
    int[] tokens = contexts.Span.Slice(i * 3, 3).ToArray();
    Console.Write($"   {vocabulary.Decode(tokens)} -> {vocabulary.TextOf(targets.Span[i])}   ");
    Console.WriteLine($" {tokens[0],2} {tokens[1],2} {tokens[2],2} -> {targets.Span[i],2}");
}

var generator = new TorchGenerator(1234);
var c = new Parameter<double>(Tensor<double>.RandomNormal(generator, [27, 2]), "C");
var w1 = new Parameter<double>(Tensor<double>.RandomNormal(generator, [6, 100]), "W1");
var b1 = new Parameter<double>(Tensor<double>.RandomNormal(generator, [100]), "b1");
var w2 = new Parameter<double>(Tensor<double>.RandomNormal(generator, [100, 27]), "W2");
var b2 = new Parameter<double>(Tensor<double>.RandomNormal(generator, [27]), "b2");
Parameter<double>[] parameters = [c, w1, b1, w2, b2];
Console.WriteLine();
Console.WriteLine("2. The parameters");
Tell("""
    Everything that the network learns starts as random numbers. A row of C is a character's place in a plane (its embedding): 2
    numbers for each of 27 characters. Two layers of neurons (lesson 00) follow. The first has 100 neurons, which see the places of
    the three characters. The second has 27, one for each possible next character, which see the 100.
    """);
foreach (Parameter<double> parameter in parameters)
    Console.WriteLine($"   {parameter.Name,-4} {parameter.Shape,-10} {parameter.Value.Length,6:N0}");
Console.WriteLine($"   total           {parameters.Sum(parameter => parameter.Value.Length),6:N0}");

Variable<double> embedded = c.Embedding(contexts); // (5, 3, 2)
Variable<double> x = embedded.Reshape([5, 6]); // (5, 6)
Variable<double> sums = x.MatMul(w1) + b1; // (5, 100)
Variable<double> h = sums.Tanh(); // (5, 100)
Variable<double> logits = h.MatMul(w2) + b2; // (5, 27)
Console.WriteLine();
Console.WriteLine("3. Forward: the example .ra -> v, which is row 2");
Tell("""
    Five operations lead from contexts to logits. The two numbers of each of the three characters are put side by side: (5, 3, 2)
    becomes (5, 6), and no number moves in memory. b1 is added to every row.
    """);
Console.WriteLine($"   contexts            {contexts.Shape,-10}   row 2:   {string.Join("  ", contexts.Span.Slice(6, 3).ToArray())}");
Console.WriteLine($"   embedded            {embedded.Shape,-10}   row 2:   {Pair(0)}   {Pair(1)}   {Pair(2)}");
Console.WriteLine($"   x                   {x.Shape,-10}   row 2:   {First(x, 6)}");
Console.WriteLine($"   sums = x W1 + b1    {sums.Shape,-10}   row 2:   {First(sums, 4)} ...");
Console.WriteLine($"   h = tanh(sums)      {h.Shape,-10}   row 2:   {First(h, 4)} ...");
Console.WriteLine($"   logits = h W2 + b2  {logits.Shape,-10}   row 2:   {First(logits, 4)} ...");

string Pair(int place) => $"({embedded.Value[2, place, 0]:0.00}, {embedded.Value[2, place, 1]:0.00})";
static string First(Variable<double> tensor, int count) =>
    string.Join("  ", Enumerable.Range(0, count).Select(j => tensor.Value[2, j].ToString("0.00")));

Tell("""
    One number of each layer by hand. The first neuron's sum has a product for each of the 6 inputs. The first logit has one for
    each of the 100 neurons.
    """);
double sum = b1.Value[0];
for (int k = 0; k < 6; k++) sum += x.Value[2, k] * w1.Value[k, 0];
double logit = b2.Value[0];
for (int k = 0; k < 100; k++) logit += h.Value[2, k] * w2.Value[k, 0];
Console.WriteLine($"   by hand: the first sum is {sum:0.00}, its tanh {Math.Tanh(sum):0.00}, the first logit {logit:0.00}");

Variable<double> powers = logits.Exp(); // (5, 27)
Variable<double> p = powers / powers.Sum(axis: 1, keepDimensions: true); // (5, 27) / (5, 1)
Variable<double> ofTargets = p.Pick(targets); // (5,)
Variable<double> loss = -ofTargets.Log().Mean(); // ()
Console.WriteLine();
Console.WriteLine("4. From logits to the loss");
Tell("""
    The loss comes from the logits as in lesson 07: take e to the power of each, divide by the sum of the row, take the logarithm of
    what the target got, average, and negate. CrossEntropy does all of it in one operation.
    """);
for (int i = 0; i < 5; i++)
{
    string text = $"{vocabulary.Decode(contexts.Span.Slice(i * 3, 3))} -> {vocabulary.TextOf(targets.Span[i])}";
    Console.WriteLine($"   {text}   p {ofTargets.Value[i]:0.0e+00}   -ln p {-Math.Log(ofTargets.Value[i]),7:0.0000}");
}

Console.WriteLine($"   mean                       {loss.Value.Item,7:0.0000}");
Console.WriteLine($"   CrossEntropy               {logits.CrossEntropy(targets).Value.Item,7:0.0000}");

Console.WriteLine();
Console.WriteLine("5. Divide by the sums of the rows");
Tell("""
    Almost everyone gets the division above wrong once. To divide row by row, the sums of the rows must stand in a column, (5, 1).
    Without keepDimensions they are (5,), and broadcasting lays them along the other axis. 5 does not fit 27, so you get an error.
    But on a square table, such as the 27 x 27 pairs of lesson 04, it does fit. You get no error, and each number is divided by
    another row's sum. So try new code on sizes that are all different, and print what must come out. Here, each row must sum to 1.
    """);
Variable<double> square = new Constant<double>(Tensor<double>.RandomNormal(new TorchGenerator(1), [27, 27])).Exp();
try
{
    _ = powers / powers.Sum(axis: 1);
}
catch (ArgumentException error)
{
    Console.WriteLine($"   wrong, (5, 27) / (5,)      {error.Message}");
}

Console.WriteLine($"   wrong, (27, 27) / (27,)    no error; the first rows sum to {RowSums(square / square.Sum(axis: 1))}");
Console.WriteLine($"   wrong, (5, 27) / (27,)     no error; the first rows sum to {RowSums(powers / powers.Sum(axis: 0))}");
Console.WriteLine($"   right, (27, 27) / (27, 1)  the first rows sum to {RowSums(square / square.Sum(axis: 1, keepDimensions: true))}");
Console.WriteLine($"   right, (5, 27) / (5, 1)    the first rows sum to {RowSums(p)}");

static string RowSums(Variable<double> table) =>
    string.Join(", ", table.Sum(axis: 1).Value.Span[..3].ToArray().Select(total => total.ToString("0.00")));

Console.WriteLine();
Console.WriteLine("6. The first step, at rate 0.1");
Tell("""
    One step of training by hand. Backward() gives each of the 3,481 numbers its slope: how much the loss would rise if the number
    rose. A step moves each number a little the other way. Look at one of them, the bias of the logit of r. Its slope is negative: a
    higher bias would lower the loss, because the example ... -> r has a p of nearly 0. So it goes up.
    """);
loss.Backward();
int r = vocabulary.Encode("r")[0];
double before = loss.Value.Item, bias = b2.Value[r], slope = b2.Gradient[r];
var graph = new Graph<double>(loss);
Move(-0.1);
graph.Forward();
Console.WriteLine($"   b2[r]   {bias:0.0000} - 0.1 * ({slope:0.0000}) = {b2.Value[r]:0.0000}");
Console.WriteLine($"   loss    {before:0.0000} -> {loss.Value.Item:0.0000}");
Move(+0.1); // and back

void Move(double rate)
{
    foreach (Parameter<double> parameter in parameters)
        for (int i = 0; i < parameter.Value.Length; i++) parameter.Value.Span[i] += rate * parameter.Gradient.Span[i];
}

Tell("""
    With + instead of -, each step goes uphill. The loss leaves no doubt. Still, look at it before you look for anything subtler.
    """);
double[][] weights = [.. parameters.Select(parameter => parameter.Value.Span.ToArray())];
Console.WriteLine();
Console.WriteLine("7. Steps with the wrong sign, and with the right one (# is 1)");
foreach ((string how, double rate) in new[] { ("wrong, + 0.1 * slope", +0.1), ("right, - 0.1 * slope", -0.1) })
{
    for (int i = 0; i < parameters.Length; i++) weights[i].CopyTo(parameters[i].Value.Span);
    Console.WriteLine($"   {how}");
    for (int step = 0; step <= 8; step++)
    {
        graph.Forward();
        double now = loss.Value.Item;
        if (step % 2 == 0) Console.WriteLine($"      step {step}   {now,7:0.0000} {new string('#', (int)Math.Round(now))}".TrimEnd());
        graph.Backward();
        Move(rate);
    }
}

Console.WriteLine();
Console.WriteLine("8. Learning by heart");
Tell("""
    The library's network uses these five operations, with weights drawn in the same order. It learns one name by heart: each
    context of ravi has one target, so the loss can go to 0. With five names it cannot: nothing says which name will come, and the
    best answer after "..." is to give each first letter its share. That is the floor of lesson 08. A network that cannot get down
    to the floor of even five names has a mistake in it. This test takes a second. Give it to every new network first.
    """);
foreach (string[] few in new string[][] { ["ravi"], ["ravi", "rani", "anita", "asha", "sunil"] })
{
    var distinct = new DistinctContexts(new Examples(few, vocabulary, blockSize: 3));
    var sizes = new MultilayerPerceptronSizes(Block: 3, Embedding: 2, Hidden: 100);
    var network = new MultilayerPerceptron<double>(vocabulary, sizes, new TorchGenerator(1234));
    GraphBatch<double> batch = ExampleBatch.All(network, distinct);
    var trainer = new Trainer<double>(batch, new Sgd<double>(batch.Parameters));
    Console.WriteLine($"   {string.Join(", ", few)}: the floor is {distinct.Floor:0.0000}");
    for (int step = 0; step <= 3000; step++)
    {
        double now = trainer.Step(0.1);
        if (step is 0 or 30 or 300 or 3000) Console.WriteLine($"      step {step,4}   {now,7:0.0000}");
    }

    var logProbabilities = new Tensor<double>([1, 27]);
    network.LogProbabilities(new Indices([1, 3]), logProbabilities); // the context "...": three times token 0
    var likely = Enumerable.Range(0, 27).Where(next => logProbabilities[0, next] > Math.Log(0.05));
    var shares = likely.Select(next => $"{vocabulary.TextOf(next)} {Math.Exp(logProbabilities[0, next]):0.00}");
    Console.WriteLine($"      after ...   {string.Join(", ", shares)}");
}

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/09-mlp.cs.");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

// Exercise 1. In section 6 use Move(-10) and Move(+10) for the two moves. You should see the loss go up from 18.6103 to 109.0764.
//   The slope was right, but the step was too long: downhill is only downhill nearby.
// Exercise 2. In section 8 use "mumumu" instead of "ravi". You should see a floor of 0.1980 for a single name: umu is followed
//   once by m and once by the end, so 2 of 7 examples cost ln 2. And the loss stops at 0.1983.
