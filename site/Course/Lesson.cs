using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Makemore.Site;

/// <summary>A lesson, taken apart: what it tells, its code, and what the code between prints.</summary>
/// <param name="Name">"00-derivatives".</param>
/// <param name="Title">"Lesson 00: a derivative is a slope".</param>
/// <param name="About">What stands at its top: "Teaches", "Mirrors", "Run it" and perhaps "Watch it", each with its text.</param>
/// <param name="Parts">In the order of the file.</param>
/// <param name="Exercises">The two exercises, each as lines.</param>
internal sealed record Lesson(
    string Name,
    string Title,
    IReadOnlyList<(string Name, string Text)> About,
    IReadOnlyList<LessonPart> Parts,
    IReadOnlyList<IReadOnlyList<string>> Exercises)
{
    private const string Project = "#:project ", Exercise = "// Exercise ", End = "There are two exercises";

    /// <summary>The lines of the file.</summary>
    public required IReadOnlyList<string> Source { get; init; }

    /// <summary>All lessons' names, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Checkout.Files("lessons", "*.cs").Select(path => Path.GetFileNameWithoutExtension(path))];

    public static Lesson Read(string name)
    {
        string text = Checkout.Read($"lessons/{name}.cs");
        string[] source = text.TrimEnd('\n').Split('\n');
        int begin = Array.FindIndex(source, line => line.StartsWith(Project, StringComparison.Ordinal)) + 1;
        int exercises = Array.FindIndex(source, line => line.StartsWith(Exercise, StringComparison.Ordinal));
        int afterwards = Array.FindIndex(source, exercises, line => !line.StartsWith("//", StringComparison.Ordinal));
        var told = new LessonOutput(Checkout.Read($"tests/Lessons.Tests/Expected/{name}.txt"));

        var parts = new List<LessonPart>();
        int from = begin;
        foreach (Statement statement in Statements(text))
        {
            if (told.Find(statement.Printed) is not { } found) continue; // it is printed elsewhere: it stays in the code
            AddCode(from, statement.First, found.Before);
            if (statement.IsHeading) parts.Add(new LessonHeading(statement.First, found.Lines[0]));
            else if (statement.IsProse) parts.Add(new LessonProse(statement.First, string.Join('\n', found.Lines.Select(line => line.Length > 3 ? line[3..] : ""))));
            from = statement.Last + 1;
        }

        AddCode(from, source.Length, told.Rest());
        return new Lesson(name, source[0]["// ".Length..], AboutOf(source), parts, ExercisesOf(source[exercises..(afterwards < 0 ? source.Length : afterwards)]))
        {
            Source = source,
        };

        // A lesson ends with its exercises, or with the code that stands after them.
        void AddCode(int first, int end, string output)
        {
            List<int> lines = [.. Enumerable.Range(first, Math.Max(0, end - first)).Where(i => i < exercises || (afterwards >= 0 && i >= afterwards))];
            bool IsBlank(int line) => source[line].Length == 0 || source[line].Trim() == "Console.WriteLine();";
            while (lines.Count > 0 && IsBlank(lines[0])) lines.RemoveAt(0);
            while (lines.Count > 0 && IsBlank(lines[^1])) lines.RemoveAt(lines.Count - 1);
            if (lines.Count > 0 || output.Length > 0) parts.Add(new LessonCode(lines, output));
        }
    }

    // What is told: Tell("..."), Head("..."), and the headings and frame of a lesson that are written with Console.WriteLine.
    private static IEnumerable<Statement> Statements(string text)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(text, CSharp.Options).GetRoot();
        foreach (ExpressionStatementSyntax statement in root.DescendantNodes().OfType<ExpressionStatementSyntax>())
        {
            if (statement.Expression is not InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var argument }] } call
                || TextOf(argument) is not { Length: > 0 } said)
                continue;
            string how = call.Expression.ToString();
            bool isProse = how == "Tell";
            bool isHeading = how == "Head" || (how == "Console.WriteLine" && (IsNumbered(said) || said.StartsWith("Appendix", StringComparison.Ordinal)));
            bool isFrame = said.StartsWith(End, StringComparison.Ordinal) || said.StartsWith("Lesson ", StringComparison.Ordinal);
            if (!isProse && !isHeading && !isFrame) continue;
            FileLinePositionSpan lines = statement.SyntaxTree.GetLineSpan(statement.Span);
            string[] printed = [.. said.ReplaceLineEndings("\n").Split('\n').Select(line => isProse && line.Length > 0 ? "   " + line : line)];
            yield return new Statement(lines.StartLinePosition.Line, lines.EndLinePosition.Line, printed, isHeading, isProse);
        }
    }

    // Of an interpolated text, only what is between the holes is known.
    private static string? TextOf(ExpressionSyntax argument) => argument switch
    {
        LiteralExpressionSyntax literal => literal.Token.Value as string,
        InterpolatedStringExpressionSyntax text => string.Concat(text.Contents.Select(part =>
            part is InterpolatedStringTextSyntax known ? known.TextToken.ValueText : $"{LessonOutput.Hole}")),
        _ => null,
    };

    private static bool IsNumbered(string said) => said.IndexOf(". ", StringComparison.Ordinal) is > 0 and var dot && said[..dot].All(char.IsAsciiDigit);

    // "// Teaches   what ..." and the lines below it, which begin further right.
    private static List<(string Name, string Text)> AboutOf(string[] source)
    {
        var about = new List<(string Name, string Text)>();
        foreach (string line in source.Skip(1).TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal)).Select(line => line[2..]))
        {
            if (line.Trim().Length == 0) continue;
            if (line.Length > 1 && line[1] != ' ') about.Add((line[1..11].Trim(), line[11..].Trim()));
            else about[^1] = (about[^1].Name, about[^1].Text + " " + line.Trim());
        }

        return about;
    }

    private static List<IReadOnlyList<string>> ExercisesOf(string[] lines)
    {
        var exercises = new List<IReadOnlyList<string>>();
        foreach (string line in lines)
        {
            if (line.StartsWith(Exercise, StringComparison.Ordinal)) exercises.Add(new List<string>());
            ((List<string>)exercises[^1]).Add(line[(line.StartsWith(Exercise, StringComparison.Ordinal) ? line.IndexOf(". ", StringComparison.Ordinal) + 2 : 5)..]);
        }

        return exercises;
    }

    /// <summary>A statement that tells something: its first and last line, and the lines that it prints.</summary>
    private readonly record struct Statement(int First, int Last, string[] Printed, bool IsHeading, bool IsProse);
}

/// <summary>A part of a lesson: a heading, prose, or code.</summary>
internal abstract record LessonPart;

/// <summary>What a lesson says, and not computes.</summary>
/// <param name="Line">The line of the file that says it, from 0.</param>
/// <param name="Text">The text.</param>
internal abstract record LessonText(int Line, string Text) : LessonPart;

/// <summary>"1. The slope of x * x at x = 3 is 6".</summary>
internal sealed record LessonHeading(int Line, string Text) : LessonText(Line, Text);

/// <summary>What the lesson tells its reader.</summary>
internal sealed record LessonProse(int Line, string Text) : LessonText(Line, Text);

/// <summary>Code, and what it prints.</summary>
/// <param name="Lines">Which lines of the file, from 0.</param>
/// <param name="Output">What is printed before the next prose.</param>
internal sealed record LessonCode(IReadOnlyList<int> Lines, string Output) : LessonPart;
