using System.Globalization;
using System.Text.RegularExpressions;

namespace Makemore.Tests;

/// <summary>
/// Compares what a program printed with what it should print. Text and whole numbers must be the same. A number with decimals may differ by
/// one in its last digit, because vectors of another width add in another order.
/// </summary>
internal static partial class Transcript
{
    /// <summary>For each line that differs, its number and both texts.</summary>
    public static IReadOnlyList<string> Differences(string expected, string printed)
    {
        string[] expectedLines = Lines(expected), printedLines = Lines(printed);
        var differences = new List<string>();
        for (int i = 0; i < Math.Max(expectedLines.Length, printedLines.Length); i++)
        {
            string? left = expectedLines.ElementAtOrDefault(i), right = printedLines.ElementAtOrDefault(i);
            if (left is null || right is null || !Agree(left, right))
                differences.Add($"line {i + 1}\n  expected: {left ?? "(nothing)"}\n  printed:  {right ?? "(nothing)"}");
        }

        return differences;
    }

    private static string[] Lines(string text) => text.TrimEnd().ReplaceLineEndings("\n").Split('\n');

    private static bool Agree(string expected, string printed)
    {
        MatchCollection expectedNumbers = Number.Matches(expected), printedNumbers = Number.Matches(printed);
        return Number.Replace(expected, "0") == Number.Replace(printed, "0")
            && expectedNumbers.Zip(printedNumbers).All(pair => Near(pair.First, pair.Second));
    }

    private static bool Near(Match expected, Match printed)
    {
        if (expected.Value == printed.Value) return true;
        int decimals = expected.Groups["decimals"].Length;
        if (decimals == 0 || decimals != printed.Groups["decimals"].Length) return false;

        string exponent = expected.Groups["exponent"] is { Success: true } group ? group.Value : "0";
        double unit = Math.Pow(10, int.Parse(exponent, CultureInfo.InvariantCulture) - decimals);
        return Math.Abs(Value(expected) - Value(printed)) < 1.5 * unit;
    }

    private static double Value(Match number) => double.Parse(number.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-?\d+(,\d{3})*(\.(?<decimals>\d+)(e(?<exponent>[+-]?\d+))?)?")]
    private static partial Regex Number { get; }
}
