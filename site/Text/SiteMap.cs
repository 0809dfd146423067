using Makemore.Models;

namespace Makemore.Site;

/// <summary>Which page of the site shows a file of the checkout.</summary>
internal static class SiteMap
{
    /// <summary>Texts of the checkout that are pages as they stand.</summary>
    public static IReadOnlyList<TextPage> Texts { get; } =
    [
        new("README.md", "guide.html", Section.Guide, "What it is, how to use the engine in a program, all commands, how fast it is.")
        {
            Title = "The guide",
        },
        new("ARCHITECTURE.md", "architecture.html", Section.Project, "How the parts fit together, and why they are as they are."),
        new("CONTRIBUTING.md", "contributing.html", Section.Project,
            "How to build and test, and which files a new operation, layer or lesson touches."),
        new("data/README.md", "data.html", Section.Project, "The names that ship, and how to get the original's list."),
        new("CHANGELOG.md", "changes.html", Section.Project, "What changed from version to version, and what a version number promises."),
        new("SECURITY.md", "security.html", Section.Project, "How to report what could harm, and what is done about it."),
        new("bench/README.md", "growth.html", Section.Project, "How time and memory grow, and how the engine was measured."),
    ];

    // Files that a page is made from, but not as they stand.
    private static readonly Dictionary<string, string> Others = new()
    {
        ["LICENSE"] = "licence.html",
        ["lessons/README.md"] = "course/index.html",
        ["site/learning.svg"] = "figures/learning.svg",
    };

    /// <summary>The page of a file or folder, or null if the site has none.</summary>
    /// <param name="path">From the root of the checkout: "src/Autograd/Variable.cs".</param>
    public static string? PageOf(string path)
    {
        if (Texts.FirstOrDefault(text => text.File == path) is { } page) return page.Path;
        if (Others.TryGetValue(path, out string? other)) return other;
        if (path is "lessons/" or "lessons" or "lessons/explained") return "course/index.html";
        if (path.StartsWith("lessons/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
            return $"course/{Path.GetFileNameWithoutExtension(path)}.html";
        return Sources.IsShown(path) ? Sources.PageOf(path) : null;
    }

    /// <summary>Where a link in a text of the checkout leads on the site.</summary>
    /// <param name="file">The text: "lessons/README.md".</param>
    /// <param name="url">The link in it: "../src/Autograd/Graph.cs" or "#how-to-go-on".</param>
    /// <param name="page">The page of the site that shows the text, or a part of it.</param>
    /// <exception cref="DataException">The link leads to a file that the site does not show.</exception>
    public static string Rewrite(string file, string url, string page)
    {
        if (url.StartsWith('#') || url.Contains("://", StringComparison.Ordinal)) return url;
        string[] parts = url.Split('#', 2);
        string path = Resolve(file, parts[0]);
        string target = PageOf(path)
            ?? throw new DataException($"{file} links to {url}, and the site has no page for {path}: add one to SiteMap");
        return Page.Link(page, target) + (parts.Length > 1 ? "#" + parts[1] : "");
    }

    // From the root of the checkout: "lessons/README.md" and "../src" make "src".
    private static string Resolve(string file, string link)
    {
        string root = Path.GetFullPath("/");
        string target = Path.GetFullPath(Path.Combine(root, Path.GetDirectoryName(file) ?? "", link));
        return Path.GetRelativePath(root, target).Replace('\\', '/');
    }
}

/// <summary>A text of the checkout that is a page of the site.</summary>
/// <param name="File">The text: "README.md".</param>
/// <param name="Path">Its page.</param>
/// <param name="Section">Where the header lists it.</param>
/// <param name="Description">What it is about, in a sentence.</param>
internal sealed record TextPage(string File, string Path, Section Section, string Description)
{
    /// <summary>The page's title. By default, the text's own.</summary>
    public string Title { get => field ?? MarkdownText.TitleOf(File); init; }
}
