using Makemore.Pages;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Makemore.Site;

/// <summary>The project's Markdown as HTML: links lead to the site's pages, and C# is coloured.</summary>
internal static class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).DisableHtml().Build();

    /// <summary>A whole text, without its title.</summary>
    /// <param name="file">The text's file, from the root: links in it are read from there.</param>
    /// <param name="page">The page that shows it.</param>
    public static Html Of(string file, string page) => Render(Parse(Checkout.Read(file), file, page));

    /// <summary>The title of a text: its first heading.</summary>
    public static string TitleOf(string file) =>
        Checkout.Read(file).Split('\n').First(line => line.StartsWith("# ", StringComparison.Ordinal))[2..];

    /// <summary>Some Markdown that stands in a file, as HTML.</summary>
    public static Html Part(string markdown, string file, string page) => Render(Parse(markdown, file, page));

    /// <summary>A sentence or two, without the paragraph around them.</summary>
    public static Html Sentence(string markdown, string file, string page)
    {
        string markup = Part(markdown, file, page).Markup.Trim();
        return new Html(markup.StartsWith("<p>", StringComparison.Ordinal) ? markup["<p>".Length..^"</p>".Length] : markup);
    }

    private static MarkdownDocument Parse(string markdown, string file, string page)
    {
        MarkdownDocument document = Markdown.Parse(markdown, Pipeline);
        if (document.FirstOrDefault() is HeadingBlock { Level: 1 } title) document.Remove(title);
        foreach (LinkInline link in document.Descendants<LinkInline>()) link.Url = SiteMap.Rewrite(file, link.Url ?? "", page);
        foreach (CodeInline code in document.Descendants<CodeInline>().Where(code => Playground.IsRung(code.Content)).ToArray())
        {
            var link = new LinkInline(Page.Link(page, Playground.Page + code.Content), "");
            code.ReplaceBy(link);
            link.AppendChild(code);
        }

        return document;
    }

    private static Html Render(MarkdownDocument document)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<CodeBlockRenderer>(new CodeRenderer());
        renderer.ObjectRenderers.ReplaceOrAdd<Markdig.Extensions.Tables.HtmlTableRenderer>(new TableRenderer());
        renderer.Render(document);
        return new Html(writer.ToString());
    }

    /// <summary>Code can be scrolled with the keys, so the Tab key reaches it.</summary>
    private sealed class CodeRenderer : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            string code = block.Lines.ToString(), language = (block as FencedCodeBlock)?.Info ?? "";
            renderer.WriteLine((language switch
            {
                "csharp" => CodeBlocks.Of(CSharp.Block(code), language),
                "diff" => CodeBlocks.Change(code),
                "text" => CodeBlocks.Output(code),
                _ => CodeBlocks.Of(Html.Of($"{code}"), language),
            }).Markup);
        }
    }

    /// <summary>A wide table is scrolled by itself, and not the page.</summary>
    private sealed class TableRenderer : HtmlObjectRenderer<Markdig.Extensions.Tables.Table>
    {
        private readonly Markdig.Extensions.Tables.HtmlTableRenderer inner = new();

        protected override void Write(HtmlRenderer renderer, Markdig.Extensions.Tables.Table table)
        {
            renderer.WriteLine("""<div class="wide" tabindex="0" role="group" aria-label="Table">""");
            inner.Write(renderer, table);
            renderer.WriteLine("</div>");
        }
    }
}
