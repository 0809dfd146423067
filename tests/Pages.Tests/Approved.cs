using System.Text.RegularExpressions;

namespace Makemore.Pages.Tests;

/// <summary>Compares what was drawn or written, to the last character, with a file that somebody has looked at.</summary>
internal static partial class Approved
{
    private const int Shown = 120; // characters of a line that differs

    /// <summary>Asserts that the file, in the folder of these tests, holds this text: see <see cref="ApprovedText"/>.</summary>
    public static void Holds(string file, string text) => ApprovedText.Holds($"Pages.Tests/{file}", text, Difference);

    private static string? Difference(string approved, string text)
    {
        if (approved == text) return null;

        // The ids come from all that is drawn, so they always differ. They are shown only if nothing else does.
        (string[] before, string[] now) = (WithoutIds(approved).Split('\n'), WithoutIds(text).Split('\n'));
        if (before.SequenceEqual(now)) (before, now) = (approved.Split('\n'), text.Split('\n'));
        int line = before.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        const string End = "(no more lines)";
        (string old, string other) = (before.ElementAtOrDefault(line) ?? End, now.ElementAtOrDefault(line) ?? End);
        int from = Math.Max(0, old.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count() - (Shown / 2));
        return $"""
            line {line + 1}, shown from character {from + 1}
            approved: {Part(old, from)}
            now:      {Part(other, from)}
            """;
    }

    private static string Part(string line, int from) => line[Math.Min(from, line.Length)..Math.Min(from + Shown, line.Length)];

    private static string WithoutIds(string text) => Id().Replace(text, "clip-");

    [GeneratedRegex("clip-[0-9a-f]+-")]
    private static partial Regex Id();
}
