namespace Makemore.Site;

internal static class Sentences
{
    /// <summary>The text, with a capital letter at its beginning.</summary>
    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
