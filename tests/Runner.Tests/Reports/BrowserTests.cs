using Makemore.Runner.Reports;
using Microsoft.Playwright;

namespace Makemore.Runner.Tests;

/// <summary>Opens the report as its reader does. MAKEMORE_SCREENSHOTS names a folder to keep pictures of it in.</summary>
public sealed class BrowserTests : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly string folder = Directory.CreateTempSubdirectory("makemore-").FullName;
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"there is no {Chromium}");
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    public async Task The_page_is_quiet_keeps_to_itself_and_fits(int width, ColorScheme scheme)
    {
        string path = Path.Combine(folder, "report.html");
        await File.WriteAllTextAsync(path, ReportPage.Write(HostileReport.Report), TestContext.Current.CancellationToken);
        await using IBrowserContext context = await browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 844 }, ColorScheme = scheme });
        IPage page = await context.NewPageAsync();
        List<string> said = [], requested = [];
        page.Console += (_, message) => said.Add(message.Text);
        page.PageError += (_, error) => said.Add(error);
        page.Dialog += async (_, dialog) =>
        {
            said.Add(dialog.Message);
            await dialog.DismissAsync();
        };
        page.Request += (_, request) => requested.Add(request.Url);

        string address = new Uri(path).AbsoluteUri;
        await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
        await TakePicture(page, $"hostile-{width}-{scheme}");

        Assert.Empty(said);
        Assert.Equal([address], requested);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.True(await page.GetByText(HostileReport.Script, new() { Exact = true }).First.IsVisibleAsync());
        Assert.Equal(0, await page.Locator("script, img").CountAsync());

        // As a screen reader finds them: by role, with a name that is not empty.
        int pictures = await page.GetByRole(AriaRole.Img).CountAsync(), named = await page.GetByRole(AriaRole.Img, new() { NameRegex = new(".") }).CountAsync();
        Assert.Equal((HostileReport.FigureCount, HostileReport.FigureCount), (pictures, named));
        int links = await page.GetByRole(AriaRole.Link).CountAsync();
        Assert.Equal(links, await page.GetByRole(AriaRole.Link, new() { NameRegex = new(".") }).CountAsync());

        // The page is dark where the reader asks for it, and the figures keep their light ground.
        string ground = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        Assert.Equal(scheme == ColorScheme.Dark ? "rgb(20, 23, 28)" : "rgb(252, 252, 250)", ground);
    }

    [Fact]
    public async Task A_training_writes_a_page_that_reads_without_script()
    {
        using var program = new Program();
        File.WriteAllText(program.PathOf("few.txt"), "anu\nravi\nmeera\narun\nleela\nkiran\n");
        Outcome outcome = program.Run("train", "mlp", "--input", "few.txt", "--schedule", "0.1:50");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        IPage page = await browser!.NewPageAsync(new() { ViewportSize = new() { Width = 390, Height = 844 }, JavaScriptEnabled = false });
        await page.GotoAsync(new Uri(program.PathOf(Path.Combine("out", "report.html"))).AbsoluteUri);
        Assert.Equal(4, await page.GetByRole(AriaRole.Img).CountAsync());
        Assert.Equal("Multilayer perceptron on few.txt", await page.TitleAsync());
    }

    private static async Task TakePicture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("MAKEMORE_SCREENSHOTS") is { Length: > 0 } pictures)
            await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"{name}.png"), FullPage = true });
    }
}
