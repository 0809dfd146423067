using AngleSharp.Html.Parser;
using Makemore.Pages;

[assembly: AssemblyFixture(typeof(Makemore.Site.Tests.BuiltSite))]

namespace Makemore.Site.Tests;

/// <summary>The site, written once for all tests into a folder of theirs. It has the playground in it, so that must be published.</summary>
public sealed class BuiltSite : IDisposable
{
    private readonly Lazy<string> folder;
    private readonly Lazy<IReadOnlyList<SitePage>> pages;

    public BuiltSite()
    {
        folder = new Lazy<string>(Write);
        pages = new Lazy<IReadOnlyList<SitePage>>(() => [.. Read(Folder)]);
    }

    public string Folder => folder.Value;

    /// <summary>All pages but the playground's.</summary>
    public IReadOnlyList<SitePage> Pages => pages.Value;

    /// <summary>The pages that hold prose: all but those that show a source file.</summary>
    public IEnumerable<SitePage> Texts => Pages.Where(page => !page.Path.StartsWith("source/", StringComparison.Ordinal));

    public void Dispose()
    {
        if (folder.IsValueCreated) Directory.Delete(Folder, recursive: true);
    }

    private static string Write()
    {
        Assert.SkipWhen(
            PublishedPage.Find() is null,
            "the playground is not published, or is older than its sources: dotnet publish src/Playground -c Release");
        string folder = Path.Combine(Path.GetTempPath(), $"makemore-site-{Path.GetRandomFileName()}");
        SiteBuilder.Write(folder, _ => { });
        return folder;
    }

    private static IEnumerable<SitePage> Read(string folder)
    {
        var parser = new HtmlParser();
        foreach (string file in Directory.EnumerateFiles(folder, "*.html", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string path = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
            if (path.StartsWith("playground/", StringComparison.Ordinal)) continue;
            yield return new SitePage(path, parser.ParseDocument(File.ReadAllText(file)));
        }
    }
}
