using Makemore.Models;
using Makemore.Pages;

namespace Makemore.Site;

/// <summary>Parts of the README that other pages show too.</summary>
internal static class Readme
{
    private const string File = "README.md";

    /// <summary>Its first paragraph, as a sentence or two.</summary>
    public static Html Lead(string page) => MarkdownText.Sentence(Checkout.Read(File).Split("\n\n")[1], File, page);

    /// <summary>Some rows of the first table below a heading, each by its beginning, with the table's head.</summary>
    /// <exception cref="DataException">The README has no such heading or row.</exception>
    public static Html Rows(string heading, IEnumerable<string> rows, string page)
    {
        string[] table = [.. TextBelow(heading).Split('\n').Where(line => line.StartsWith('|'))];
        IEnumerable<string> chosen = rows.Select(row => table.FirstOrDefault(line => line.StartsWith($"| {row}", StringComparison.Ordinal))
            ?? throw new DataException($"{File}, below \"{heading}\": no row begins with \"{row}\""));
        return MarkdownText.Part(string.Join('\n', table.Take(2).Concat(chosen)), File, page);
    }

    /// <summary>The first piece of code below a heading.</summary>
    public static Html FirstCode(string heading, string page)
    {
        string text = TextBelow(heading);
        int begin = text.IndexOf("```", StringComparison.Ordinal), end = text.IndexOf("\n```", begin, StringComparison.Ordinal);
        return MarkdownText.Part(text[begin..end] + "\n```", File, page);
    }

    private static string TextBelow(string heading)
    {
        string[] parts = Checkout.Read(File).Split("\n## ");
        return parts.FirstOrDefault(part => part.StartsWith(heading + "\n", StringComparison.Ordinal)) is { } found
            ? found[(heading.Length + 1)..]
            : throw new DataException($"{File} has no heading \"{heading}\", and the first page of the site shows what is below it");
    }
}
