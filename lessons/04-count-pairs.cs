// Lesson 04: new names from counts, and from pure chance
//
// Teaches   the simplest language model, the bigram: count which character follows which, and draw from the counts; why the same
//           seed gives different names on different computers.
// Mirrors   the original's notebook that counts bigrams; Andrej Karpathy, "The spelled-out intro to language modeling: building
//           makemore", the part that counts and samples.
// Run it    dotnet run lessons/04-count-pairs.cs
// Watch it  dotnet run --project src/Runner -- explore, rung "Pairs" (explore.html#pairs)

#:project ../src/Models/Models.csproj

using Makemore.Models;
using Makemore.Tensors;

Console.WriteLine("Lesson 04: new names from counts, and from pure chance");

string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
Vocabulary vocabulary = Vocabulary.English; // "." is 0, a is 1, ... z is 26
IReadOnlyList<string> names = NameList.Clean(NamesFile.Read(data), vocabulary).Names;

Tell("""
    A name is a chain of pairs: a character and the one that comes next. The boundary "." is at both ends.
    """);
string bounded = $".{names[0]}.";
Console.WriteLine();
Console.WriteLine($"1. The pairs of {names[0]}");
Console.WriteLine($"   {string.Join("  ", bounded.Zip(bounded[1..], (last, next) => $"{last}{next}"))}");

Tell("Counting them is all the training there is. counts[last, next] says how often next came after last.");
int[,] counts = new int[27, 27];
foreach (string name in names)
{
    int[] tokens = [Vocabulary.Boundary, .. vocabulary.Encode(name), Vocabulary.Boundary];
    for (int i = 1; i < tokens.Length; i++) counts[tokens[i - 1], tokens[i]]++;
}

(string Pair, int Count)[] pairs =
[
    .. from last in Enumerable.Range(0, 27)
       from next in Enumerable.Range(0, 27)
       orderby counts[last, next] descending
       select (vocabulary.TextOf(last) + vocabulary.TextOf(next), counts[last, next]),
];
Console.WriteLine();
Console.WriteLine($"2. {pairs.Sum(pair => pair.Count):N0} pairs");
Console.WriteLine($"   {pairs.Count(pair => pair.Count == 0)} of the {pairs.Length} possible ones never occur; the most frequent:");
foreach ((string pair, int count) in pairs.Take(10)) Console.WriteLine($"   {pair}   {count,5:N0} {new string('#', count / 50)}");

double[][] probabilities = new double[27][];
for (int last = 0; last < 27; last++)
{
    int[] row = [.. Enumerable.Range(0, 27).Select(next => counts[last, next])];
    probabilities[last] = [.. row.Select(count => row.Sum() == 0 ? 1.0 / 27 : (double)count / row.Sum())];
}

Console.WriteLine();
Console.WriteLine("3. The model: row = last character, column = next one");
Tell("""
    Divide a row of counts by its sum, and you get a row of probabilities: how likely each character is to come next. These rows are
    the model. Row "." holds the first letters of lesson 03. Column "." tells after which letters a name tends to end. No name has a
    q, so nothing is known about what follows it, and every character stays equally probable.
    """);
Console.WriteLine("   blank = never, . up to 5 %, : up to 10, - 15, = 20, + 25, * 30, # 35, % 40, @ above");
Console.WriteLine($"     {string.Join(' ', Enumerable.Range(0, 27).Select(vocabulary.TextOf))}");
for (int last = 0; last < 27; last++)
{
    var shades = probabilities[last].Select(p => " .:-=+*#%@"[Math.Min(9, (int)Math.Ceiling(20 * p))]);
    Console.WriteLine($"   {vocabulary.TextOf(last)} {string.Join(' ', shades)}".TrimEnd());
}

static int Draw(double[] row, double random)
{
    double sum = 0;
    for (int next = 0; next < row.Length - 1; next++)
    {
        sum += row[next];
        if (random <= sum) return next;
    }

    return row.Length - 1;
}

Console.WriteLine();
Console.WriteLine("4. One name, step by step (seed 2)");
Tell("To make a name, start at the boundary, draw what comes next, go on from there, and stop when the boundary comes again.");
Tell("""
    To draw from a row, lay its probabilities end to end. Together they fill the line from 0 to 1. A random number falls on one of
    the pieces. The longer a piece, the more often it is hit.
    """);
var generator = new TorchGenerator(2);
for (int last = Vocabulary.Boundary, next = -1; next != Vocabulary.Boundary; last = next)
{
    double random = generator.UniformDouble();
    next = Draw(probabilities[last], random);
    double p = probabilities[last][next];
    Console.WriteLine($"   after {vocabulary.TextOf(last)}: {random:0.0000} falls on {vocabulary.TextOf(next)}, which is {p:0.0000} long");
}

// Ten names by hand, for later. Then the same with the library: CountingBigram counts, and NameSampler draws.
generator = new TorchGenerator(1234);
string[] byHand = new string[10];
for (int i = 0; i < byHand.Length; i++)
{
    byHand[i] = "";
    int last = Draw(probabilities[Vocabulary.Boundary], generator.UniformDouble());
    while (last != Vocabulary.Boundary)
    {
        byHand[i] += vocabulary.TextOf(last);
        last = Draw(probabilities[last], generator.UniformDouble());
    }
}

CountingBigram counting = CountingBigram.Train(new DistinctContexts(new Examples(names, vocabulary, blockSize: 1)), smoothing: 0);
static string[] Sample(ILanguageModel model, MultinomialKind kind, int count)
{
    var sampler = new NameSampler(model, new TorchGenerator(1234), new SamplingOptions { Multinomial = kind });
    return [.. Enumerable.Range(0, count).Select(_ => sampler.Next())];
}

string[] fromCounts = Sample(counting, MultinomialKind.Mkl, 1000);
string[] fromChance = Sample(new UniformModel(vocabulary), MultinomialKind.Mkl, 1000);
Console.WriteLine();
Console.WriteLine("5. Names from counts, and from pure chance (seed 1234)");
Tell("""
    The uniform model never saw a name. Its names are those of the original's notebook, letter for letter. The names from counts
    sound like names, and they end in time. But a model that looks back one character cannot know how long the name already is: some
    names stop after a letter or two, and some go on and on.
    """);
for (int i = 0; i < 10; i++) Console.WriteLine($"   {fromCounts[i],-27} {fromChance[i]}");
foreach ((string how, string[] sample) in new[] { ("from counts", fromCounts), ("from chance", fromChance) })
{
    int known = sample.Count(names.Contains);
    Console.WriteLine($"   1,000 {how}: {sample.Average(name => name.Length):0.0} letters on average, {known} are in the list");
}

string[] portable = Sample(counting, MultinomialKind.Portable, 10);
string[] cumulative = Sample(counting, MultinomialKind.Cumulative, 10);
Console.WriteLine();
Console.WriteLine("6. One seed, one model, three ways to draw");
Tell("""
    A seed fixes the random bits, but not how they become a choice. When PyTorch makes several draws at once, it draws on a line.
    For a single draw it lets all 27 characters race: each gets a random time, which tends to be shorter the more probable the
    character is, and the first one wins. With Intel's library on an Intel processor, these times come from a different random
    stream than elsewhere. So there are three ways, all equally good, and three lists of names. Yours may differ from a video's, and
    nothing is wrong.
    """);
Console.WriteLine($"   {"race, Intel (Mkl)",-27} {"race, others (Portable)",-27} on a line (Cumulative)");
for (int i = 0; i < 10; i++) Console.WriteLine($"   {fromCounts[i],-27} {portable[i],-27} {cumulative[i]}");
Console.WriteLine($"   drawn again, the same names: {Sample(counting, MultinomialKind.Mkl, 10).SequenceEqual(fromCounts.Take(10))}");
Console.WriteLine($"   the names drawn by hand are those drawn on a line: {byHand.SequenceEqual(cumulative)}");

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/04-count-pairs.cs.");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

// Exercise 1. In Sample, add the option Temperature = 0.5. Probabilities are then squared, and made to add up to 1 again: what is
//   likely becomes likelier. You should see "sha" three times among the first ten from counts, and 49 of 1,000 in the list
//   instead of 16. The names are closer to the list, but more alike.
// Exercise 2. Learn from women's names only:
//     var rows = NamesFile.Read(data).Zip(NamesFile.Read(data, "Kind"));
//     var women = rows.Where(row => row.Second.Text == "female").Select(row => row.First);
//     IReadOnlyList<string> names = NameList.Clean(women, vocabulary).Names;
//   You should see "a." become the most frequent pair, 867 of 11,738. In row a of the picture, the column "." turns from = to %.
