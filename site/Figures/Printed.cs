using System.Globalization;
using System.Text.RegularExpressions;
using Makemore.Models;

namespace Makemore.Site;

/// <summary>
/// The numbers that a lesson prints, from tests/Lessons.Tests/Expected. The tests hold that file to the lesson, so a picture of numbers
/// that take long to compute may read them from there, and never disagrees with the page.
/// </summary>
internal static partial class Printed
{
    /// <summary>The numbers of a table, row by row.</summary>
    /// <param name="lesson">Its name.</param>
    /// <param name="columns">A row has at least so many numbers; the first line with fewer ends the table.</param>
    /// <param name="words">What stands in the table's heading, or, one after the other, in lines above it and in its heading.</param>
    /// <exception cref="DataException">No line contains the words, or there is no table below it.</exception>
    public static List<double[]> Table(string lesson, int columns, params string[] words)
    {
        List<double[]> rows = [.. Lines(lesson, words).Select(Numbers).TakeWhile(numbers => numbers.Length >= columns)];
        return rows.Count > 0 ? rows : throw new DataException($"lesson {lesson} prints no table of {columns} columns below: {words[^1]}");
    }

    /// <summary>All numbers of the first line, from the line with these words on, that begins with this.</summary>
    public static double[] Row(string lesson, string words, string beginning)
    {
        IEnumerable<string> lines = Lines(lesson, words).Select(line => line.TrimStart());
        return Numbers(lines.First(line => line.StartsWith(beginning, StringComparison.Ordinal))[beginning.Length..]);
    }

    /// <summary>The lines below a line that contains these words; if there are several, below one line for each, in this order.</summary>
    /// <exception cref="DataException">No line contains the words.</exception>
    public static IEnumerable<string> Lines(string lesson, params string[] words)
    {
        IEnumerable<string> lines = Checkout.Read($"tests/Lessons.Tests/Expected/{lesson}.txt").Split('\n');
        foreach (string one in words)
        {
            lines = [.. lines.SkipWhile(line => !line.Contains(one, StringComparison.Ordinal))];
            if (!lines.Any()) throw new DataException($"lesson {lesson} does not print: {one}");
            lines = lines.Skip(1);
        }

        return lines;
    }

    /// <summary>All numbers of a line. Those of a shape, in parentheses, do not count.</summary>
    public static double[] Numbers(string line)
    {
        IEnumerable<string> numbers = Number().Matches(line).Select(match => match.Value.Replace(",", "", StringComparison.Ordinal));
        return [.. numbers.Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    /// <summary>The first shape of a line: "(32, 27)".</summary>
    public static string Shape(string line)
    {
        (int opens, int closes) = (line.IndexOf('(', StringComparison.Ordinal), line.IndexOf(')', StringComparison.Ordinal));
        return line[opens..(closes + 1)];
    }

    [GeneratedRegex(@"(?<![\w.,(/-])-?\d[\d,]*(\.\d+)?(e[+-]\d+)?(?![\w.)/])")]
    private static partial Regex Number();
}
