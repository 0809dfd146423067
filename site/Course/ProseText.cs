using System.Text.RegularExpressions;
using Makemore.Pages;

namespace Makemore.Site;

/// <summary>
/// The prose of a lesson as HTML. A blank line divides paragraphs; lines that begin further right, such as formulas and drawings, are shown
/// as they are; lines that begin with "1. ", "2. " are a list.
/// </summary>
internal static partial class ProseText
{
    public static Html Of(string text)
    {
        var blocks = new List<Html>();
        string[] lines = text.Split('\n');
        for (int from = 0, to; from < lines.Length; from = to)
        {
            Kind kind = KindOf(lines[from]);
            for (to = from + 1; to < lines.Length && GoesOn(kind, KindOf(lines[to]));) to++;
            string[] block = lines[from..to];
            blocks.Add(kind switch
            {
                Kind.Shown => CodeBlocks.Output(string.Join('\n', block)),
                Kind.List => List(block),
                Kind.Text => Html.Of($"<p>{string.Join(' ', block)}</p>"),
                _ => Html.Empty,
            });
        }

        return Html.Join(blocks);
    }

    // The lines below an item of a list belong to it.
    private static bool GoesOn(Kind block, Kind line) => line == block || (block == Kind.List && line == Kind.Text);

    private static Html List(string[] lines)
    {
        var items = new List<string>();
        foreach (string line in lines)
        {
            if (Item().IsMatch(line)) items.Add(Item().Replace(line, ""));
            else items[^1] += " " + line;
        }

        return Html.Of($"<ol>{Html.Join(items.Select(item => Html.Of($"<li>{item}</li>")))}</ol>");
    }

    private static Kind KindOf(string line) => line switch
    {
        "" => Kind.Blank,
        [' ', ..] => Kind.Shown,
        _ => Item().IsMatch(line) ? Kind.List : Kind.Text,
    };

    [GeneratedRegex(@"^[0-9]\. ")]
    private static partial Regex Item();

    private enum Kind
    {
        Blank,
        Text,
        List,
        Shown,
    }
}
