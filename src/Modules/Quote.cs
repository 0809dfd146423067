using System.Globalization;
using System.Text;

namespace Makemore.Modules;

/// <summary>
/// Text from files and from the command line, as a message may hold it: short, in one line, and without characters that a terminal obeys or
/// that turn the order of others around.
/// </summary>
public static class Quote
{
    /// <summary>The most characters of a text that are quoted.</summary>
    public const int Longest = 60;

    /// <summary>
    /// The text in one line: each character that is not shown is a space. Such are controls, line breaks, and the invisible ones that turn
    /// around what follows; see <see cref="IsShown"/>.
    /// </summary>
    public static string Line(string text) => text.AsSpan().ContainsAnyExceptInRange(' ', '~')
        ? string.Concat(text.ReplaceLineEndings(" ").EnumerateRunes().Select(character => IsShown(character) ? character.ToString() : " "))
        : text; // plain ASCII, as most lines are

    /// <summary>The beginning of a text, as <see cref="Line"/> shows it, with … in place of what is left out.</summary>
    public static string Start(string text)
    {
        Rune[] characters = [.. text.EnumerateRunes()];
        return characters.Length <= Longest ? Line(text) : Line(string.Concat(characters[..(Longest - 1)])) + "…";
    }

    /// <summary>The end of a text, as <see cref="Line"/> shows it, with … in place of what is left out: of a path, the file.</summary>
    public static string End(string text)
    {
        Rune[] characters = [.. text.EnumerateRunes()];
        return characters.Length <= Longest ? Line(text) : "…" + Line(string.Concat(characters[^(Longest - 1)..]));
    }

    /// <summary>
    /// False for controls and for what is invisible (the Unicode categories Cc, Cf, Zl and Zp). The joiners U+200C and U+200D are invisible
    /// too, but Indian names are spelled with them.
    /// </summary>
    public static bool IsShown(Rune character) => character.Value is 0x200C or 0x200D || Rune.GetUnicodeCategory(character)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
