using System.Text.RegularExpressions;
using System.Xml.Linq;
using Makemore.Models;
using Makemore.Pages;
using Microsoft.CodeAnalysis;

namespace Makemore.Site;

/// <summary>Parts of documentation comments as HTML. References lead to their places in the reference.</summary>
/// <param name="engine">The libraries.</param>
/// <param name="page">The page that shows the text.</param>
/// <param name="within">The type that the page is about, if it is about one: its own members are called by their names alone.</param>
internal sealed partial class DocumentationText(Engine engine, string page, INamedTypeSymbol? within = null)
{
    /// <summary>The libraries.</summary>
    public Engine Engine => engine;

    /// <summary>A part with paragraphs of its own; nothing for a part that is not there.</summary>
    /// <param name="part">Such as the summary.</param>
    /// <param name="from">Whose comment it is, for a message.</param>
    public Html Paragraphs(XElement? part, ISymbol from)
    {
        var blocks = new List<Html>();
        var words = new List<XNode>();
        foreach (XNode node in part?.Nodes() ?? [])
        {
            if (node is not XElement { Name.LocalName: "para" or "code" or "list" } block)
            {
                words.Add(node);
                continue;
            }

            EndParagraph();
            blocks.Add(Block(block, from));
        }

        EndParagraph();
        return Html.Join(blocks);

        void EndParagraph()
        {
            string text = Inline(words, from).Markup.Trim();
            if (text.Length > 0) blocks.AddRange(Derivatives().Split(text, 2).Select(part => Html.Of($"<p>{new Html(part)}</p>")));
            words.Clear();
        }
    }

    /// <summary>A part that is a sentence or two, without a paragraph around it.</summary>
    public Html Sentence(XElement? part, ISymbol from) => new(Inline(part?.Nodes() ?? [], from).Markup.Trim());

    /// <summary>The first sentence of a summary.</summary>
    public Html FirstSentence(Documentation said) => Sentence(Documentation.FirstSentence(said.Summary), said.Symbol);

    /// <summary>A link to a type or member; code if the reference does not speak of it.</summary>
    public Html Link(ISymbol symbol) => Link(symbol, References.NameOf(symbol, within));

    /// <summary>A link of another text.</summary>
    public Html Link(ISymbol symbol, string text) => References.Find(symbol, engine) is { } place
        ? Html.Of($"""<a href="{Page.Link(page, place)}"><code>{text}</code></a>""")
        : Html.Of($"<code>{text}</code>");

    private Html Block(XElement block, ISymbol from) => block.Name.LocalName switch
    {
        "para" => Paragraphs(block, from),
        "code" => CodeBlocks.Of(CSharp.Block(Dedented(block.Value)), "csharp"),
        _ => List(block, from),
    };

    private Html List(XElement list, ISymbol from)
    {
        IEnumerable<Html> items = list.Elements("item").Select(item => item.Element("term") is { } term
            ? Html.Of($"<li><strong>{Sentence(term, from)}</strong>: {Sentence(item.Element("description"), from)}</li>")
            : Html.Of($"<li>{Sentence(item.Element("description") ?? item, from)}</li>"));
        return list.Attribute("type")?.Value == "number"
            ? Html.Of($"<ol>{Html.Join(items)}</ol>")
            : Html.Of($"<ul>{Html.Join(items)}</ul>");
    }

    private Html Inline(IEnumerable<XNode> nodes, ISymbol from) =>
        new(string.Concat(nodes.Select(node => node switch
        {
            XText text => Html.Of($"{Spaces().Replace(text.Value, " ")}"),
            XElement element => Inline(element, from),
            _ => Html.Empty,
        })));

    private Html Inline(XElement element, ISymbol from) => element.Name.LocalName switch
    {
        "c" => Html.Of($"<code>{Spaces().Replace(element.Value, " ")}</code>"),
        "b" => Html.Of($"<strong>{Inline(element.Nodes(), from)}</strong>"),
        "i" or "em" => Html.Of($"<em>{Inline(element.Nodes(), from)}</em>"),
        "paramref" or "typeparamref" => Html.Of($"<code>{element.Attribute("name")?.Value}</code>"),
        "see" or "seealso" => See(element, from),
        string other => throw new DataException($"{References.Where(from)}: the site cannot show <{other}> in documentation"),
    };

    private Html See(XElement see, ISymbol from)
    {
        if (see.Attribute("langword") is { } word) return Html.Of($"<code>{word.Value}</code>");
        if (see.Attribute("href") is { } url) return Html.Of($"""<a href="{url.Value}">{(see.IsEmpty ? url.Value : see.Value)}</a>""");
        ISymbol symbol = References.Find(see.Attribute("cref")!.Value, from, engine);
        return see.IsEmpty ? Link(symbol) : Link(symbol, see.Value);
    }

    private static string Dedented(string code)
    {
        string[] lines = code.Trim('\n').TrimEnd().Split('\n');
        int indent = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : ""));
    }

    // A formula is followed by its derivatives, which begin a paragraph of their own.
    [GeneratedRegex(@"(?<=\.) (?=∂|dy/dx)")]
    private static partial Regex Derivatives();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
