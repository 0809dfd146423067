using Makemore.Pages;

namespace Makemore.Site;

/// <summary>Parts of the README that other pages show too.</summary>
internal static class Readme
{
    private const string File = "README.md";

    /// <summary>Its first paragraph, as a sentence or two.</summary>
    public static Html Lead(string page) => MarkdownText.Sentence(Checkout.Read(File).Split("\n\n")[1], File, page);

    /// <summary>What stands below a heading, up to the next of the same level.</summary>
    /// <exception cref="InvalidDataException">The README has no such heading.</exception>
    public static Html Part(string heading, string page) => MarkdownText.Part(TextBelow(heading), File, page);

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
            : throw new InvalidDataException($"{File} has no heading \"{heading}\", and the first page of the site shows what is below it");
    }
}
