using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Makemore.Tests;

/// <summary>A browser for the tests of a project or a class. Without one they are skipped. MAKEMORE_SCREENSHOTS names a folder for pictures.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // Chromium without windows does all that the tests need in half the processor time.
    private static readonly string[] Executables = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

    // Pages that a test is done with, emptied, because a new one takes half a second of processor time. Each has a context of its own, and
    // the pages under test store nothing in it.
    private readonly ConcurrentBag<IPage> idle = [];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public string Folder { get; } = Directory.CreateTempSubdirectory("makemore-").FullName;

    public async ValueTask InitializeAsync()
    {
        if (Executables.FirstOrDefault(File.Exists) is not { } executable) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = executable,
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
        Assert.SkipUnless(browser is not null, $"there is no {string.Join(" and no ", Executables)}");
        if (!runsScript || !idle.TryTake(out IPage? page))
            page = await (await browser.NewContextAsync(new() { JavaScriptEnabled = runsScript })).NewPageAsync();
        page.SetDefaultTimeout(60_000); // a busy machine is slow, and not wrong
        await page.SetViewportSizeAsync(width, 844);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme, Media = Media.Screen });
        await page.Mouse.MoveAsync(0, 0);
        return new WatchedPage(page, runsScript ? Empty : page => page.Context.CloseAsync());
    }

    private async Task Empty(IPage page)
    {
        await page.Context.UnrouteAllAsync();
        await page.GotoAsync("about:blank");
        idle.Add(page);
    }
}

/// <summary>A page, what it logged, and what it requested.</summary>
public sealed class WatchedPage : IAsyncDisposable
{
    private readonly Func<IPage, Task> giveBack;

    public WatchedPage(IPage page, Func<IPage, Task> giveBack)
    {
        (Page, this.giveBack) = (page, giveBack);
        page.Console += AddMessage;
        page.PageError += AddError;
        page.Dialog += AddDialog;
        page.Request += AddRequest;
    }

    public IPage Page { get; }

    public List<string> Said { get; } = [];

    public List<string> Requested { get; } = [];

    public async Task TakePicture(string name)
    {
        if (Environment.GetEnvironmentVariable("MAKEMORE_SCREENSHOTS") is { Length: > 0 } pictures)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"{name}.png"), FullPage = true });
    }

    public async ValueTask DisposeAsync()
    {
        Page.Console -= AddMessage;
        Page.PageError -= AddError;
        Page.Dialog -= AddDialog;
        Page.Request -= AddRequest;
        await giveBack(Page);
    }

    private void AddMessage(object? sender, IConsoleMessage message) => Said.Add(message.Text);

    private void AddError(object? sender, string error) => Said.Add(error);

    private void AddRequest(object? sender, IRequest request) => Requested.Add(request.Url);

    private async void AddDialog(object? sender, IDialog dialog)
    {
        Said.Add(dialog.Message);
        await dialog.DismissAsync();
    }
}
