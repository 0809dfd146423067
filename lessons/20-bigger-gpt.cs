// Lesson 20: a bigger GPT
//
// Teaches   what more width, more layers and more steps are worth on names not seen, for the same steps and for the same work; how names
//           change while it learns; temperature and top-k; what it has learned by heart, and what it has understood.
// Mirrors   Andrej Karpathy, "microgpt" (2026), and "Let's build GPT: from scratch, in code, spelled out", the part that scales up.
// Run it    dotnet run lessons/20-bigger-gpt.cs

#:project ../src/Models/Models.csproj

using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

Console.WriteLine("Lesson 20: a bigger GPT");
Tell("""
    Lesson 19 is a whole GPT with 4,192 weights. Large ones differ from it in little but size. So what does size do?
    """);

string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
Vocabulary vocabulary = Vocabulary.English;
IReadOnlyList<string> names = NameList.Clean(NamesFile.Read(data), vocabulary).Names;
string[] shuffled = [.. new TorchGenerator(1234).Permutation(names.Count).Select(i => names[i])];
int cut = shuffled.Length * 9 / 10;
const int Block = 16;
var training = new NameRows(shuffled[..cut], vocabulary, Block);
var someTraining = new NameRows(shuffled[..500], vocabulary, Block); // enough to see the training loss
var validation = new NameRows(shuffled[cut..], vocabulary, Block);
HashSet<string> seen = [.. shuffled[..cut]], unseen = [.. shuffled[cut..]];

Head("1. The same steps");
Tell($"""
    {seen.Count:N0} names to learn from, {unseen.Count} to be judged by. Each network takes 1,000 steps of 16 names with Adam. The
    rate falls to 0, from 0.01 for width 16, and from less for the wider ones, because more weights that move together move the result
    farther. (Losses are those of lesson 18: for each letter of a name, and its end.)
    """);
Header();
Trained small = Report(1, 16, 1000), medium = Report(1, 32, 1000), deep = Report(2, 32, 1000);
var onTheWay = new List<(int Step, double Loss, string Names)>(); // for section 3
Trained wide = Report(1, 64, 1000, onTheWay);
Check("every larger one is better on names not seen", small.Loss > medium.Loss && medium.Loss > deep.Loss && deep.Loss > wide.Loss);

Head("2. The same work");
Tell("""
    But a step of a larger network is more work: about 6 operations for each weight and letter, forward and back. So give the small ones
    more steps, until the number of weights times the number of steps is the same. Now the small ones are ahead:
    """);
Header();
Trained smallLong = Report(1, 16, 5120), mediumLong = Report(1, 32, 1476), wideShort = Report(1, 64, 400);
Check("with this work, width 16 and 32 are better than width 64", Math.Max(smallLong.Loss, mediumLong.Loss) < wideShort.Loss);
Tell("""
    For little work a small network is best, and for each larger budget there is a larger best size: Kaplan et al., "Scaling Laws for
    Neural Language Models" (2020); Hoffmann et al., "Training Compute-Optimal Large Language Models" (2022). Note also the first
    column of losses: more steps on the same 3,754 names lower it much more than the second. What is missing here is more names.
    """);

Head("3. While it learns");
Tell("""
    Six names from the network of width 64 on its way, always with the same draws. At first it draws letters at random. Then it knows
    which are common, and how long a name is; then which follow each other; at last they sound right.
    """);
foreach ((int step, double loss, string drawn) in onTheWay) Console.WriteLine($"   step {step,4}   loss {loss:0.000}   {drawn}");
Check("at step 0 it is worse than knowing nothing, ln 27 = 3.296", onTheWay[0].Loss > Math.Log(27));
Check("it falls from line to line", onTheWay.Zip(onTheWay.Skip(1)).All(pair => pair.First.Loss > pair.Second.Loss));

Head("4. Temperature and top-k");
Tell("""
    The network gives probabilities, and how to draw from them is up to us. Temperature raises them to the power of 1 / temperature (lesson
    04): at 0.3 it nearly always takes the likeliest letter, at 2 it hardly cares. Top-k allows only the k likeliest letters. Both
    trade variety for plausibility. "distinct" counts different names out of 200, "seen" those that were in the training data.
    """);
Console.WriteLine("                          distinct    seen   the first five");
int[] distinct =
[
    .. new[] { 0.1, 0.3, 0.7, 1, 2 }.Select(t => Show($"temperature {t}", new() { Temperature = t, MaximumLength = 14 })),
    .. new[] { 1, 3, 10 }.Select(k => Show($"top-k {k}", new() { TopK = k, MaximumLength = 14 })),
];
Check("with top-k 1 there is one name only", distinct[5] == 1);
Check("the higher the temperature, the more different names", distinct[0] < distinct[1] && distinct[1] < distinct[2]);

int Show(string how, SamplingOptions options)
{
    string[] drawn = Draw(wide.Gpt, 200, options);
    int different = drawn.Distinct().Count();
    Console.WriteLine($"   {how,-20}   {different,8}   {drawn.Count(seen.Contains),5}   {string.Join(' ', drawn[..5])}");
    return different;
}

Head("5. By heart, or something more?");
Tell("""
    What it has learned by heart shows as the gap between names that it has seen and names that it has not. What it has understood shows
    as the gap between real names and the same letters in another order. The losses, for a list of pairs (lesson 04) too:
    """);
string[] mixed = [.. shuffled[cut..].Select(name => string.Concat(new TorchGenerator(1234).Permutation(name.Length).Select(i => name[i])))];
string[] pairsOfNames = [.. shuffled[cut..].Zip(mixed, (name, other) => $"{name} -> {other}")];
Console.WriteLine($"   for example {string.Join(", ", pairsOfNames[..4])}");
Console.WriteLine("                              seen   not seen   mixed up    by heart   understood");
CountingBigram pairs = CountingBigram.Train(new DistinctContexts(new Examples(shuffled[..cut], vocabulary, blockSize: 1)), smoothing: 1);
(double heartOfPairs, double understoodOfPairs) = Gaps("counted pairs", pairs);
Gaps("width 16, 1,000 steps", small.Gpt);
Gaps("width 16, 5,120 steps", smallLong.Gpt);
Gaps("width 32, 1,000 steps", medium.Gpt);
(double heart, double understood) = Gaps("width 64, 1,000 steps", wide.Gpt);
Check("the GPT of width 64 has learned more by heart than the pairs have, but understood more still",
    heart > heartOfPairs && understood - understoodOfPairs > heart - heartOfPairs);

(double Heart, double Understood) Gaps(string what, ILanguageModel model)
{
    double known = LossOf(shuffled[..500]), fresh = LossOf(shuffled[cut..]), nonsense = LossOf(mixed);
    Console.WriteLine(
        $"   {what,-21}   {known,7:0.000}   {fresh,8:0.000}   {nonsense,8:0.000}   {fresh - known,9:0.00}   {nonsense - fresh,10:0.00}");
    return (fresh - known, nonsense - fresh);

    double LossOf(string[] some) => Evaluation.Loss(model, EvaluationSet.Of(model, some));
}

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/20-bigger-gpt.cs.");

static void Header() => Console.WriteLine("   layers   width   parameters    steps   first rate   training   validation");

Trained Report(int layers, int width, int steps, List<(int Step, double Loss, string Names)>? onTheWay = null)
{
    Gpt<double> gpt = NewGpt(layers, width);
    Trainer<double> trainer = NewTrainer(gpt);
    for (int step = 0; step <= steps; step++)
    {
        if (step is 0 or 10 or 30 or 100 or 300 or 1000)
            onTheWay?.Add((step, Evaluation.Loss(gpt, validation), string.Join(' ', Draw(gpt, 6, new() { MaximumLength = 14 }))));
        if (step < steps) trainer.Step(Rate(width, step, steps));
    }

    double loss = Evaluation.Loss(gpt, validation);
    Console.Write($"   {layers,6}   {width,5}   {gpt.ParameterCount,10:N0}   {steps,6:N0}   {Rate(width, 0, 1),10}");
    Console.WriteLine($"   {Evaluation.Loss(gpt, someTraining),8:0.000}   {loss,10:0.000}");
    return new Trained(gpt, loss);
}

Gpt<double> NewGpt(int layers, int width) => new(vocabulary, new GptSizes(layers, width, Heads: 4, Block), new TorchGenerator(1234));

Trainer<double> NewTrainer(Gpt<double> gpt)
{
    RowBatch<double> batch = ExampleBatch.Drawn(gpt, training, 16, new TorchGenerator(1234));
    return new Trainer<double>(batch, new Adam<double>(batch.Parameters, beta1: 0.85, beta2: 0.99));
}

static double Rate(int width, int step, int steps) => width switch { 16 => 0.01, 32 => 0.008, _ => 0.005 } * (1 - ((double)step / steps));

static string[] Draw(ILanguageModel model, int count, SamplingOptions options)
{
    var sampler = new NameSampler(model, new TorchGenerator(1234), options);
    return [.. Enumerable.Range(0, count).Select(_ => sampler.Next())];
}

static void Head(string title) => Console.WriteLine($"{Environment.NewLine}{title}");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

static void Check(string claim, bool holds) =>
    Console.WriteLine(holds ? $"   {claim}: true" : throw new InvalidOperationException($"not true: {claim}"));

internal sealed record Trained(Gpt<double> Gpt, double Loss);

// Exercise 1. At the end of section 2 add Report(1, 64, 5000). You should see a training loss of 1.465, and a validation loss of 2.027,
//   where 1,000 steps gave 1.962. From some point on, it only learns its names by heart: stop before it, or find more names.
// Exercise 2. Train on a quarter of the names: new NameRows(shuffled[..938], ...) for training, and let Check print its claim instead of
//   throwing. You should see every larger network do worse on names not seen, and width 64 get worse from step 300 (2.198) to step 1,000
//   (2.392). What size is best depends on the data. (The last column of section 5 grows all the same: a network that is too sure of
//   everything is also sure of nonsense. It is worth something only as long as the loss of names not seen falls.)
