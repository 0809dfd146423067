using Makemore.Models;

namespace Makemore.Site;

/// <summary>Which page of the site shows a file of the checkout.</summary>
internal static class SiteMap
{
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["README.md"] = "guide.html",
        ["ARCHITECTURE.md"] = "architecture.html",
        ["CONTRIBUTING.md"] = "contributing.html",
        ["CHANGELOG.md"] = "changes.html",
        ["SECURITY.md"] = "security.html",
        ["LICENSE"] = "licence.html",
        ["lessons/README.md"] = "course/index.html",
        ["data/README.md"] = "data.html",
        ["bench/README.md"] = "growth.html",
        ["site/learning.svg"] = "figures/learning.svg",
    };

    /// <summary>The page of a file or folder, or null if the site has none.</summary>
    /// <param name="path">From the root of the checkout: "src/Autograd/Variable.cs".</param>
    public static string? PageOf(string path)
    {
        if (Texts.TryGetValue(path, out string? text)) return text;
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
