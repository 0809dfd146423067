using System.Globalization;
using System.Text.RegularExpressions;

namespace Makemore.Site;

/// <summary>
/// The numbers that a lesson prints, from tests/Lessons.Tests/Expected. The tests hold that file to the lesson, so a picture of numbers that
/// take long to compute may read them from there, and never disagrees with the page.
/// </summary>
internal static partial class Printed
{
    /// <summary>The numbers of the lines below a line that contains these words, down to the next line without numbers.</summary>
    /// <exception cref="InvalidDataException">No line contains the words.</exception>
    public static List<double[]> Below(string lesson, string words) =>
        [.. Lines(lesson, words).Select(Numbers).TakeWhile(numbers => numbers.Length > 0)];

    /// <summary>All numbers of the first line, from the line with these words on, that begins with this.</summary>
    public static double[] Row(string lesson, string words, string beginning) =>
        Numbers(Lines(lesson, words).First(line => line.TrimStart().StartsWith(beginning, StringComparison.Ordinal)).TrimStart()[beginning.Length..]);

    /// <summary>The lines below a line that contains these words.</summary>
    public static IEnumerable<string> Lines(string lesson, string words)
    {
        string[] lines = Checkout.Read($"tests/Lessons.Tests/Expected/{lesson}.txt").Split('\n');
        int at = Array.FindIndex(lines, line => line.Contains(words, StringComparison.Ordinal));
        return at < 0 ? throw new InvalidDataException($"lesson {lesson} does not print: {words}") : lines.Skip(at + 1);
    }

    /// <summary>All numbers of a line. Those of a shape, in parentheses, do not count.</summary>
    public static double[] Numbers(string line) =>
        [.. Number().Matches(line).Select(match => double.Parse(match.Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"(?<![\w.,(-])-?\d[\d,]*(\.\d+)?(e[+-]\d+)?(?![\w.)])")]
    private static partial Regex Number();
}
