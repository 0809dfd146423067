using Makemore.Pages;

namespace Makemore.Site;

/// <summary>A rung of the playground in a page.</summary>
internal static class Rung
{
    /// <summary>
    /// The engine is fetched when the reader unfolds it: a frame that is told to be lazy, and is not seen, is not loaded. It needs no
    /// script of this page for that.
    /// </summary>
    public static Html Unfolding(string text, string address, string path) => Html.Of(
        $"""
        <details class="rung"><summary>{text}</summary>
        {Frame(text, address, path)}
        </details>
        """);

    /// <summary>The frame itself, with a link for a page of its own. A short one shows the first card of the rung and no more.</summary>
    public static Html Frame(string title, string address, string path, bool isShort = false)
    {
        string page = Page.Link(path, Playground.Page), form = isShort ? "embed=short" : "embed";
        return Html.Of(
            $"""
            <iframe src="{page}?{form}#{address}" title="{title}" loading="lazy"></iframe>
            <p class="alone"><a href="{page}#{address}">On a page of its own</a></p>
            """);
    }
}
