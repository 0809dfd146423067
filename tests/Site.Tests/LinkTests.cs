using AngleSharp.Dom;

namespace Makemore.Site.Tests;

public sealed class LinkTests(BuiltSite site)
{
    [Fact]
    public void Every_link_leads_somewhere()
    {
        var places = site.Pages.ToDictionary(page => page.Path, page => page.Document.All.Select(one => one.Id).OfType<string>().ToHashSet());
        var broken = new List<string>();
        foreach (SitePage page in site.Pages)
        {
            foreach (string link in Links(page.Document).Distinct())
            {
                string[] parts = link.Split('#', 2);
                string target = parts[0].Length == 0 ? page.Path : Resolve(page.Path, parts[0].Split('?')[0]);
                if (!File.Exists(Path.Combine(site.Folder, target))) broken.Add($"{page}: {link}: there is no {target}");
                else if (parts.Length > 1 && places.TryGetValue(target, out HashSet<string>? ids) && !ids.Contains(Uri.UnescapeDataString(parts[1])))
                    broken.Add($"{page}: {link}: {target} has no #{parts[1]}");
            }
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    [Fact]
    public void Pages_ask_other_hosts_for_nothing() => Assert.All(site.Pages, page => Assert.DoesNotContain(
        page.Document.QuerySelectorAll("[src], link[href]").Select(one => one.GetAttribute("src") ?? one.GetAttribute("href")),
        address => address!.Contains("://", StringComparison.Ordinal)));

    [Fact]
    public void Every_rung_of_the_course_is_one_of_the_playground()
    {
        string[] rungs = [.. Directory.GetFiles(Path.Combine(site.Folder, "playground", "rungs"), "*.js").Select(Path.GetFileNameWithoutExtension)!];
        string[] addresses = [.. site.Pages.SelectMany(page => page.Document.QuerySelectorAll("iframe")).Select(frame => frame.GetAttribute("src")!)];
        Assert.NotEmpty(addresses);
        Assert.All(addresses, address => Assert.Contains(address.Split('#')[1].Split('?')[0], rungs));
    }

    private static IEnumerable<string> Links(IDocument document) => document.QuerySelectorAll("[href], [src]")
        .Select(one => one.GetAttribute("href") ?? one.GetAttribute("src")!)
        .Where(link => !link.Contains("://", StringComparison.Ordinal));

    private static string Resolve(string page, string link)
    {
        Assert.False(link.StartsWith('/'), $"{page}: {link} works at one address only");
        Uri root = new("file:///site/");
        return new Uri(new Uri(root, page), link).AbsolutePath["/site/".Length..];
    }
}
