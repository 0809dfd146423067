namespace Makemore.Site.Tests;

public sealed class StructureTests(BuiltSite site)
{
    [Fact]
    public void A_page_has_one_title_and_skips_no_heading() => Assert.All(site.Pages, page =>
    {
        int[] levels = [.. page.Document.QuerySelectorAll("h1, h2, h3, h4, h5, h6").Select(heading => heading.LocalName[1] - '0')];
        Assert.Equal(1, levels.Count(level => level == 1));
        Assert.All(
            levels.Prepend(0).Zip(levels),
            pair => Assert.True(pair.Second <= pair.First + 1, $"{page}: after h{pair.First} comes h{pair.Second}"));
    });

    [Fact]
    public void Every_id_is_there_once() =>
        Faults.AssertNone(site.Pages.SelectMany(page => Repeated(page.Ids).Select(id => $"{page}: {id}")));

    [Fact]
    public void Every_page_has_a_title_of_its_own() =>
        Faults.AssertNone(Repeated(site.Pages.Select(page => page.Document.Title ?? "")));

    [Fact]
    public void Every_page_has_a_description() => Faults.AssertNone(
        from page in site.Pages
        where string.IsNullOrEmpty(page.Document.QuerySelector("meta[name=description]")?.GetAttribute("content"))
        select page.Path);

    [Fact]
    public void Every_picture_and_frame_is_described_in_words() => Faults.AssertNone(
        from page in site.Pages
        from shown in page.Document.QuerySelectorAll("img, iframe")
        where string.IsNullOrWhiteSpace(shown.GetAttribute(shown.LocalName == "img" ? "alt" : "title"))
        select $"{page}: {SitePage.AddressOf(shown)}");

    [Fact]
    public void Every_page_is_reached_from_the_first()
    {
        var pages = site.Pages.ToDictionary(page => page.Path);
        var reached = new HashSet<string> { "index.html" };
        var next = new Queue<string>(reached);
        while (next.TryDequeue(out string? path))
        {
            foreach (string target in pages[path].Links("a[href]").Select(link => link.Path))
                if (pages.ContainsKey(target) && reached.Add(target)) next.Enqueue(target);
        }

        Faults.AssertNone(site.Texts.Select(page => page.Path).Except(reached));
    }

    [Fact]
    public void Every_page_is_small_before_the_engine_is_there() => Assert.All(site.Texts, page =>
    {
        IEnumerable<string> parts = page.Links("link[rel=stylesheet], script[src], img").Select(link => link.Path).Append(page.Path);
        long bytes = parts.Distinct().Sum(path => new FileInfo(Path.Combine(site.Folder, path)).Length);
        Assert.True(bytes < 1_000_000, $"{page}: {bytes:N0} bytes");
    });

    private static IEnumerable<string> Repeated(IEnumerable<string> all) =>
        all.CountBy(one => one).Where(counted => counted.Value > 1).Select(counted => counted.Key);
}
