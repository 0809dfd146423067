using System.Globalization;
using Makemore.Worlds;
using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>The rung of the deep network: its numbers, its goal, and its address.</summary>
public sealed class DepthTests(Reader reader) : ReaderTests(reader)
{
    private static readonly Lazy<DepthTraining> Here = new(() => new DepthTraining(Shipped.Names, 1234, 1, normalizes: false));

    [Theory]
    [InlineData("depth?gain=1", 1, false)]
    [InlineData("depth", 5 / 3.0, false)]
    [InlineData("depth?gain=1.67&norm=on", 5 / 3.0, true)]
    public async Task The_layers_that_are_shown_are_the_engines(string address, double gain, bool normalizes)
    {
        IPage page = await Reader.Turn(address);
        Here.Value.Begin(gain, normalizes);
        DepthLook look = Here.Value.Look();
        Assert.Equal(look.Growth.ToString("0.00", CultureInfo.InvariantCulture), await page.Text("#growth"));
        Assert.Equal(look.Loss.ToString("0.000", CultureInfo.InvariantCulture), await page.Text("#loss"));
        string[] strips = await Strips(page);
        Assert.Equal(2 * DeepNetwork.Layers, strips.Length);
        foreach ((int i, DepthLayer layer) in look.Layers.Index())
        {
            Assert.Equal(
                string.Create(CultureInfo.InvariantCulture, $"What layer {i + 1} says: spread {layer.Outputs.Spread:0.00}, {100 * layer.Saturated:0.0} % saturated"),
                strips[2 * i]);
            Assert.Equal(
                string.Create(CultureInfo.InvariantCulture, $"The gradients of layer {i + 1}: spread {layer.Gradients.Spread:0.0e-0}"), strips[(2 * i) + 1]);
        }
    }

    [Fact]
    public async Task A_bar_is_as_high_as_its_part_is_full()
    {
        IPage page = await Reader.Turn("depth?gain=1");
        Here.Value.Begin(1, normalizes: false);
        int[] parts = Here.Value.Look().Layers[1].Outputs.Bins;
        string bars = (await page.Locator(".strip").Nth(2).Locator(".bars").First.GetAttributeAsync("d"))!;
        double[] heights = [.. bars.Split('M').Skip(1).Select(bar => 20 - double.Parse(bar.Split('V')[1].Split('h')[0], CultureInfo.InvariantCulture))];
        Assert.Equal(48, heights.Length); // the ends are drawn apart
        for (int i = 0; i < heights.Length; i++) Assert.Equal(Math.Max(0.4, 20.0 * parts[i + 1] / parts.Max()), heights[i], 0.01);
    }

    [Fact]
    public async Task A_step_is_the_engines_and_starting_again_takes_it_back()
    {
        IPage page = await Reader.Turn("depth?gain=3&norm=on&rate=1");
        string[] before = await Strips(page);
        Here.Value.Begin(3, normalizes: true);
        Here.Value.Rate = 1;
        double loss = Here.Value.Train(1)[^1];
        await page.GetByRole(AriaRole.Button, new() { Name = "One step" }).ClickAsync();
        await page.Settle();
        Assert.Equal("1", await page.Text("#steps"));
        Assert.Equal(loss.ToString("0.000", CultureInfo.InvariantCulture), await page.Text("#loss"));
        Assert.Equal(Here.Value.Look().Growth.ToString("0.00", CultureInfo.InvariantCulture), await page.Text("#growth"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Start again" }).ClickAsync();
        await page.Settle();
        Assert.Equal("0", await page.Text("#steps"));
        Assert.Equal(before, await Strips(page));
    }

    [Fact]
    public async Task The_goal_is_a_gain_between_one_and_five_thirds_and_the_address_keeps_it()
    {
        await using WatchedPage watched = await Reader.Open("depth?gain=1");
        IPage page = watched.Page;
        Assert.StartsWith("It fades: ", (await page.Text("#says")).Split('\n')[^1], StringComparison.Ordinal);
        await page.GetByText("on", new() { Exact = true }).ClickAsync();
        await page.Settle();
        Assert.Contains("norm=on", page.Url, StringComparison.Ordinal);
        await page.GetByText("off", new() { Exact = true }).ClickAsync();
        await page.Settle();
        Assert.Equal("", await page.Text(".goal .state"));
        await page.Locator("#gain").FillAsync("10"); // 1.3
        await page.Settle();
        Assert.Equal("1.3", await page.Text("output[for=gain]"));
        Assert.Equal("✓ Reached.", await page.Text(".goal .state"));
        Assert.Contains("gain=1.3", page.Url, StringComparison.Ordinal);
        await page.Locator("#gain").FillAsync("14");
        await page.Settle();
        Assert.Equal("5/3", await page.Text("output[for=gain]"));
        Assert.Contains("gain=1.67", page.Url, StringComparison.Ordinal);
        await page.Locator("#gain").FillAsync("28");
        await page.Settle();
        Assert.StartsWith("It saturates: 41 % ", (await page.Text("#says")).Split('\n')[^1], StringComparison.Ordinal);
        Assert.Empty(watched.Said);
    }

    [Fact]
    public async Task Training_moves_the_layers_and_pausing_shows_where_they_are()
    {
        IPage page = await Reader.Turn("depth");
        string[] before = await Strips(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();
        await page.WaitForFunctionAsync("() => Number(document.getElementById('steps').value) > 20");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await page.Settle();
        Assert.NotEqual(before, await Strips(page));
        Assert.Equal(DeepNetwork.Layers + 1, await page.Locator("[aria-label='How large a step is'] .curve").CountAsync());
        string steps = await page.Text("#steps");
        await page.Settle();
        Assert.Equal(steps, await page.Text("#steps"));
        Assert.Equal("Train", await page.Text(".main"));
    }

    private static Task<string[]> Strips(IPage page) =>
        page.EvaluateAsync<string[]>("() => Array.from(document.querySelectorAll('.strip'), (one) => one.getAttribute('aria-label'))")!;
}
