using Makemore.Pages;

namespace Makemore.Site;

/// <summary>What stands around every page: the header with its links and the search, and the foot.</summary>
internal static class Frame
{
    private const string Promise = "This site asks no other host for anything, and keeps nothing about you.";

    private static readonly (Section Section, string Path, string Text)[] Links =
    [
        (Section.Course, "course/index.html", "Course"),
        (Section.Guide, "guide.html", "Guide"),
        (Section.Reference, "reference/index.html", "Reference"),
        (Section.Project, "architecture.html", "Architecture"),
        (Section.Project, "contributing.html", "Contributing"),
    ];

    /// <summary>The whole file of a page.</summary>
    public static string Around(Page page) => Html.Of(
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="description" content="{page.Description}">
        <title>{(page.Section == Section.Start ? page.Title : $"{page.Title} · Makemore in C#")}</title>
        <link rel="icon" href="{page.LinkTo("icon.svg")}">
        <link rel="stylesheet" href="{page.LinkTo("site.css")}">
        <script defer src="{page.LinkTo("site.js")}"></script>
        </head>
        <body>
        <a class="skip" href="#content">To the content</a>
        <header class="site">
        <a class="home" href="{page.LinkTo("index.html")}">Makemore in C#</a>
        <nav aria-label="Site"><ul>
        {Html.Join(Links.Select(link => LinkItem(page, link.Section, link.Path, link.Text)))}
        <li><a href="{page.LinkTo(Playground.Page)}">Playground</a></li>
        </ul></nav>
        <div class="search" data-root="{page.LinkTo("")}"><a href="{page.LinkTo("all.html")}">All pages</a></div>
        </header>
        <main id="content" tabindex="-1">
        {(page.HasOwnHeading ? Html.Empty : Html.Of($"<h1>{page.Title}</h1>"))}
        {page.Body}
        </main>
        <footer>
        <p>Makemore in C# is free software under the <a href="{page.LinkTo("licence.html")}">MIT licence</a>. {Promise}</p>
        </footer>
        </body>
        </html>

        """).Markup;

    private static Html LinkItem(Page page, Section section, string path, string text)
    {
        string current = page.Path == path ? "page" : section == page.Section && section != Section.Project ? "true" : "false";
        return Html.Of($"""<li><a href="{page.LinkTo(path)}" aria-current="{current}">{text}</a></li>""");
    }
}
