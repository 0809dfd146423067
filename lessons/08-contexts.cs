// Lesson 08: contexts and targets, and three sets
//
// Teaches   how names become examples for a model that looks farther back; why a loss cannot reach 0; why the loss on the
//           training names says little; how to divide the examples into three sets.
// Mirrors   the first half of the original's notebook on the MLP; Andrej Karpathy, "Building makemore Part 2: MLP", the parts on
//           the data set and on its three splits.
// Run it    dotnet run lessons/08-contexts.cs

#:project ../src/Models/Models.csproj

using Makemore.Autograd;
using Makemore.Models;
using Makemore.Tensors;

Console.WriteLine("Lesson 08: contexts and targets, and three sets");

string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
Vocabulary vocabulary = Vocabulary.English;
IReadOnlyList<string> names = NameList.Clean(NamesFile.Read(data), vocabulary).Names;

string padded = "...anita.";
Console.WriteLine();
Console.WriteLine("1. The examples of anita, with a context of 3");
Tell("""
    A window slides over the name. The characters in it are the context, and the one after it is the target. Boundaries fill the
    window before the name begins. So a name gives one example for each of its characters, and one for its end.
    """);
for (int i = 0; i + 3 < padded.Length; i++) Console.WriteLine($"   {padded[i..(i + 3)]} -> {padded[i + 3]}");

string[] two = ["asha", "amit"];
var ofTwo = new DistinctContexts(new Examples(two, vocabulary, blockSize: 3));
Console.WriteLine();
Console.WriteLine("2. A loss that cannot reach 0: asha and amit");
Tell("""
    In the library, Examples does this for a list of names, and DistinctContexts groups the examples that have the same context.
    Take two names that begin alike. After "..." there is only a, but after "..a" nobody can know what comes. The best possible
    answer is to give each target its share, here 1/2, which costs ln 2 each time. That is the floor of the loss: no model that sees
    these contexts gets below it.
    """);
for (int i = 0; i < ofTwo.Count; i++)
{
    string context = vocabulary.Decode(ofTwo.Contexts.Span.Slice(i * 3, 3));
    var targets = ofTwo.CountsOf(i, 1).ToArray().Select(target => $"{target.Times} x {vocabulary.TextOf(target.Target)}");
    Console.WriteLine($"   {context} -> {string.Join(", ", targets)}");
}

Console.WriteLine($"   2 of {ofTwo.Examples} examples cost ln 2 at best: {2 * Math.Log(2) / ofTwo.Examples:0.000000}");
Console.WriteLine($"   DistinctContexts.Floor:              {ofTwo.Floor:0.000000}");

Tell("""
    A network with a row of logits for each context (as in lesson 07, but with longer contexts) can learn the two names by heart.
    Its loss falls towards the floor and stays above it. Nothing is wrong with it: this is all that can be known.
    """);
var logits = new Parameter<double>(new Tensor<double>([ofTwo.Count, 27])); // all 0: every character equally probable
Variable<double> loss = logits.CrossEntropy(ofTwo.TargetCounts<double>());
var graph = new Graph<double>(loss);
for (int step = 0; step <= 10_000; step++)
{
    graph.Forward();
    if (step is 0 or 10 or 100 or 1000 or 10_000) Console.WriteLine($"   step {step,5}: loss {loss.Value.Item:0.000000}");
    graph.Backward();
    for (int i = 0; i < logits.Value.Length; i++) logits.Value.Span[i] -= 10 * logits.Gradient.Span[i];
}

Console.WriteLine();
Console.WriteLine("3. Longer contexts have a lower floor (all names; # is 0.05)");
Tell("""
    Now all names. The longer the context, the more different contexts there are, the fewer examples of each, and the lower the
    floor. But it is never 0: no context, however long, says how a name will begin.
    """);
Console.WriteLine("   context   different   examples of each   floor");
foreach (int block in new[] { 1, 2, 3, 4, 5, 6, 8, 10 })
{
    var distinct = new DistinctContexts(new Examples(names, vocabulary, block));
    double each = (double)distinct.Examples / distinct.Count;
    string bar = new('#', (int)Math.Round(20 * distinct.Floor));
    Console.WriteLine($"   {block,7}   {distinct.Count,9:N0}   {each,16:0.0}   {distinct.Floor:0.0000} {bar}");
}

string[] shuffled = [.. new TorchGenerator(1234).Permutation(names.Count).Select(i => names[i])];

// Counting, for contexts of any length: how often each target followed, plus 0.1. After an unseen context, each gets 1/27.
static Dictionary<string, double[]> Count(Examples examples)
{
    var counts = new Dictionary<string, double[]>();
    foreach ((string context, int target) in Pairs(examples))
    {
        if (!counts.TryGetValue(context, out double[]? row)) counts[context] = row = [.. Enumerable.Repeat(0.1, 27)];
        row[target]++;
    }

    return counts;
}

static double Loss(Dictionary<string, double[]> counts, Examples examples) => Pairs(examples).Average(pair =>
    counts.TryGetValue(pair.Context, out double[]? row) ? -Math.Log(row[pair.Target] / row.Sum()) : Math.Log(27));

static IEnumerable<(string Context, int Target)> Pairs(Examples examples)
{
    int[] context = new int[examples.BlockSize];
    for (int i = 0; i < examples.Count; i++)
    {
        examples.Context(i, context);
        yield return (examples.Vocabulary.Decode(context), examples.Target(i));
    }
}

Console.WriteLine();
Console.WriteLine("4. Counted contexts: the training names, and others (# is 0.05 above 1)");
Tell("""
    Is a context of 10 the best, then? On these names, yes: with two or three examples of each context, the model knows them by
    heart. But we want it for names that are not in the list. So we keep some names away from it. It learns from the training set,
    80 %. We use the validation set, 10 %, to choose what is set by hand, such as the length of the context. We look at the test
    set, 10 %, once, at the end, because any set used for choosing flatters the choice. The names are shuffled first. Section 5
    shows why.
    """);
Tell("""
    Up to a context of 3 both losses fall: the model learns something about names. From 4 on, the training loss says "even better"
    and the validation loss says "worse". What the model learns now is true of these names only. That is overfitting, and without a
    second set it would look like success.
    """);
Console.WriteLine("   context   training                          validation                            contexts never seen");
foreach (int block in new[] { 1, 2, 3, 4, 5 })
{
    var split = new Split(new Examples(shuffled, vocabulary, block), SplitFractions.Default, SplitBy.Name);
    Dictionary<string, double[]> counts = Count(split.Train);
    double training = Loss(counts, split.Train), validation = Loss(counts, split.Validation);
    double unseen = 100 * Pairs(split.Validation).Average(pair => counts.ContainsKey(pair.Context) ? 0.0 : 1);
    Console.WriteLine($"   {block,7}   {training:0.0000} {Bar(training),-25}  {validation:0.0000} {Bar(validation),-29}  {unseen,4:0.0} %");
}

static string Bar(double loss) => new('#', (int)Math.Round(20 * (loss - 1)));

Console.WriteLine();
Console.WriteLine("5. Shuffle first: context 3, and the first name of each set");
Tell("""
    In the order of the file (lesson 03), the last names are women's, and the model learned mostly from men's. All three sets must
    be of one kind. (We look at the test set here to compare the sets, not to choose by it.)
    """);
foreach ((string order, IReadOnlyList<string> list) in new[] { ("file order", names), ("shuffled", shuffled) })
{
    var split = new Split(new Examples(list, vocabulary, blockSize: 3), SplitFractions.Default, SplitBy.Name);
    Dictionary<string, double[]> counts = Count(split.Train);
    int train = list.Count * 8 / 10, validation = list.Count / 10;
    Console.Write($"   {order,-11}   training {Loss(counts, split.Train):0.0000} {list[0],-8}");
    Console.Write($"validation {Loss(counts, split.Validation):0.0000} {list[train],-13}");
    Console.WriteLine($"test {Loss(counts, split.Test):0.0000} {list[train + validation]}");
}

Console.WriteLine();
Console.WriteLine("6. By example or by name: context 3, shuffled");
Tell("""
    Should we divide examples or whole names? The original divides examples. Then the borders fall inside names, and such a name is
    both trained on and tested on. Here that is two names of 4,172, and the loss hardly shows it. But the question comes back with
    every data set, and the answer is cheap: what belongs together goes into one set.
    """);
var examples = new Examples(shuffled, vocabulary, blockSize: 3);
foreach (SplitBy by in new[] { SplitBy.Example, SplitBy.Name })
{
    var split = new Split(examples, SplitFractions.Default, by);
    Dictionary<string, double[]> counts = Count(split.Train);
    Console.WriteLine($"   by {by}: {split.Train.Count:N0} + {split.Validation.Count:N0} + {split.Test.Count:N0} examples");
    Console.WriteLine($"      validation {Loss(counts, split.Validation):0.0000}");
    var end = Pairs(split.Train).TakeLast(3).Select(pair => $"{pair.Context}->{vocabulary.TextOf(pair.Target)}");
    var start = Pairs(split.Validation).Take(3).Select(pair => $"{pair.Context}->{vocabulary.TextOf(pair.Target)}");
    Console.WriteLine($"      ... {string.Join(", ", end)} | {string.Join(", ", start)} ...");
}

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/08-contexts.cs.");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

// Exercise 1. In section 2 put asha in twice: ["asha", "amit", "asha"]. Work out the floor first: three of the 15 examples have
//   the context "..a", and two of them go on with s. You should see 0.127303 = (2 * ln(3/2) + ln 3) / 15, and the network gets
//   there again. (The line above it still has the old sum. Correct it.)
// Exercise 2. In Count use 1 instead of 0.1. You should see 2.1265 for a context of 2 and 2.2317 for 3: by validation, the
//   shorter one is now better. Settings depend on each other, so choose them together.
