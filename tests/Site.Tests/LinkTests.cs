namespace Makemore.Site.Tests;

public sealed class LinkTests(BuiltSite site)
{
    [Fact]
    public void Every_link_leads_somewhere()
    {
        var places = site.Pages.ToDictionary(page => page.Path, page => page.Ids.ToHashSet());
        Faults.AssertNone(
            from page in site.Pages
            from link in page.Links("[href], [src]")
            let fault = FaultOf(link)
            where fault is not null
            select $"{page}: {link.Address}: {fault}");

        string? FaultOf(SiteLink link)
        {
            if (!File.Exists(Path.Combine(site.Folder, link.Path))) return $"there is no {link.Path}";
            if (link.Place.Length == 0 || !places.TryGetValue(link.Path, out HashSet<string>? ids) || ids.Contains(link.Place)) return null;
            return $"{link.Path} has no #{link.Place}";
        }
    }

    [Fact]
    public void Pages_ask_other_hosts_for_nothing() => Assert.All(site.Pages, page => Assert.DoesNotContain(
        page.Document.QuerySelectorAll("[src], link[href]").Select(SitePage.AddressOf),
        address => address.Contains("//", StringComparison.Ordinal)));

    [Fact]
    public void Every_rung_of_the_site_is_one_of_the_playground()
    {
        IEnumerable<string> files = Directory.GetFiles(Path.Combine(site.Folder, "playground", "rungs"), "*.js");
        string[] rungs = [.. files.Select(file => Path.GetFileNameWithoutExtension(file))];
        string[] asked =
        [
            .. from page in site.Pages
               from link in page.Links("iframe, a[href]")
               where link.Path == Playground.Page && link.Place.Length > 0
               select link.Place.Split('?')[0],
        ];
        Assert.NotEmpty(asked);
        Assert.All(asked.Distinct(), rung => Assert.Contains(rung, rungs));
    }
}
