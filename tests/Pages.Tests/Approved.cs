using System.Text.RegularExpressions;

namespace Makemore.Pages.Tests;

/// <summary>
/// Compares what was drawn or written with a file that somebody has looked at. With MAKEMORE_APPROVE=1 in the environment, the files are
/// written instead. Look at them before you commit them: nothing else says that they are right.
/// </summary>
internal static partial class Approved
{
    private const int Shown = 120; // characters of a line that differs

    private static readonly bool Writes = Environment.GetEnvironmentVariable("MAKEMORE_APPROVE") == "1";

    /// <summary>Asserts that the file, in the folder of these tests, holds this text.</summary>
    public static void Holds(string file, string text)
    {
        string path = Path.Combine(Repository.Root.FullName, "tests", "Pages.Tests", file);
        if (Writes) File.WriteAllText(path, text);
        string approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (approved != text) Assert.Fail(Difference(file, approved, text));
    }

    private static string Difference(string file, string approved, string text)
    {
        // The ids come from all that is drawn, so they always differ. They are shown only if nothing else does.
        (string[] before, string[] now) = (WithoutIds(approved).Split('\n'), WithoutIds(text).Split('\n'));
        if (before.SequenceEqual(now)) (before, now) = (approved.Split('\n'), text.Split('\n'));
        int line = before.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        const string End = "(no more lines)";
        (string old, string other) = (before.ElementAtOrDefault(line) ?? End, now.ElementAtOrDefault(line) ?? End);
        int from = Math.Max(0, old.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count() - (Shown / 2));
        return $"""
            {file} differs in line {line + 1}, shown from character {from + 1}
            approved: {Part(old, from)}
            now:      {Part(other, from)}
            If this is meant, run the test with MAKEMORE_APPROVE=1, and look at the file before you commit it.
            """;
    }

    private static string Part(string line, int from) => line[Math.Min(from, line.Length)..Math.Min(from + Shown, line.Length)];

    private static string WithoutIds(string text) => Id().Replace(text, "clip-");

    [GeneratedRegex("clip-[0-9a-f]+-")]
    private static partial Regex Id();
}
