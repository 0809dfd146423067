using AngleSharp.Dom;

namespace Makemore.Site.Tests;

/// <summary>A page of the site as a browser would read it.</summary>
/// <param name="Path">Where it lies in the site: "course/09-mlp.html".</param>
/// <param name="Document">The page.</param>
public sealed record SitePage(string Path, IDocument Document)
{
    private static readonly Uri Root = new("file:///site/");

    /// <summary>The places in it that a link can lead to.</summary>
    public IEnumerable<string> Ids => Document.All.Select(one => one.Id).Where(id => !string.IsNullOrEmpty(id))!;

    /// <summary>Where its links, pictures, frames and scripts lead within the site, each once.</summary>
    /// <param name="selector">Which elements.</param>
    public IEnumerable<SiteLink> Links(string selector) => Document.QuerySelectorAll(selector).Select(AddressOf)
        .Where(address => !address.Contains("://", StringComparison.Ordinal)).Distinct().Select(Resolve);

    /// <summary>What an element leads to or shows, as it is written.</summary>
    public static string AddressOf(IElement element) => element.GetAttribute("href") ?? element.GetAttribute("src") ?? "";

    public override string ToString() => Path;

    // A link out of the site has a path that begins with "../".
    private SiteLink Resolve(string address)
    {
        var target = new Uri(new Uri(Root, Path), address);
        Uri path = Root.MakeRelativeUri(new Uri(target.GetLeftPart(UriPartial.Path)));
        return new SiteLink(address, Uri.UnescapeDataString($"{path}"), Uri.UnescapeDataString(target.Fragment.TrimStart('#')));
    }
}

/// <summary>A link from a page of the site to a file of the site.</summary>
/// <param name="Address">As it is written: "../guide.html#speed".</param>
/// <param name="Path">The file: "guide.html".</param>
/// <param name="Place">"speed", or empty.</param>
public sealed record SiteLink(string Address, string Path, string Place);
