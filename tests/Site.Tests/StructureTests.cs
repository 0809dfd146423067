using AngleSharp.Dom;

namespace Makemore.Site.Tests;

public sealed class StructureTests(BuiltSite site)
{
    [Fact]
    public void A_page_has_one_title_and_skips_no_heading() => Assert.All(site.Pages, page =>
    {
        int[] levels = [.. page.Document.QuerySelectorAll("h1, h2, h3, h4, h5, h6").Select(heading => heading.LocalName[1] - '0')];
        Assert.Equal(1, levels.Count(level => level == 1));
        Assert.All(levels.Prepend(0).Zip(levels), pair => Assert.True(pair.Second <= pair.First + 1, $"{page}: after h{pair.First} comes h{pair.Second}"));
    });

    [Fact]
    public void Every_id_is_there_once() => Assert.All(site.Pages, page =>
        Assert.Empty(page.Document.All.Select(one => one.Id).Where(id => !string.IsNullOrEmpty(id)).GroupBy(id => id).Where(group => group.Count() > 1).Select(group => $"{page}: {group.Key}")));

    [Fact]
    public void Every_page_has_a_title_and_a_description_of_its_own()
    {
        Assert.All(site.Pages, page => Assert.NotEmpty(page.Document.QuerySelector("meta[name=description]")!.GetAttribute("content")!));
        Assert.Empty(site.Pages.GroupBy(page => page.Document.Title).Where(group => group.Count() > 1).Select(group => string.Join(", ", group)));
    }

    [Fact]
    public void Every_picture_and_frame_is_described_in_words() => Assert.All(
        site.Pages.SelectMany(page => page.Document.QuerySelectorAll("img, iframe")),
        one => Assert.NotEmpty(one.GetAttribute(one.LocalName == "img" ? "alt" : "title") ?? ""));

    /// <summary>Every page can be reached from the first by links.</summary>
    [Fact]
    public void Every_page_is_reached_from_the_first()
    {
        var documents = site.Pages.ToDictionary(page => page.Path, page => page.Document);
        var reached = new HashSet<string> { "index.html" };
        var next = new Queue<string>(reached);
        while (next.TryDequeue(out string? path))
        {
            foreach (string link in documents[path].QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!))
            {
                if (link.Contains("://", StringComparison.Ordinal) || link.StartsWith('#')) continue;
                string target = new Uri(new Uri($"file:///site/{path}"), link.Split('#')[0]).AbsolutePath["/site/".Length..];
                if (documents.ContainsKey(target) && reached.Add(target)) next.Enqueue(target);
            }
        }

        Assert.Empty(documents.Keys.Where(path => !path.StartsWith("source/", StringComparison.Ordinal)).Except(reached));
    }

    [Fact]
    public void The_first_page_is_small_before_the_engine_is_there() => Assert.All(site.Texts, page =>
    {
        string folder = Path.GetDirectoryName(Path.Combine(site.Folder, page.Path))!;
        IEnumerable<string> parts = page.Document.QuerySelectorAll("link[rel=stylesheet], script[src], img").Select(one =>
            Path.GetFullPath(Path.Combine(folder, one.GetAttribute("href") ?? one.GetAttribute("src")!)));
        long bytes = parts.Append(Path.Combine(site.Folder, page.Path)).Distinct().Sum(file => new FileInfo(file).Length);
        Assert.True(bytes < 1_000_000, $"{page}: {bytes:N0} bytes");
    });
}
