using Microsoft.Playwright;

namespace Makemore.Runner.Tests;

/// <summary>Opens the report of a training as its reader does.</summary>
public sealed class ReportInBrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_training_writes_a_page_that_reads_without_script()
    {
        await using WatchedPage watched = await chromium.NewPage(390, runsScript: false);
        using var program = new Program();
        File.WriteAllText(program.PathOf("few.txt"), "anu\nravi\nmeera\narun\nleela\nkiran\n");
        Outcome outcome = program.Run("train", "mlp", "--input", "few.txt", "--schedule", "0.1:50");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        await watched.Page.GotoAsync(new Uri(program.PathOf(Path.Combine("out", "report.html"))).AbsoluteUri);
        Assert.Equal(5, await watched.Page.GetByRole(AriaRole.Img).CountAsync());
        Assert.Equal("Multilayer perceptron on few.txt", await watched.Page.TitleAsync());
    }
}
