using System.Globalization;

namespace Makemore.Tests;

/// <summary>How many random cases a test tries: few as a rule. MAKEMORE_CASES sets how many in a long run.</summary>
internal static class RandomCases
{
    private static readonly string[] Set = Environment.GetEnvironmentVariable("MAKEMORE_CASES")?.Split("..") ?? [];

    /// <summary>How many cases.</summary>
    public static int Count(int usual) => Set.Length == 0 ? usual : Number(Set[^1]);

    /// <summary>The first case: 7 if MAKEMORE_CASES is "7..8", which repeats a case, or shares a long run among processes.</summary>
    public static int First => Set.Length == 2 ? Number(Set[0]) : 0;

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
