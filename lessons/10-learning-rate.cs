// Lesson 10: the learning rate
//
// Teaches   how to look for a learning rate, and what such a search misses; what small steps at the end are good for; which
//           gradients are zeroed, and when; what the network has found out about the letters.
// Mirrors   the original's notebook on training the MLP; Andrej Karpathy, "Building makemore Part 2: MLP", the parts on the learning
//           rate and on the embedding.
// Run it    dotnet run lessons/10-learning-rate.cs
// Watch it  dotnet run --project src/Runner -- explore, rung "A neuron" (explore.html#neuron)

#:project ../src/Models/Models.csproj

using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

Console.WriteLine("Lesson 10: the learning rate");

string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
Vocabulary vocabulary = Vocabulary.English;
IReadOnlyList<string> names = NameList.Clean(NamesFile.Read(data), vocabulary).Names;
string[] shuffled = [.. new TorchGenerator(1234).Permutation(names.Count).Select(i => names[i])];
var split = new Split(new Examples(shuffled, vocabulary, blockSize: 3), SplitFractions.Default, SplitBy.Name);
var validation = new DistinctContexts(split.Validation);

MultilayerPerceptron<double> NewNetwork()
{
    var sizes = new MultilayerPerceptronSizes(Block: 3, Embedding: 2, Hidden: 100);
    return new MultilayerPerceptron<double>(vocabulary, sizes, new TorchGenerator(1234));
}

Trainer<double> NewTrainer(MultilayerPerceptron<double> network)
{
    GraphBatch<double> batch = ExampleBatch.Drawn(network, split.Train, 32, new TorchGenerator(1234));
    return new Trainer<double>(batch, new Sgd<double>(batch.Parameters));
}

LearningRateRange range = LearningRateRangeTest.Run(NewTrainer(NewNetwork()), from: 1e-5, to: Math.Sqrt(10), steps: 2200);
Console.WriteLine();
Console.WriteLine("1. The range test: the rate grows with every step (# is 0.5)");
Tell("""
    The network of lesson 09. Each step looks at 32 examples drawn at random, a mini-batch. Their slope is only roughly that of all
    examples, but many rough steps lead farther than one exact step that takes as long.
    """);
Tell("""
    A rate that is too small gets nowhere, and one that is too large leaps over the valley. The range test trains while the rate
    grows a little with every step, and watches the loss. The loss is flat, then it falls, and then it climbs again. The original
    made this plot, and then trained at 1. But 1 is well up the other side. The place to begin is where the loss is lowest, near
    0.1. (Past 0.5, even the rounding of the last digit, which differs from one processor to the next, grows until it changes the
    loss. That is why it only says "over 5".)
    """);
Console.WriteLine("   rate from   = 10^   mean loss");
foreach (var group in range.Points.GroupBy(point => Math.Min(1, (int)Math.Floor((Math.Log10(point.Rate) * 4) + 1e-9))))
{
    double exponent = group.Key / 4.0, rate = Math.Pow(10, exponent), loss = group.Average(point => point.Loss);
    string bar = rate > 0.5 && loss > 5 ? "over 5 ##########..." : $"{loss,6:0.0} {new string('#', (int)Math.Round(loss * 2))}";
    Console.WriteLine($"   {rate,-9:0.#####}   {exponent,5:0.00}   {bar}");
}

Console.WriteLine($"   the loss falls fastest at {range.Steepest:0.000}, and is lowest at {range.Minimum:0.00}");

Console.WriteLine();
Console.WriteLine("2. Validation loss at constant rates");
Tell("Do the rates keep their promise? Train a new network at each rate, and compute the loss on names that it has not seen.");
Console.WriteLine("   rate     step 0        100        300       1000");
foreach (double rate in new[] { 0.001, 0.01, 0.1, 1, 2 })
{
    MultilayerPerceptron<double> network = NewNetwork();
    Trainer<double> trainer = NewTrainer(network);
    Console.Write($"   {rate,-5}   {Evaluation.Loss(network, validation),7:0.0000}");
    foreach (int steps in new[] { 100, 200, 700 })
    {
        for (int i = 0; i < steps; i++) trainer.Step(rate);
        double loss = Evaluation.Loss(network, validation);
        Console.Write(rate >= 1 && loss > 2.6 ? "   over 2.6" : $"   {loss,8:0.0000}");
    }

    Console.WriteLine();
}

Console.WriteLine();
Console.WriteLine("3. Stages: validation loss after 5,000 steps");
Tell("""
    Near the bottom of a valley, steps at 0.1 leap from side to side, because each mini-batch pulls another way. 1,000 more of them
    do not help. Smaller steps settle. So train in stages: first far, then fine.
    """);
MultilayerPerceptron<double> trained = NewNetwork();
Console.WriteLine($"   5000 at 0.1                              {Train(NewNetwork(), (0.1, 5000)):0.0000}");
Console.WriteLine($"   4000 at 0.1, 1000 at 0.01                {Train(trained, (0.1, 4000), (0.01, 1000)):0.0000}");

Tell("""
    And now a surprise: begin at 1, which did so badly in section 2, and the end is better. A range test sees how the loss falls
    from this one start, not where training will end, and this is a bad start. Lesson 11 makes a good one, and there wild first
    steps gain nothing. In the end only the validation loss of whole runs decides. In the original's runs of 150,000 steps, on 15
    times as many names, 1 did cost something (quoted here, not run).
    """);
double wild = Train(NewNetwork(), (1, 2000), (0.1, 2000), (0.01, 1000));
Console.WriteLine($"   2000 at 1, 2000 at 0.1, 1000 at 0.01     {(wild < 2.2 ? "under 2.2" : $"{wild:0.0000}")}");
Console.WriteLine("   original: 50000 each at 1, 0.1, 0.01     2.1107");
Console.WriteLine("   original: 100000 at 0.1, 50000 at 0.01   2.0875");

double Train(MultilayerPerceptron<double> network, params (double Rate, int Steps)[] stages)
{
    Trainer<double> trainer = NewTrainer(network);
    foreach ((double rate, int steps) in stages)
        for (int i = 0; i < steps; i++) trainer.Step(rate);
    return Evaluation.Loss(network, validation);
}

Console.WriteLine();
Console.WriteLine("4. Mini-batches that add up: validation loss");
Tell("""
    What if 32 examples were too many for the memory? Then add up the gradients of four mini-batches of 8. The sum, divided by 4, is
    the gradient of one mini-batch of 32. So which gradients must be zeroed? Those of the parameters, before the first of the four
    and not between them. (Those of the tensors in between always start fresh: each mini-batch has its own.) If those of the
    parameters are never zeroed, every step also repeats all the steps before it, and the loss runs away.
    """);
Console.WriteLine("                                      step 0         40         80");
AddUp("1 of 32, zeroed before each step", parts: 1, zeroed: true);
AddUp("4 of 8, zeroed before each step", parts: 4, zeroed: true);
AddUp("wrong: 4 of 8, never zeroed", parts: 4, zeroed: false);

void AddUp(string how, int parts, bool zeroed)
{
    MultilayerPerceptron<double> network = NewNetwork();
    var generator = new TorchGenerator(1234);
    int[] drawn = new int[32];
    var contexts = new Indices([32 / parts, 3]);
    var targets = new Indices([32 / parts]);
    var graph = new Graph<double>(network.Logits(contexts, Mode.Training).CrossEntropy(targets));
    Console.Write($"   {how,-32}");
    for (int step = 0; step <= 80; step++)
    {
        if (step % 40 == 0) Console.Write($"   {Evaluation.Loss(network, validation),8:0.0000}");
        generator.Integers(drawn, 0, split.Train.Count);
        for (int part = 0; part < parts; part++)
        {
            split.Train.Fill(drawn.AsSpan(part * targets.Length, targets.Length), contexts.Span, targets.Span);
            graph.Forward();
            graph.Backward(accumulate: part > 0 || !zeroed);
        }

        // The step: subtract 0.1 / parts times its slope from each number.
        foreach (Parameter<double> parameter in network.Parameters)
            Kernels.Descend<double>(parameter.Value, parameter.Gradient, 0.1 / parts);
    }

    Console.WriteLine();
}

Tensor<double> c = trained.Embedding.Table.Value;
string letters = string.Concat("." + vocabulary.Letters).Replace("q", "");
double[] x = [.. letters.Select(letter => c[Token(letter), 0])], y = [.. letters.Select(letter => c[Token(letter), 1])];
Console.WriteLine();
Console.WriteLine("5. A map of the letters");
Tell("""
    Each letter has two numbers in C, a place in the plane, and training has moved them. Nobody told the network that there are
    vowels. But a letter moves to where it helps to predict the next one, and much the same comes after a, e, i, o and u.
    """);
char[][] map = [.. Enumerable.Range(0, 20).Select(_ => new string(' ', 60).ToCharArray())];
for (int i = 0; i < letters.Length; i++)
{
    double fromTop = (y.Max() - y[i]) / (y.Max() - y.Min()), fromLeft = (x[i] - x.Min()) / (x.Max() - x.Min());
    map[(int)Math.Round(19 * fromTop)][(int)Math.Round(59 * fromLeft)] = letters[i];
}

foreach (char[] row in map) Console.WriteLine($"   |{new string(row).TrimEnd()}");

int Token(char letter) => letter == '.' ? 0 : vocabulary.Encode(letter.ToString())[0];
double Distance(char a, char b) => Math.Sqrt(Math.Pow(c[Token(a), 0] - c[Token(b), 0], 2) + Math.Pow(c[Token(a), 1] - c[Token(b), 1], 2));
double MeanDistance(string some, string others) => some.SelectMany(a => others.Where(b => a != b).Select(b => Distance(a, b))).Average();
string consonants = string.Concat(letters.Where(letter => !"aeiou.".Contains(letter)));
Console.WriteLine($"   mean distance from vowel to vowel           {MeanDistance("aeiou", "aeiou"):0.00}");
Console.WriteLine($"   mean distance from vowel to consonant       {MeanDistance("aeiou", consonants):0.00}");
Console.WriteLine($"   mean distance from consonant to consonant   {MeanDistance(consonants, consonants):0.00}");

Tell("q is not on the map. It is in no name, so no example has ever moved it.");
Tensor<double> drawnC = NewNetwork().Embedding.Table.Value;
int q = Token('q');
Console.WriteLine($"   q: drawn ({drawnC[q, 0]:0.0000}, {drawnC[q, 1]:0.0000}), after training ({c[q, 0]:0.0000}, {c[q, 1]:0.0000})");

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/10-learning-rate.cs.");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

// Exercise 1. In NewTrainer use mini-batches of 4 instead of 32. You should see a more ragged range test that is lowest at 0.04.
//   In section 3 you should see 3.1884 for 5,000 steps at 0.1, but 2.2711 with the last 1,000 at 0.01. Rougher slopes want
//   smaller steps, so choose the rate and the size of the mini-batch together.
// Exercise 2. In section 5 use NewNetwork() instead of trained, to see the map before training. You should see the vowels all
//   over it: their mean distance is 1.52, no less than the 1.43 from vowels to consonants.
