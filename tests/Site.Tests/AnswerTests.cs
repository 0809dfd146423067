using System.Text.RegularExpressions;

namespace Makemore.Site.Tests;

/// <summary>The answers to the exercises, tried: each change is made to the lesson, and the changed lesson prints what the answer says.</summary>
public sealed partial class AnswerTests
{
    public static TheoryData<string, int> Answers => [.. Lesson.Names.SelectMany(name => new[] { (name, 1), (name, 2) })];

    /// <summary>Each change fits the lesson, and what it makes of it compiles.</summary>
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
        var lines = new Queue<string>(printed.Split('\n').Select(line => line.Trim()));
        string[] promised = [.. Blocks(name, number, "text").SelectMany(block => block.Split('\n')).Select(line => line.Trim()).Where(line => line is not ("" or "..."))];
        Assert.NotEmpty(promised);
        foreach (string line in promised)
        {
            string found;
            do Assert.True(lines.TryDequeue(out found!), $"{name}, answer {number}: this is not printed, or not in this order: {line}\n\n{printed}");
            while (Transcript.Differences(line, found).Count > 0);
        }
    }

    private static string Changed(string name, int number)
    {
        List<string> lines = [.. Checkout.Read($"lessons/{name}.cs").Split('\n').Select(line => line.StartsWith("#:", StringComparison.Ordinal) ? "" : line)];
        foreach (string change in Blocks(name, number, "diff"))
        {
            string[] all = change.TrimEnd('\n').Split('\n');
            string[] before = [.. all.Where(line => !line.StartsWith('+')).Select(line => line.Length > 0 ? line[1..] : "")];
            string[] after = [.. all.Where(line => !line.StartsWith('-')).Select(line => line.Length > 0 ? line[1..] : "")];
            int[] places = [.. Enumerable.Range(0, lines.Count).Where(i => lines.Skip(i).Take(before.Length).SequenceEqual(before))];
            Assert.True(places.Length == 1, $"{name}, answer {number}: the lesson has {places.Length} places for\n{change}");
            lines.RemoveRange(places[0], before.Length);
            lines.InsertRange(places[0], after);
        }

        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Blocks(string name, int number, string language) =>
        Block().Matches(LessonNotes.Read(name).Answers[number - 1])
            .Where(block => block.Groups[1].Value == language).Select(block => block.Groups[2].Value);

    [GeneratedRegex("^```(.*)\n((?:.*\n)*?)```$", RegexOptions.Multiline)]
    private static partial Regex Block();
}
