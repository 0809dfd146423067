using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Makemore.Site.Tests;

/// <summary>
/// Anybody can read it: axe-core finds no fault (contrast, names, landmarks, order of headings), and no page is wider than a phone.
/// </summary>
public sealed class AccessTests(SiteReader reader, BuiltSite site) : IClassFixture<SiteReader>
{
    // Frames hold the playground, which has tests of its own.
    private static readonly AxeRunContext AllButFrames = new() { Exclude = [new("iframe")] };
    private static readonly AxeRunOptions OnlyFaults = new() { ResultTypes = [ResultType.Violations], Iframes = false };

    // The pages of types are made by the same code from like texts: one in twelve of them is looked at.
    private IEnumerable<string> Paths => site.Texts.Select(page => page.Path)
        .Where((path, i) => !path.StartsWith("reference/Makemore", StringComparison.Ordinal) || i % 12 == 0)
        .Append("source/src/Autograd/Variable.cs.html");

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_page_has_a_fault_that_axe_knows(ColorScheme scheme)
    {
        await using WatchedPage watched = await reader.Open("index.html", scheme: scheme);
        var faults = new List<string>();
        foreach (string path in Paths)
        {
            await Turn(watched.Page, path);
            AxeResult result = await watched.Page.RunAxe(AllButFrames, OnlyFaults);
            faults.AddRange(result.Violations.Select(fault => $"{path}: {fault.Id}: {fault.Help}: {PlacesOf(fault)}"));
        }

        Faults.AssertNone(faults);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(768)]
    public async Task No_page_is_wider_than_the_screen(int width)
    {
        await using WatchedPage watched = await reader.Open("index.html", width);
        foreach (string path in Paths)
        {
            await Turn(watched.Page, path);
            string[] wide = await watched.Page.EvaluateAsync<string[]>(
                """
                () => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
                  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.wide, .code'))
                  .map((one) => `${one.localName}.${one.className}: ${one.textContent.slice(0, 60)}`)
                """);
            Assert.True(wide.Length == 0, $"{path} at {width}: {string.Join('\n', wide.Take(4))}");
        }
    }

    // Waits for no frame: the engine in it takes a second to start.
    private static async Task Turn(IPage page, string path) =>
        await page.GotoAsync(SiteReader.Address + path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });

    private static string PlacesOf(AxeResultItem fault) =>
        string.Join(" | ", fault.Nodes.Take(3).Select(node => node.Html[..Math.Min(160, node.Html.Length)]));
}
