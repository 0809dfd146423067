// Lesson 03: look at the data first
//
// Teaches   what is in the file; what has to be cleaned, and why; what a first look already tells about names.
// Mirrors   the original's notebook on its data; the opening of Andrej Karpathy, "The spelled-out intro to language modeling:
//           building makemore".
// Run it    dotnet run lessons/03-explore-data.cs
// Watch it  dotnet run --project src/Runner -- explore, rung "Pairs" (explore.html#pairs)

#:project ../src/Models/Models.csproj

using Makemore.Models;

Console.WriteLine("Lesson 03: look at the data first");

// The path starts from the folder of this lesson, so you can start the program anywhere.
string data = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "../data/indian-names.csv");
NameRow[] rows = [.. NamesFile.Read(data)];
string[] kinds = [.. NamesFile.Read(data, "Kind").Select(row => row.Text)];
Console.WriteLine();
Console.WriteLine($"1. The file: {rows.Length} rows");
Tell("The file has two columns, Name and Kind. NamesFile reads one of them at a time.");
Console.WriteLine($"   the first: {string.Join(", ", rows.Take(5).Select(row => row.Text))}");
foreach ((string kind, int count) in kinds.CountBy(kind => kind)) Console.WriteLine($"   {kind,-8} {count,5}");

string everything = string.Concat(rows.Select(row => row.Text));
var byFrequency = everything.CountBy(character => character).OrderByDescending(pair => pair.Value).Select(pair => pair.Key);
Console.WriteLine();
Console.WriteLine($"2. {byFrequency.Count()} different characters, from the most to the least frequent");
Tell("""
    To a model of characters, every different character is one more thing to learn. "A" and "a" would be two, and a comma in a
    single row would be something that any name may contain. So the first question is: which characters are there?
    """);
Console.WriteLine($"   [{string.Concat(byFrequency)}]");

string[] byHand = [.. rows
    .Select(row => row.Text.Trim().ToLowerInvariant())
    .Where(name => name.Length > 0 && name.All(char.IsAsciiLetterLower))
    .Distinct()];

Tell("NameList does the same, and keeps a record. Drop nothing without looking at it.");
NameList cleaned = NameList.Clean(rows, Vocabulary.English);
IReadOnlyList<string> names = cleaned.Names;
Console.WriteLine();
Console.WriteLine($"3. Cleaning leaves {names.Count} names");
Tell("""
    Cleaning: no spaces around a name, lower case, only a to z, no name twice. A name that appears twice would count double. Later
    it might be used both for training and for testing.
    """);
foreach (DroppedRows dropped in cleaned.Dropped)
{
    string firstFew = string.Concat(dropped.Examples.Select(row => $" [{row.Text}]"));
    Console.WriteLine($"   dropped, {dropped.Reason,-15} {dropped.Count,3} {firstFew}".TrimEnd());
}

Console.WriteLine($"   names cleaned by hand: {byHand.Length}, the same: {byHand.SequenceEqual(names)}");

Vocabulary vocabulary = cleaned.Vocabulary;
Console.WriteLine();
Console.WriteLine($"4. Names as tokens; there are {vocabulary.Size}: {vocabulary}");
Tell("""
    A model sees numbers. Token 0 is the boundary "." before and after each name. From it a model learns how names begin and, just
    as important, where they end.
    """);
foreach (string name in names.Take(3)) Console.WriteLine($"   .{name}. = 0 {string.Join(' ', vocabulary.Encode(name))} 0");

Console.WriteLine();
Console.WriteLine($"5. A name has {names.Average(name => name.Length):0.0} letters on average (# is 25 names; then the first one)");
foreach ((int length, int count) in names.CountBy(name => name.Length).OrderBy(pair => pair.Key))
    Console.WriteLine($"   {length,2}   {count,3} {Bar(count / 25.0),-40} {names.First(name => name.Length == length)}");

Console.WriteLine();
Console.WriteLine("6. The letters: % of all letters, of first letters, of last letters (# is 1 %)");
Tell("""
    Some letters are far more common than others, and how common depends on the place in the name. This is what a model can learn.
    """);
foreach (char letter in vocabulary.Letters)
{
    double anywhere = 100.0 * names.Sum(name => name.Count(character => character == letter)) / names.Sum(name => name.Length);
    double first = 100.0 * names.Count(name => name[0] == letter) / names.Count;
    double last = 100.0 * names.Count(name => name[^1] == letter) / names.Count;
    string line = $"   {letter}   {anywhere,4:0.0} {Bar(anywhere),-23} {first,4:0.0} {Bar(first),-24} {last,4:0.0} {Bar(last)}";
    Console.WriteLine(line.TrimEnd());
}

Console.WriteLine($"   in no name: {string.Concat(vocabulary.Letters.Where(letter => !names.Any(name => name.Contains(letter))))}");

Console.WriteLine();
Console.WriteLine("7. Names that end in a, by kind (# is 2 %)");
Tell("Now both columns together. The models to come are not told the kind. They have to make one distribution of all three.");
foreach (var kind in rows.Zip(kinds).GroupBy(pair => pair.Second, pair => pair.First.Text.Trim()))
{
    double share = 100.0 * kind.Count(name => name.EndsWith('a')) / kind.Count();
    Console.WriteLine($"   {kind.Key,-8} {share,4:0.0} % {Bar(share / 2)}");
}

Console.WriteLine();
Console.WriteLine("8. The file has an order: men, surnames, women, each mostly alphabetical");
Tell("""
    If you train on the first part of this file and test on the last, you test on names of a different kind. Lesson 08 shows what
    that costs.
    """);
foreach (var kind in kinds.Index().GroupBy(row => row.Item, row => row.Index))
{
    int first = kind.First(), last = kind.Last();
    string middle = rows[(first + last) / 2].Text;
    Console.WriteLine($"   rows {first,4} to {last,4}, {kind.Key,-7}   {rows[first].Text}, ..., {middle}, ..., {rows[last].Text}");
}

static string Bar(double length) => new('#', (int)Math.Round(length));

Console.WriteLine();
Console.WriteLine("There are two exercises at the end of lessons/03-explore-data.cs.");

static void Tell(string text) => Console.WriteLine("   " + text.ReplaceLineEndings(Environment.NewLine + "   "));

// Exercise 1. Remove .Trim() from the cleaning by hand. You should see "4171, the same: False": one name has a space after it,
//   which no eye can see.
// Exercise 2. "Rajeev,Rajiv" is two names. Before section 1, split the rows at , and /, and repeat their kinds:
//     (rows, kinds) = (
//         [.. rows.SelectMany(row => row.Text.Split(',', '/').Select(part => row with { Text = part }))],
//         [.. rows.Zip(kinds).SelectMany(pair => pair.First.Text.Split(',', '/').Select(_ => pair.Second))]);
//   You should see 4295 rows and 4178 names, and a new reason to drop a row: nothing is left after the comma of
//   "Lalchand,". And is "vir", from "Raghuveer/vir", a name? Look at what cleaning makes, too.
