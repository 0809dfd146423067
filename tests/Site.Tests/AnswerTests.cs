using System.Text.RegularExpressions;

namespace Makemore.Site.Tests;

/// <summary>
/// The answers to the exercises, tried: each change is made to the lesson, and the changed lesson prints what the answer says.
/// </summary>
public sealed partial class AnswerTests
{
    public static TheoryData<string, int> Answers => [.. Lesson.Names.SelectMany(name => new[] { (name, 1), (name, 2) })];

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_change_fits_the_lesson_and_compiles(string name, int number) => ProgramRun.Compile(Changed(name, number));

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_changed_lesson_prints_what_the_answer_says(string name, int number)
    {
        LongTest.SkipUnlessAskedFor();
        AppContext.SetData("EntryPointFileDirectoryPath", Path.Combine(Checkout.Root, "lessons"));
        string printed = ProgramRun.Run(ProgramRun.Compile(Changed(name, number)), mayStop: true);
        var lines = new Queue<string>(Lines(printed));
        string[] promised = [.. Blocks(name, number, "text").SelectMany(Lines).Where(line => line is not ("" or "..."))];
        Assert.NotEmpty(promised);
        foreach (string line in promised)
        {
            while (lines.TryPeek(out string? other) && Transcript.Differences(line, other).Count > 0) lines.Dequeue();
            Assert.True(lines.TryDequeue(out _), $"{name}, answer {number}: not printed, or not in this order: {line}\n\n{printed}");
        }
    }

    private static string Changed(string name, int number)
    {
        List<string> lines = [.. Checkout.Read($"lessons/{name}.cs").Split('\n').Select(WithoutDirective)];
        foreach (string change in Blocks(name, number, "diff"))
        {
            string[] before = LinesWithout('+', change), after = LinesWithout('-', change);
            int[] places = [.. Enumerable.Range(0, lines.Count).Where(i => lines.Skip(i).Take(before.Length).SequenceEqual(before))];
            Assert.True(places.Length == 1, $"{name}, answer {number}: the lesson has {places.Length} places for\n{change}");
            lines.RemoveRange(places[0], before.Length);
            lines.InsertRange(places[0], after);
        }

        return string.Join('\n', lines);
    }

    // The compiler knows no #:project; the SDK does. An empty line keeps the numbers of the others.
    private static string WithoutDirective(string line) => line.StartsWith("#:", StringComparison.Ordinal) ? "" : line;

    private static string[] LinesWithout(char sign, string change) =>
        [.. change.TrimEnd('\n').Split('\n').Where(line => !line.StartsWith(sign)).Select(line => line.Length > 0 ? line[1..] : "")];

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim());

    private static IEnumerable<string> Blocks(string name, int number, string language) =>
        Block().Matches(LessonNotes.Read(name).Answers[number - 1])
            .Where(block => block.Groups[1].Value == language).Select(block => block.Groups[2].Value);

    [GeneratedRegex("^```(.*)\n((?:.*\n)*?)```$", RegexOptions.Multiline)]
    private static partial Regex Block();
}
