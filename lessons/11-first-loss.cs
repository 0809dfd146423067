// Lesson 11: why the first loss is 17 and not 3.3
//
// Teaches   what the first loss should be; what large weights do to the logits and to tanh; how to start well; what that
//           is worth after training.
// Mirrors   Andrej Karpathy, "Building makemore Part 3: Activations & Gradients, BatchNorm", up to the batch normalization.
// Run it    dotnet run lessons/11-first-loss.cs
// Watch it  dotnet run --project src/Runner -- explore, rung "Names" (explore.html#names)

#:project ../src/Models/Models.csproj

using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

Console.WriteLine("Lesson 11: why the first loss is 17 and not 3.3");

string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
Vocabulary vocabulary = Vocabulary.English;
IReadOnlyList<string> names = NameList.Clean(NamesFile.Read(data), vocabulary).Names;
string[] shuffled = [.. new TorchGenerator(1234).Permutation(names.Count).Select(i => names[i])];
var split = new Split(new Examples(shuffled, vocabulary, blockSize: 3), SplitFractions.Default, SplitBy.Name);
var training = new DistinctContexts(split.Train);
var validation = new DistinctContexts(split.Validation);

MultilayerPerceptron<double> Network(int embedding, int hidden, double w1Scale, double b1Scale, double w2Scale, double b2Scale)
{
    var sizes = new MultilayerPerceptronSizes(Block: 3, embedding, hidden);
    var network = new MultilayerPerceptron<double>(vocabulary, sizes, new TorchGenerator(1234));
    Scale(network.Hidden.Weights, w1Scale);
    Scale(network.Hidden.Bias!, b1Scale);
    Scale(network.Output.Weights, w2Scale);
    Scale(network.Output.Bias!, b2Scale);
    return network;
}

static void Scale(Parameter<double> parameter, double scale)
{
    foreach (ref double number in parameter.Value.Span) number *= scale;
}

Console.WriteLine();
Console.WriteLine("1. Before training, by the scale of W2 (b2 is 0, except in the first line)");
Tell("""
    Two networks: the small one of lesson 09, and a big one, with 10 numbers for each letter and 200 hidden neurons. Each number is
    drawn from the standard normal distribution, so most are between -2 and 2. It is then multiplied by a scale, so far always 1.
    """);
Tell("""
    A network that knows nothing should give each of 27 characters 1/27, and so have a loss of ln 27 = 3.30. Ours has 17. It is not
    ignorant: it is sure, and wrong. A logit is a sum of 100 products of a weight and something between -1 and 1. Such a sum easily
    reaches 10, and e^10 is 22,026, so one character takes nearly all. With W2 scaled down, the logits are close to each other, and
    the loss is what it should be. (It would also be right with every number at 0. Exercise 2 shows why that is not a good start.)
    """);
Console.WriteLine("   scale   largest logit   contexts with a p above 0.9      loss (# is 0.5)");
foreach (double scale in new[] { 1, 0.3, 0.1, 0.03, 0.01 })
{
    MultilayerPerceptron<double> network = Network(2, 100, 1, 1, scale, scale == 1 ? 1 : 0);
    Variable<double> logits = network.Logits(validation.Contexts, Mode.Inference), p = logits.Softmax();
    double largest = logits.Value.Span.ToArray().Max(Math.Abs), loss = Evaluation.Loss(network, validation);
    double sure = 100.0 * p.Value.Span.ToArray().Chunk(27).Average(row => row.Max() > 0.9 ? 1.0 : 0);
    Console.WriteLine($"   {scale,-5}   {largest,13:0.0}   {sure,25:0.0} %   {loss,7:0.0000} {new string('#', (int)Math.Round(loss * 2))}");
}

Console.WriteLine($"   ln 27                                              {Math.Log(27),7:0.0000}");

double[] before = HiddenOutputs(Network(10, 200, 1, 1, 1, 1));
double[] after = HiddenOutputs(Network(10, 200, 5 / 3.0 / Math.Sqrt(30), 0.01, 1, 1));
Console.WriteLine();
Console.WriteLine("2. Outputs of the big network's hidden layer, in % (# is 1 %)");
Tell("""
    The hidden layer has the same trouble, and there the loss does not show it. In the big network each neuron adds up 30 products
    (and a bias). This easily adds up to 5, and tanh of 5 is 0.9999: nearly all outputs are near -1 or 1. There tanh is flat. A
    gradient on its way back is multiplied by its slope, 1 - h^2 (lesson 00), so behind a flat place W1 and C learn next to nothing.
    Such a neuron is called saturated. We count outputs beyond 0.97, where the slope is below 0.06. A sum of n products grows like
    sqrt(n), so divide W1 by sqrt(30), where 30 is the number of inputs (the fan-in). And multiply by 5/3, because tanh shrinks what it is
    given. This is the usual factor, found by trying. (b1 is scaled to nearly 0.)
    """);
Console.WriteLine("                 W1 as drawn                                       W1 times 5/3 / sqrt(30)");
for (int bin = 0; bin < 10; bin++)
{
    double drawn = Share(before, bin), scaled = Share(after, bin);
    Console.Write($"   {(bin - 5) / 5.0,4:0.0} to {(bin - 4) / 5.0,4:0.0}   {drawn,5:0.0} {Bar(drawn),-43}");
    Console.WriteLine($" {scaled,5:0.0} {Bar(scaled)}");
}

Console.WriteLine($"   saturated     {Saturated(before),5:0.0} {"",-43} {Saturated(after),5:0.0}");
Console.WriteLine($"   mean slope    {before.Average(h => 1 - (h * h)),5:0.00} {"",-43} {after.Average(h => 1 - (h * h)),5:0.00}");

double[] HiddenOutputs(MultilayerPerceptron<double> network) => network.HiddenOutputs(training.Contexts)[0].Value.Span.ToArray();
static double Share(double[] h, int bin) => 100 * h.Average(output => Math.Clamp((int)Math.Floor((output + 1) * 5), 0, 9) == bin ? 1.0 : 0);
static double Saturated(double[] h) => 100 * h.Average(output => Math.Abs(output) > 0.97 ? 1.0 : 0);
static string Bar(double percent) => new('#', (int)Math.Round(percent));

Console.WriteLine();
Console.WriteLine("3. Validation loss, and saturated outputs at the end");
Tell("""
    What is it worth? Take the same steps from three starts: 1,000 at 0.1 and 500 at 0.01. The scale of W2 is worth most. As drawn,
    the small network spends its first 100 steps, and the big one its first 1,000, on getting rid of its false certainty. From a
    good start, the big one is well ahead of the small one. The scale of W1 helps the big network a little, and the small one not at
    all: with 6 inputs, its sums were never large. It is worth more in networks of many layers, where slopes of 0.14 multiply
    (lesson 14).
    """);
Console.WriteLine("                              step 0       100      1000      1500   saturated");
foreach ((string size, int embedding, int hidden) in new[] { ("small", 2, 100), ("big", 10, 200) })
{
    double gain = 5 / 3.0 / Math.Sqrt(3 * embedding);
    Train($"{size}, as drawn", Network(embedding, hidden, 1, 1, 1, 1));
    Train($"{size}, W2 scaled", Network(embedding, hidden, 1, 1, 0.1, 0));
    Train($"{size}, W2 and W1 scaled", Network(embedding, hidden, gain, 0.01, 0.1, 0));
}

void Train(string what, MultilayerPerceptron<double> network)
{
    GraphBatch<double> batch = ExampleBatch.Drawn(network, split.Train, 32, new TorchGenerator(1234));
    var trainer = new Trainer<double>(batch, new Sgd<double>(batch.Parameters));
    Console.Write($"   {what,-23}   {Evaluation.Loss(network, validation),7:0.0000}");
    foreach ((int steps, double rate) in new[] { (100, 0.1), (900, 0.1), (500, 0.01) })
    {
        for (int i = 0; i < steps; i++) trainer.Step(rate);
        Console.Write($"   {Evaluation.Loss(network, validation),7:0.0000}");
    }

    Console.WriteLine($"   {Saturated(HiddenOutputs(network)),7:0.0} %");
}

Console.WriteLine();
Console.WriteLine("4. The small network: validation loss after 1,000 steps at a first rate, 1,000 at 0.1, 500 at 0.01");
Tell("""
    Lesson 10 left a riddle: why did wild first steps, at rate 1, end better? Because they also shake off a bad start. From a good
    start they gain next to nothing. (At rate 1, only this much is certain on every processor.)
    """);
foreach (string start in new[] { "as drawn", "W2 scaled" })
{
    double calm = TrainFrom(start, 0.1), wild = TrainFrom(start, 1);
    string verdict = wild < calm - 0.05 ? "better by more than 0.05" : "not better by more than 0.05";
    Console.WriteLine($"   {start,-9}   first rate 0.1: {calm:0.0000}   first rate 1: {verdict}");
}

double TrainFrom(string start, double first)
{
    MultilayerPerceptron<double> network = start == "as drawn" ? Network(2, 100, 1, 1, 1, 1) : Network(2, 100, 1, 1, 0.1, 0);
    GraphBatch<double> batch = ExampleBatch.Drawn(network, split.Train, 32, new TorchGenerator(1234));
    var trainer = new Trainer<double>(batch, new Sgd<double>(batch.Parameters));
    foreach ((int steps, double rate) in new[] { (1000, first), (1000, 0.1), (500, 0.01) })
        for (int i = 0; i < steps; i++) trainer.Step(rate);
    return Evaluation.Loss(network, validation);
}

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/11-first-loss.cs.");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

// Exercise 1. Use 0.1 instead of 5 / 3.0 in both places. You should see outputs near 0 (96 % between -0.2 and 0.2), none
//   saturated, a mean slope of 0.99, and worse losses: 2.3538 and 2.1730 at the end. Where tanh does not bend, the hidden layer
//   is only another sum. The bend is what it is for.
// Exercise 2. In section 3 replace the third network with Network(embedding, hidden, 0, 0, 0, 0). You should see a perfect
//   first loss, 3.2958, that gets stuck at 2.7882, the same for small and big. With W2 = 0, nothing is sent back to W1. And
//   with h = 0, nothing is sent to W2. Only b2 learns: how common each letter is. Equal neurons stay equal; it takes random
//   numbers to make them differ.
