using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>The page fits: phones and screens, light and dark.</summary>
public sealed class LayoutTests(Reader reader) : ReaderTests(reader)
{
    // What stands over the edge of the page, and the words of graphs that stand over the edge of their box.
    private const string Faults = """
        () => {
          const faults = [];
          const { scrollWidth } = document.documentElement;
          if (scrollWidth > innerWidth) {
            const wide = [...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5);
            faults.push(`the page is ${scrollWidth} wide: ${wide.slice(0, 3).map((one) => `${one.tagName} ${one.id || one.className.baseVal || one.className}`)}`);
          }
          for (const node of document.querySelectorAll('.node')) {
            const box = node.querySelector('rect').getBBox();
            for (const text of node.querySelectorAll('text')) {
              const words = text.getBBox();
              if (words.width > 0 && (words.x < box.x || words.x + words.width > box.x + box.width || words.y < box.y - 1 || words.y + words.height > box.y + box.height + 3))
                faults.push(`${node.id}: '${text.textContent}' is ${words.width.toFixed(0)} wide`);
            }
          }
          for (const svg of document.querySelectorAll('svg.graph')) {
            const { width, height } = svg.viewBox.baseVal;
            for (const text of svg.querySelectorAll('text')) {
              const words = text.getBBox();
              if (words.width > 0 && (words.x < -1 || words.x + words.width > width + 1 || words.y < -1 || words.y + words.height > height + 1))
                faults.push(`'${text.textContent}' is cut off at the edge of the graph`);
            }
          }
          return faults;
        }
        """;

    [Theory]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(768, ColorScheme.Light)]
    [InlineData(1024, ColorScheme.Dark)]
    [InlineData(1366, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    public async Task Every_rung_fits(int width, ColorScheme scheme)
    {
        await using WatchedPage watched = await Reader.Open("slope", width, scheme: scheme);
        IPage page = watched.Page;
        string ground = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        Assert.Equal(scheme == ColorScheme.Dark ? "rgb(20, 23, 28)" : "rgb(251, 250, 247)", ground);
        string[] addresses = [.. LadderTests.Rungs, "expression?world=loss", "names?net=wavenet", "names?net=lstm&name=chandrashekh", "names?walk=virat&walk-ask=0&walk-step=25&walk-node=h"];
        foreach (string address in addresses)
        {
            await page.Turn(address);
            await page.Settle();
            string[] faults = await page.EvaluateAsync<string[]>(Faults);
            Assert.True(faults.Length == 0, $"{address}: {string.Join('\n', faults)}");
            await watched.TakePicture($"playground-{address.Split('?')[0]}-{width}-{scheme}");
        }

        Assert.Empty(watched.Said);
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1440)]
    public async Task Every_moment_of_a_walk_fits(int width)
    {
        await using WatchedPage watched = await Reader.Open("expression?ask=0", width);
        IPage page = watched.Page;
        string[] addresses = [.. World.All.Select(world => $"expression?world={world.Id}&ask=0&break=overwrite"), "names?walk=prabhas&walk-ask=0&walk-break=leftover"];
        foreach (string address in addresses)
        {
            await page.Turn(address);
            string[] faults = await page.EvaluateAsync<string[]>($$"""
                async () => {
                  const faults = [], find = {{Faults}};
                  for (let step = 0; step <= page.walk.run.events.length; step++) {
                    await page.walk.go({ step });
                    faults.push(...find().map((fault) => `step ${step}: ${fault}`));
                  }
                  return faults;
                }
                """);
            Assert.True(faults.Length == 0, $"{address}: {string.Join('\n', faults.Take(10))}");
        }

        Assert.Empty(watched.Said);
    }

    [Fact]
    public async Task Names_numbers_and_words_of_any_length_stay_in_their_boxes()
    {
        await using WatchedPage watched = await Reader.Open("expression?ask=0", 1440);
        IPage page = watched.Page;
        string text = Uri.EscapeDataString("WWWWWWWWWWWWWWWWWWWW = a*mmmmmmmmmmmmmmmmmmmm; y = WWWWWWWWWWWWWWWWWWWW + exp(WWWWWWWWWWWWWWWWWWWW)*größe");
        await page.Turn($"expression?text={text}&in=a:-123.456789,mmmmmmmmmmmmmmmmmmmm:-1.23456789e-7&ask=0&step=1000&rate=0");
        string[] faults = await page.EvaluateAsync<string[]>(Faults);
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("shared", "c")]
    [InlineData("small", "d")]
    [InlineData("neuron", "h")]
    [InlineData("loss", "o")]
    public async Task The_total_of_a_node_that_sends_is_above_the_fold(string world, string node)
    {
        await using WatchedPage watched = await Reader.Open($"expression?world={world}&ask=0", 1366, 768);
        int time = await watched.Page.EvaluateAsync<int>(
            $"page.walk.run.events.findIndex((one) => one.phase === 'backward' && !one.isStart && page.walk.run.nodes[one.node].name === '{node}') + 1");
        Assert.NotEqual(0, time);
        for (int i = 0; i < time; i++) await watched.Page.Press("ArrowRight");
        Assert.InRange(await watched.Page.EvaluateAsync<double>("document.querySelector('.ledger tfoot').getBoundingClientRect().bottom"), 1, 768);
    }
}
