// Lesson 12: bigger, and names at last
//
// Teaches   how to take sizes from the tensors, and how to read an error about shapes; that a bigger network is better only
//           from a good start; what names the network makes.
// Mirrors   the original's last experiment, which crashed there; Andrej Karpathy, "Building makemore Part 2: MLP", the last parts.
// Run it    dotnet run lessons/12-bigger.cs

#:project ../src/Models/Models.csproj

using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

Console.WriteLine("Lesson 12: bigger, and names at last");

string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
Vocabulary vocabulary = Vocabulary.English;
IReadOnlyList<string> names = NameList.Clean(NamesFile.Read(data), vocabulary).Names;
string[] shuffled = [.. new TorchGenerator(1234).Permutation(names.Count).Select(i => names[i])];
var split = new Split(new Examples(shuffled, vocabulary, blockSize: 3), SplitFractions.Default, SplitBy.Name);
var training = new DistinctContexts(split.Train);
var validation = new DistinctContexts(split.Validation);

const int EmbeddingSize = 2; // the old size, still in reach
var generator = new TorchGenerator(1234);
var c = new Parameter<double>(Tensor<double>.RandomNormal(generator, [27, 10]), "C");
var w1 = new Parameter<double>(Tensor<double>.RandomNormal(generator, [30, 200]), "W1");
var contexts = new Indices([32, 3]);
Variable<double> embedded = c.Embedding(contexts);
Console.WriteLine();
Console.WriteLine($"1. The reshape with the old size: embedded is {embedded.Shape}");
Tell("""
    Two numbers do not say much about a letter. Give each letter 10, and the network 200 hidden neurons. The original did this in a
    function with the new sizes as parameters. But one line in it, the reshape, used the old embedding size, 2, which was still
    there as a global variable. Here is that line, on a mini-batch of 32.
    """);
Try("32 rows of 3 * 2", () => embedded.Reshape([32, 3 * EmbeddingSize]));

Tell("""
    The original did not say 32. It said -1: "as many rows as it takes". It takes 160, five rows for each example, and nothing
    complains. The next operation does ("mat1 and mat2 shapes cannot be multiplied"), although nothing is wrong there. Shape errors
    are like that: they show up where sizes meet, which may be long after a size went wrong. So read the shapes, not the line.
    """);
Variable<double> x = embedded.Reshape([32 * 3 * 10 / (3 * EmbeddingSize), 3 * EmbeddingSize]);
Try($"{x.Shape} times W1", () => x.MatMul(w1));

Tell("""
    If W1 had the old size as well, that operation would find nothing either. Only the loss does, because it has one target for each
    example.
    """);
var w1Old = new Parameter<double>(Tensor<double>.RandomNormal(generator, [3 * EmbeddingSize, 200]));
var w2 = new Parameter<double>(Tensor<double>.RandomNormal(generator, [200, 27]));
Try($"{x.Shape} times W1 {w1Old.Shape}", () => x.MatMul(w1Old).Tanh().MatMul(w2).CrossEntropy(new Indices([32])));

Tell("Right: ask the tensor. Its shape cannot be out of date.");
Try("right, by its own shape", () => embedded.Reshape([embedded.Shape[0], embedded.Shape[1] * embedded.Shape[2]]).MatMul(w1));

static void Try(string what, Func<Variable<double>> compute)
{
    try
    {
        Console.WriteLine($"   {what,-27}   {compute().Shape}");
    }
    catch (ArgumentException error)
    {
        Console.WriteLine($"   {what,-27}   {error.Message}");
    }
}

Console.WriteLine();
Console.WriteLine("2. Small and big, with the same steps: 6,000 at 0.1 and 2,000 at 0.01");
Tell("""
    Now the experiment, first as the original did it, from weights as drawn. Compared with the small network, the big one does
    better on the names it trains on, and worse on names it has not seen. For one thing, it can learn more by heart. For another, it
    starts worse. Give both the start of lesson 11 (W2 scaled down, b2 at 0), and the big one is ahead. On the original's list, 15
    times as long and trained on for 150,000 steps, it was ahead even so: 2.00 against 2.09 (quoted, not run).
    """);
Console.WriteLine("   embedding   hidden   parameters   start       training   validation");
_ = Train(2, 100, goodStart: false);
_ = Train(10, 200, goodStart: false);
MultilayerPerceptron<double> small = Train(2, 100, goodStart: true), big = Train(10, 200, goodStart: true);

MultilayerPerceptron<double> Train(int embedding, int hidden, bool goodStart)
{
    var sizes = new MultilayerPerceptronSizes(Block: 3, embedding, hidden);
    var network = new MultilayerPerceptron<double>(vocabulary, sizes, new TorchGenerator(1234));
    if (goodStart)
    {
        foreach (ref double weight in network.Output.Weights.Value.Span) weight *= 0.1;
        network.Output.Bias!.Value.Span.Clear();
    }

    GraphBatch<double> batch = ExampleBatch.Drawn(network, split.Train, 32, new TorchGenerator(1234));
    var trainer = new Trainer<double>(batch, new Sgd<double>(batch.Parameters));
    for (int step = 0; step < 8000; step++) trainer.Step(step < 6000 ? 0.1 : 0.01);
    Console.Write($"   {embedding,9}   {hidden,6}   {network.ParameterCount,10:N0}   {(goodStart ? "lesson 11" : "as drawn"),-9}");
    Console.WriteLine($"   {Evaluation.Loss(network, training),8:0.0000}   {Evaluation.Loss(network, validation),10:0.0000}");
    return network;
}

CountingBigram counting = CountingBigram.Train(new DistinctContexts(new Examples(shuffled, vocabulary, blockSize: 1)), smoothing: 1);
ILanguageModel[] models = [counting, small, big];
string[][] drawn = [.. models.Select(Draw)];
HashSet<string> known = [.. names];
Console.WriteLine();
Console.WriteLine("3. Names at seed 1234 (* = in the list)");
Tell("""
    The original never drew a name from its network. It works as with the counts (lesson 04): compute the probabilities of the next
    character, draw one, and move the context on by one, until a boundary is drawn. At the same seed all three models use the same
    draws. Where they also find the same characters likely, the names begin alike.
    """);
Console.WriteLine($"   {"counted pairs",-26}{"small network",-26}big network");
for (int i = 0; i < 15; i++)
{
    var line = drawn.Select(of => (of[i] + (known.Contains(of[i]) ? " *" : "")).PadRight(26));
    Console.WriteLine($"   {string.Concat(line)}".TrimEnd());
}

static string[] Draw(ILanguageModel model)
{
    var sampler = new NameSampler(model, new TorchGenerator(1234), new SamplingOptions());
    return [.. Enumerable.Range(0, 500).Select(_ => sampler.Next())];
}

Console.WriteLine();
Console.WriteLine("4. Out of 500 names");
Tell("""
    Count three things in 500 names of each: names of a single letter (the list has none), names that are in the list, and long
    names.
    """);
Console.WriteLine("                      1 letter   in the list      more than 12 letters");
string[] sources = ["counted pairs", "small network", "big network", "the list"];
foreach ((string what, string[] of) in sources.Zip([.. drawn, shuffled[..500]]))
{
    Console.Write($"   {what,-13}   {of.Count(name => name.Length == 1),11}");
    Console.WriteLine($"   {of.Count(known.Contains),11}   {of.Count(name => name.Length > 12),23}");
}

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/12-bigger.cs.");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

// Exercise 1. Let the sampler sharpen the probabilities: new SamplingOptions { Temperature = 0.5 }. You should see shorter and
//   more common names, such as shan, satkar and partha. 126 of the big network's 500 are in the list, instead of 34.
// Exercise 2. Which of the two sizes is it worth? In section 2 also run Train(10, 100, goodStart: true) and Train(2, 200, goodStart: true).
//   You should see validation losses of 2.0137 and 2.0667, next to 2.0787 for the small network and 1.9950 for the big one. More numbers
//   for each letter are worth more than more neurons.
