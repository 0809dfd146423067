using Microsoft.Playwright;

namespace Makemore.Site.Tests;

/// <summary>The site as somebody reads it: searched, without a script, printed, from disk, and with the engine in it.</summary>
public sealed class ReadingTests(SiteReader reader, BuiltSite site) : IClassFixture<SiteReader>
{
    [Theory]
    [InlineData("cross-entropy", "reference/Makemore.Autograd.CrossEntropy-1.html")]
    [InlineData("batch normalization", "course/14-batch-norm.html")]
    [InlineData("tanh", "reference/Makemore.Autograd.Tanh-1.html")]
    [InlineData("how do I train a network?", "guide.html")]
    [InlineData("write a custom operation", "guide.html")]
    [InlineData("what is a tensor", "guide.html")]
    [InlineData("derivative of tanh", "reference/operations.html")]
    [InlineData("save and load a model", "guide.html")]
    [InlineData("git clone", "index.html")]
    [InlineData("overfitting", "course/08-contexts.html")]
    public async Task The_search_finds_what_it_is_asked(string question, string expected)
    {
        await using WatchedPage watched = await reader.Open("course/00-derivatives.html");
        IPage page = watched.Page;
        await page.Keyboard.PressAsync("/");
        await page.Locator(".search input:focus").FillAsync(question);
        ILocator results = page.Locator(".search li a");
        await results.First.WaitForAsync();
        string[] found = await results.EvaluateAllAsync<string[]>("links => links.map((one) => one.getAttribute('href'))");
        Assert.Contains($"../{expected}", found.Select(link => link.Split('#')[0]));
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Locator(".search li:first-child a:focus").PressAsync("Enter");
        await page.WaitForURLAsync($"{SiteReader.Address}{found[0][3..]}", new() { WaitUntil = WaitUntilState.Commit });
        Assert.Empty(watched.Said);
    }

    [Fact]
    public async Task A_word_that_is_nowhere_is_said_to_be_nowhere()
    {
        await using WatchedPage watched = await reader.Open("guide.html");
        await watched.Page.Locator(".search input").FillAsync("xylophone");
        await watched.Page.GetByText("Nothing found").WaitForAsync();
    }

    [Fact]
    public async Task Without_a_script_all_is_there_but_the_search()
    {
        await using WatchedPage watched = await reader.Open("course/09-mlp.html", runsScript: false);
        IPage page = watched.Page;
        Assert.True(await page.GetByText("All pages").IsVisibleAsync());
        Assert.True(await page.Locator(".explained").First.IsVisibleAsync());
        Assert.Equal(0, await page.Locator(".search input").CountAsync());
        await page.Locator(".exercise summary").First.ClickAsync();
        Assert.True(await page.Locator(".exercise details .code").First.IsVisibleAsync());
    }

    [Fact]
    public async Task On_paper_the_answers_are_unfolded_and_what_moves_is_left_out()
    {
        await using WatchedPage watched = await reader.Open("course/09-mlp.html");
        await watched.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True(await watched.Page.Locator(".exercise details .code").First.IsVisibleAsync());
        Assert.False(await watched.Page.Locator(".rung").First.IsVisibleAsync());
        Assert.False(await watched.Page.Locator("header.site").IsVisibleAsync());
    }

    /// <summary>On the first page, names are made by the engine while one watches.</summary>
    [Fact]
    public async Task A_network_learns_on_the_first_page()
    {
        await using WatchedPage watched = await reader.Open("index.html");
        IPage page = watched.Page;
        await page.Locator("iframe").ScrollIntoViewIfNeededAsync();
        IFrameLocator frame = page.FrameLocator("iframe");
        await frame.GetByText("after 1,000", new() { Exact = true }).WaitForAsync();
        Assert.False(await frame.Locator("header").IsVisibleAsync());
        Assert.All(watched.Requested, address => Assert.StartsWith(SiteReader.Address, address));
        Assert.Empty(watched.Said);
    }

    /// <summary>A browser opens no modules from disk, so the playground in one file takes their place.</summary>
    [Fact]
    public async Task From_disk_it_is_searched_and_the_engine_runs_too()
    {
        await using WatchedPage watched = await reader.OpenFromDisk("index.html");
        IPage page = watched.Page;
        await page.Locator("iframe").ScrollIntoViewIfNeededAsync();
        await page.FrameLocator("iframe").Locator("body[data-ready=names]").WaitForAsync();
        await page.Locator(".search input").FillAsync("softmax");
        Assert.Contains("Softmax", await page.Locator(".search li a").First.TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal("playground/playground.html", await page.GetByText("Open the playground").GetAttributeAsync("href"));
        Assert.Empty(watched.Said);
    }

    /// <summary>Nothing of the engine is fetched before the reader unfolds a rung; then it stands where the lesson says.</summary>
    [Fact]
    public async Task A_rung_of_a_lesson_opens_where_the_lesson_is()
    {
        await using WatchedPage watched = await reader.Open("course/00-derivatives.html");
        IPage page = watched.Page;
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.DoesNotContain(watched.Requested, address => address.Contains("/playground/", StringComparison.Ordinal));
        await page.Locator(".rung summary").First.ClickAsync();
        IFrameLocator frame = page.FrameLocator(".rung >> nth=0 >> iframe");
        await frame.Locator("body[data-ready=slope]").WaitForAsync();
        Assert.False(await frame.Locator("header").IsVisibleAsync());
        int height = await page.Locator(".rung iframe").First.EvaluateAsync<int>("frame => frame.offsetHeight");
        Assert.InRange(height, 300, 1500);
        Assert.Empty(watched.Said);
    }

    /// <summary>The playground understands the state of every rung, and has nothing to complain about.</summary>
    [Fact]
    public async Task Every_rung_of_the_course_opens()
    {
        string[] addresses =
        [
            .. from lesson in site.Pages
               where lesson.Path.StartsWith("course/", StringComparison.Ordinal)
               from frame in lesson.Links("iframe")
               select frame.Address.Split('#')[1],
        ];
        await using WatchedPage watched = await reader.Open($"{Playground.Page}?embed#{addresses[0]}");
        IPage page = watched.Page;
        await page.Locator("body[data-ready]").WaitForAsync();
        foreach (string address in addresses.Distinct())
        {
            await page.EvaluateAsync(
                "address => { delete document.body.dataset.ready; location.hash = ''; location.hash = address; }", address);
            await page.Locator($"body[data-ready={address.Split('?')[0]}]").WaitForAsync();
            Assert.Equal("", await page.Locator("#problem").TextContentAsync());
        }

        Assert.Empty(watched.Said);
    }
}
