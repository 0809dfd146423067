using Makemore.Worlds;
using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>The rungs that learn names: training, going back, and what is shown meanwhile.</summary>
public sealed class NamesTests(Reader reader) : ReaderTests(reader)
{
    [Fact]
    public async Task What_is_shown_is_what_the_engine_computes()
    {
        IPage page = await Reader.Turn("names?seed=3&beginning=vi");
        NamesTraining here = NamesTraining.Start("mlp", Shipped.Names, [], 32, 3, "float32");
        Numbers.AssertClose(here.Loss(), double.Parse(await page.Text("#loss")), 1e-3);
        Assert.Contains("The loss is the mean of −ln p", await page.Text("#says"), StringComparison.Ordinal);
        await AssertNext(page, here, "vi");
        here.Rate = 0.1;
        Numbers.AssertClose(here.Train(1)[0], await Step(), 1e-3);
        Assert.Equal("1", await page.Text("#steps"));
        await AssertNext(page, here, "vi");
        await page.Fill("#beginning", "");
        Assert.DoesNotContain("beginning", page.Url, StringComparison.Ordinal);
        await AssertNext(page, here, "");

        async Task<double> Step()
        {
            await Press(page, "One step");
            return double.Parse(await page.Text("#loss"));
        }
    }

    [Fact]
    public async Task The_rate_of_the_slider_is_that_of_the_next_step()
    {
        IPage page = await Reader.Turn("names?seed=3");
        NamesTraining here = NamesTraining.Start("mlp", Shipped.Names, [], 32, 3, "float32");
        await page.Locator("#rate").FillAsync("-1.7"); // 10^−1.7 = 0.02
        await page.Settle();
        Assert.Contains("rate=0.02", page.Url, StringComparison.Ordinal);
        here.Rate = 0.02;
        for (int step = 0; step < 3; step++)
        {
            await Press(page, "One step");
            here.Train(1);
        }

        await AssertNext(page, here, "ra");
    }

    [Fact]
    public async Task Names_of_step_100_and_1000_stay_and_start_again_forgets_them()
    {
        IPage page = await Reader.Turn("names");
        await Assertions.Expect(page.Locator(".made dt")).ToHaveTextAsync(["untrained"]);
        await Press(page, "Train");
        await page.WaitForFunctionAsync("() => Number(document.getElementById('steps').value) > 1100");
        await Press(page, "Pause");
        Assert.Equal(["after 0", "after 100", "after 1,000", "now"], await Headings());
        NamesTraining here = NamesTraining.Start("mlp", Shipped.Names, [], 32, 1, "float32");
        here.Rate = 0.1;
        string[] rows = [.. await page.Locator(".made dd").AllInnerTextsAsync()];
        Assert.Equal(string.Join(' ', here.Sample(1, 10)), Whole(rows[0]));
        Assert.All(rows, row => Assert.NotEqual("", row.Trim()));
        Assert.Equal(rows, rows.Distinct());
        int steps = int.Parse(await page.Text("#steps"));
        await page.Settle();
        Assert.Equal(steps, int.Parse(await page.Text("#steps"))); // paused

        await Press(page, "Start again");
        await Assertions.Expect(page.Locator(".made dt")).ToHaveTextAsync(["untrained"]);
        await Assertions.Expect(page.Locator("#steps")).ToHaveTextAsync("0");

        async Task<string[]> Headings() => [.. await page.Locator(".made dt").AllInnerTextsAsync()];
        static string Whole(string row) => string.Join(' ', row.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task A_click_on_the_curve_takes_the_network_back_to_that_step()
    {
        IPage page = await Reader.Turn("names");
        await Press(page, "Train");
        await page.WaitForFunctionAsync("() => Number(document.getElementById('steps').value) > 600");
        await Press(page, "Pause");
        int before = int.Parse(await page.Text("#steps"));
        await page.Locator(".loss .chart").ClickAsync(new() { Position = await PlaceOf(page, 0.4) });
        await page.Settle();
        int there = int.Parse(await page.Text("#steps"));
        Assert.InRange(there, before * 0.35, before * 0.45);
        Assert.Equal(1, await page.Locator(".curve.gone").CountAsync());

        // From there on it learns what it learned before: the same batches.
        NamesTraining here = NamesTraining.Start("mlp", Shipped.Names, [], 32, 1, "float32");
        here.Rate = 0.1;
        here.Train(there);
        await AssertNext(page, here, "ra", 1.5); // after hundreds of steps, other roundings add up
        await Press(page, "One step");
        Assert.Equal($"{there + 1}", await page.Text("#steps"));
    }

    [Theory]
    [InlineData("names", 2.2, "rate=0.3&start=good")]
    [InlineData("gpt", 2.1, "")]
    public async Task It_learns_within_seconds(string rung, double loss, string how)
    {
        IPage page = await Reader.Turn($"{rung}?{how}");
        await Press(page, "Train");
        await page.WaitForFunctionAsync(
            $"() => Number(document.getElementById('steps').value) >= 200 && Number(document.getElementById('loss').textContent) < {loss}");
        await Press(page, "Pause");
        Assert.Equal("✓ Reached.", await page.Text(".goal .state"));
    }

    [Fact]
    public async Task The_walk_is_on_the_network_as_it_is_now()
    {
        IPage page = await Reader.Turn("names");
        await Press(page, "One step");
        await page.Locator("#walked").FillAsync("uma");
        await page.Press("Enter");
        Assert.Contains("After 1 steps. It learns from “...” → “u”, “..u” → “m”, “.um” → “a”.", await page.Text("[aria-label='Walk a step']"), StringComparison.Ordinal);
        NamesTraining here = NamesTraining.Start("mlp", Shipped.Names, [], 32, 1, "float32");
        here.Rate = 0.1;
        here.Train(1);
        double loss = Walk.Take(here.StepOn("uma", 3).Program, 0.1).Values[^1][0];
        Assert.Equal(loss, await page.EvaluateAsync<double>("page.walk.run.nodes.at(-1).value[0]"), 1e-3 * loss);
        await page.Press("ArrowRight");
        Assert.Equal(1, await page.Step()); // the field gave the keys back
    }

    [Fact]
    public async Task What_each_letter_looks_at_is_the_engines()
    {
        IPage page = await Reader.Turn("gpt?name=virat");
        NamesTraining here = NamesTraining.Start("gpt", Shipped.Names, [], 16, 1, "float32");
        await AssertHeads(5);
        await page.Locator(".heads svg").First.Locator(".letter").Nth(2).ClickAsync();
        await page.Settle();
        await AssertHeads(2);

        async Task AssertHeads(int from)
        {
            double[] attention = here.Attention("virat");
            string[] labels = (await page.EvaluateAsync<string[]>("() => Array.from(document.querySelectorAll('.heads svg'), (head) => head.getAttribute('aria-label'))"))!;
            Assert.Equal(4, labels.Length);
            for (int head = 0; head < 4; head++)
            {
                string expected = string.Join(", ", ".virat".Select((letter, i) => $"{letter} {attention[(((head * 6) + from) * 6) + i]:G2}"));
                double[] shown = [.. labels[head].Split(": ")[1].Split(", ").Select(one => Numbers.Shown(one.Split(' ')[1]))];
                Numbers.AssertClose([.. Enumerable.Range(0, 6).Select(i => attention[(((head * 6) + from) * 6) + i])], shown, 0.01, expected);
            }
        }
    }

    private static async Task AssertNext(IPage page, NamesTraining here, string beginning, double tolerance = 0.05)
    {
        await page.Fill("#beginning", beginning);
        string[] titles = (await page.EvaluateAsync<string[]>("() => Array.from(document.querySelectorAll('.bar'), (bar) => bar.title)"))!;
        double[] next = here.Next(beginning);
        Assert.Equal(next.Length, titles.Length);
        foreach ((string title, double p) in titles.Zip(next)) Assert.Equal(100 * p, Numbers.Shown(title.Split(": ")[1].Split(' ')[0]), tolerance);
    }

    private static async Task<Position> PlaceOf(IPage page, double part)
    {
        LocatorBoundingBoxResult box = (await page.Locator(".loss .chart").BoundingBoxAsync())!;
        float left = await page.EvaluateAsync<float>("() => { const { width } = document.querySelector('.loss .chart').viewBox.baseVal; return 40 / width; }");
        float right = await page.EvaluateAsync<float>("() => { const { width } = document.querySelector('.loss .chart').viewBox.baseVal; return (width - 8) / width; }");
        return new Position { X = box.Width * (float)(left + (part * (right - left))), Y = box.Height / 2 };
    }

    private static async Task Press(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
        if (name != "Train") await page.Settle();
    }
}
