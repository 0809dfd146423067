using Microsoft.Playwright;

namespace Makemore.Pages.Tests;

/// <summary>Opens the report as its reader does.</summary>
public sealed class ReportInBrowserTests(Chromium chromium)
{
    [Theory]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    public async Task The_page_is_quiet_keeps_to_itself_and_fits(int width, ColorScheme scheme)
    {
        string path = Path.Combine(chromium.Folder, $"{Guid.NewGuid()}.html");
        await File.WriteAllTextAsync(path, ReportPage.Write(HostileReport.Report), TestContext.Current.CancellationToken);
        await using WatchedPage watched = await chromium.NewPage(width, scheme);
        IPage page = watched.Page;
        string address = new Uri(path).AbsoluteUri;
        await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
        await watched.TakePicture($"hostile-{width}-{scheme}");

        Assert.Empty(watched.Said);
        Assert.Equal([address], watched.Requested);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.True(await page.GetByText(HostileReport.Script, new() { Exact = true }).First.IsVisibleAsync());
        Assert.Equal(0, await page.Locator("script, img").CountAsync());

        // As a screen reader finds them: by role, with a name that is not empty.
        int pictures = await page.GetByRole(AriaRole.Img).CountAsync();
        int named = await page.GetByRole(AriaRole.Img, new() { NameRegex = new(".") }).CountAsync();
        Assert.Equal((HostileReport.FigureCount, HostileReport.FigureCount), (pictures, named));
        int links = await page.GetByRole(AriaRole.Link).CountAsync();
        Assert.Equal(links, await page.GetByRole(AriaRole.Link, new() { NameRegex = new(".") }).CountAsync());

        // The page is dark if the reader asks for it, and the figures keep their light ground.
        string ground = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        Assert.Equal(scheme == ColorScheme.Dark ? "rgb(20, 23, 28)" : "rgb(252, 252, 250)", ground);
    }
}
