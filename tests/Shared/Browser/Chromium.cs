using Microsoft.Playwright;

namespace Makemore.Tests;

/// <summary>A browser for the tests of a project or a class. Without one they are skipped. MAKEMORE_SCREENSHOTS names a folder for pictures.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";

    private IPlaywright? playwright;
    private IBrowser? browser;

    public string Folder { get; } = Directory.CreateTempSubdirectory("makemore-").FullName;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Executable)) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>An empty page that records what it logs and what it requests from the network.</summary>
    public async Task<WatchedPage> NewPage(int width = 1440, ColorScheme scheme = ColorScheme.Light, bool runsScript = true)
    {
        Assert.SkipUnless(browser is not null, $"there is no {Executable}");
        IBrowserContext context = await browser.NewContextAsync(
            new() { ViewportSize = new() { Width = width, Height = 844 }, ColorScheme = scheme, JavaScriptEnabled = runsScript });
        return new WatchedPage(await context.NewPageAsync());
    }
}

/// <summary>A page, what it logged, and what it requested.</summary>
public sealed class WatchedPage : IAsyncDisposable
{
    public WatchedPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) => Said.Add(message.Text);
        page.PageError += (_, error) => Said.Add(error);
        page.Dialog += async (_, dialog) =>
        {
            Said.Add(dialog.Message);
            await dialog.DismissAsync();
        };
        page.Request += (_, request) => Requested.Add(request.Url);
    }

    public IPage Page { get; }

    public List<string> Said { get; } = [];

    public List<string> Requested { get; } = [];

    public async Task TakePicture(string name)
    {
        if (Environment.GetEnvironmentVariable("MAKEMORE_SCREENSHOTS") is { Length: > 0 } pictures)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"{name}.png"), FullPage = true });
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
