using Makemore.Models;

namespace Makemore.Site;

/// <summary>Takes the file of a lesson apart, along the output that is expected of it.</summary>
internal sealed class LessonReader
{
    private const string Project = "#:project ", Exercise = "// Exercise ";
    private const int AboutWidth = 10; // "Teaches   ", and the text begins behind it

    private readonly string name, program;
    private readonly string[] source;
    private readonly LessonOutput output;
    private readonly List<LessonPart> parts = [];

    // The exercises are comments. A lesson ends with them, or with classes that stand after them.
    private readonly int exercisesBegin, exercisesEnd;

    private LessonReader(string name)
    {
        this.name = name;
        program = Checkout.Read($"lessons/{name}.cs");
        source = program.TrimEnd('\n').Split('\n');
        output = new LessonOutput(Checkout.Read($"tests/Lessons.Tests/Expected/{name}.txt"));
        exercisesBegin = Array.FindIndex(source, line => line.StartsWith(Exercise, StringComparison.Ordinal));
        exercisesEnd = Array.FindIndex(source, exercisesBegin, line => !IsComment(line));
        if (exercisesEnd < 0) exercisesEnd = source.Length;
    }

    /// <summary>Reads a lesson of the checkout.</summary>
    public static Lesson Read(string name)
    {
        var reader = new LessonReader(name);
        reader.FindParts();
        return new Lesson(name, reader.source[0]["// ".Length..], reader.source, reader.About(), reader.parts, reader.Exercises());
    }

    private void FindParts()
    {
        int from = Array.FindIndex(source, line => line.StartsWith(Project, StringComparison.Ordinal)) + 1;
        foreach (LessonStatement statement in LessonStatement.AllOf(program))
        {
            (string before, string[] said) = output.Find(statement.Printed) ?? throw new DataException(
                $"lessons/{name}.cs, line {statement.First + 1}: its expected output does not say, from there on: {statement.Printed[0]}");
            AddCode(from, statement.First, before);
            if (statement.Telling == Telling.Heading) parts.Add(new LessonHeading(statement.First, said[0]));
            if (statement.Telling == Telling.Prose) parts.Add(new LessonProse(statement.First, ProseOf(said)));
            from = statement.Last + 1;
        }

        string rest = output.Rest();
        if (rest.Length == 0 && parts.OfType<LessonHeading>().Any()) parts.Add(new LessonHelpers());
        AddCode(from, source.Length, rest);
        if (parts[^1] is LessonHelpers) parts.RemoveAt(parts.Count - 1); // there are none
    }

    private void AddCode(int from, int end, string printed)
    {
        List<int> lines = [.. Enumerable.Range(from, Math.Max(0, end - from)).Where(line => line < exercisesBegin || line >= exercisesEnd)];
        while (lines.Count > 0 && IsBlank(source[lines[0]])) lines.RemoveAt(0);
        while (lines.Count > 0 && IsBlank(source[lines[^1]])) lines.RemoveAt(lines.Count - 1);
        if (lines.Count > 0 || printed.Length > 0) parts.Add(new LessonCode(lines, printed));
    }

    // "// Teaches   what ..." and the lines below it, which begin further right.
    private List<(string Name, string Text)> About()
    {
        var about = new List<(string Name, string Text)>();
        foreach (string line in source.Skip(1).TakeWhile(IsComment).Select(line => line["//".Length..]))
        {
            if (line is [' ', not ' ', ..]) about.Add((line[1..(1 + AboutWidth)].Trim(), line[(1 + AboutWidth)..].Trim()));
            else if (line.Length > 0) about[^1] = (about[^1].Name, about[^1].Text + " " + line.Trim());
        }

        return about;
    }

    // "// Exercise 1. Let ..." and the lines below it, which begin further right.
    private List<List<string>> Exercises()
    {
        var exercises = new List<List<string>>();
        foreach (string line in source[exercisesBegin..exercisesEnd])
        {
            bool isFirst = line.StartsWith(Exercise, StringComparison.Ordinal);
            if (isFirst) exercises.Add([]);
            int margin = isFirst ? line.IndexOf(". ", StringComparison.Ordinal) + ". ".Length : "//   ".Length;
            exercises[^1].Add(line[margin..]);
        }

        return exercises;
    }

    private static string ProseOf(string[] printed) =>
        string.Join('\n', printed.Select(line => line.Length > 0 ? line[LessonStatement.Indent.Length..] : ""));

    private static bool IsComment(string line) => line.StartsWith("//", StringComparison.Ordinal);

    // An empty line of the output is as blank as one of the file.
    private static bool IsBlank(string line) => line.Trim() is "" or "Console.WriteLine();";
}
