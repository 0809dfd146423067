using Makemore.Worlds;
using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>The rungs of the slope, the neuron, the letters and the proof: their numbers, and that their goals can be reached by doing what they say.</summary>
public sealed class SmallRungTests(Reader reader) : ReaderTests(reader)
{
    [Theory]
    [InlineData("square", -1, -2)]
    [InlineData("cubic", 2, 9)]
    [InlineData("sin", 0, 2)]
    [InlineData("exp", 0, 1)]
    [InlineData("tanh", 0, 1)]
    public async Task The_slope_that_is_shown_is_the_curves(string curve, double x, double slope)
    {
        IPage page = await Reader.Turn($"slope?f={curve}&x={x}");
        Assert.Equal(slope, Numbers.Shown(await page.Text("#slope-here")));
    }

    [Fact]
    public async Task A_push_says_how_far_the_curve_went()
    {
        IPage page = await Reader.Turn("slope?f=square&x=-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Push x up by 0.1" }).ClickAsync();
        await page.Settle();
        Assert.StartsWith("You pushed x by +0.1, and y went by −0.19: −1.9 times as far. ", await page.Text(".says"), StringComparison.Ordinal);
        Assert.Contains("x=-0.9", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_clicks_fast_gets_the_curve_that_was_clicked_last()
    {
        IPage page = await Reader.Turn("slope?x=0");
        await page.EvaluateAsync("() => ['cubic', 'tanh', 'exp', 'square', 'sin'].forEach((id) => document.querySelector(`[value=${id}]`).click())");
        await page.Settle();
        Assert.Equal("", await page.Text("#problem"));
        Assert.Equal(2, Numbers.Shown(await page.Text("#slope-here")));
    }

    [Fact]
    public async Task The_goal_of_the_slope_is_another_flat_place_of_the_cubic()
    {
        await using WatchedPage watched = await Reader.Open("slope?f=cubic&x=1");
        IPage page = watched.Page;
        Assert.Equal("", await page.Text(".goal .state"));
        await page.Locator("#x").FillAsync("0.5");
        await page.Settle();
        Assert.Equal("", await page.Text(".goal .state"));
        await page.Locator("#x").FillAsync("-1");
        await page.Settle();
        Assert.Equal("✓ Reached.", await page.Text(".goal .state"));
        await page.Turn("neuron");
        await page.Turn("slope");
        Assert.Equal("✓ Reached.", await page.Text(".goal .state")); // it stays
        Assert.Empty(watched.Said);
    }

    [Fact]
    public async Task A_step_of_the_neuron_is_the_engines_and_the_goal_is_reached_with_a_good_rate()
    {
        await using WatchedPage watched = await Reader.Open("neuron?rate=1");
        IPage page = watched.Page;
        double w = -1.2;
        for (int step = 0; step <= 3; step++)
        {
            double o = Math.Tanh(w), loss = (o - 0.5) * (o - 0.5);
            Assert.StartsWith($"Step {step} ", await page.Text(".slope-reads"), StringComparison.Ordinal);
            Numbers.AssertClose(loss, Numbers.Shown(await page.Text("#loss")), 1e-3);
            w -= 2 * (o - 0.5) * (1 - (o * o));
            Numbers.AssertClose(w, Numbers.Shown((await page.Text(".formula")).Split(" = ")[^1]), 1e-3);
            await Press(page, "One step");
        }

        await Press(page, "Start again");
        Assert.StartsWith("Step 0 ", await page.Text(".slope-reads"), StringComparison.Ordinal);
        Assert.Equal("", await page.Text(".goal .state"));
        await page.Locator("#rate").FillAsync("0.5"); // 10^0.5: too far
        for (int step = 0; step < 10; step++) await Press(page, "One step");
        Assert.Equal("", await page.Text(".goal .state"));
        await Press(page, "Start again");
        await page.Locator("#rate").FillAsync("-0.2");
        for (int step = 0; step < 3; step++) await Press(page, "One step");
        Assert.Equal("✓ Reached.", await page.Text(".goal .state"));
        Assert.Empty(watched.Said);
    }

    [Fact]
    public async Task A_neuron_that_trains_by_itself_arrives_and_stops()
    {
        IPage page = await Reader.Turn("neuron?rate=3");
        await page.Locator(".main").ClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('.says').textContent.startsWith('It has arrived')");
        await page.Locator(".main").ClickAsync();
        Assert.Equal("Train", await page.Text(".main"));
    }

    [Fact]
    public async Task A_step_of_the_letters_is_the_engines()
    {
        IPage page = await Reader.Turn("letters?seed=3&letter=r&rate=1");
        var here = new LetterRow(Shipped.Names, 3);
        here.Choose(here.Vocabulary.Encode("r")[0]);
        here.See(null);
        await Same();
        await Press(page, "One step");
        here.Step(1);
        await Same();
        await page.Locator(".rowbar").Nth(5).ClickAsync(); // e came next
        await page.Settle();
        here.See(5);
        await Same();
        Assert.Contains("example=e", page.Url, StringComparison.Ordinal);

        async Task Same()
        {
            string[] bars = (await page.EvaluateAsync<string[]>("() => Array.from(document.querySelectorAll('.rowbar'), (bar) => bar.getAttribute('aria-label'))"))!;
            Assert.Equal(27, bars.Length);
            for (int i = 0; i < 27; i++)
            {
                string[] numbers = bars[i].Split(": p ")[1].Split(", target ");
                Numbers.AssertClose(here.Probabilities[i], Numbers.Shown(numbers[0]), 1e-3);
                Numbers.AssertClose(here.Target[i], Numbers.Shown(numbers[1].Split(", gradient ")[0]), 1e-3);
                Numbers.AssertClose(here.Gradient[i], Numbers.Shown(numbers[1].Split(", gradient ")[1]), 1e-3);
            }

            Numbers.AssertClose(here.Loss, Numbers.Shown(await page.Text("#loss")), 1e-3);
        }
    }

    [Fact]
    public async Task The_goal_of_the_letters_is_reached_by_seeing_all_examples()
    {
        await using WatchedPage watched = await Reader.Open("letters?rate=10");
        IPage page = watched.Page;
        for (int step = 0; step < 100 && await page.Text(".goal .state") == ""; step++) await Press(page, "One step");
        Assert.Equal("✓ Reached.", await page.Text(".goal .state"));
        await Press(page, "Start again");
        Assert.StartsWith("Step 0 ", await page.Text(".says"), StringComparison.Ordinal);
        Assert.Empty(watched.Said);
    }

    private static async Task Press(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
        await page.Settle();
    }

    [Fact]
    public async Task The_goal_of_the_proof_is_that_everything_was_checked_and_is_right()
    {
        await using WatchedPage watched = await Reader.Open("proof");
        IPage page = watched.Page;
        Assert.Equal(EngineCheck.Everything, await page.Locator(".proofs .name").AllTextContentsAsync());
        await page.Click(".stage button.main");
        await page.GetByText("✓ Reached.").WaitForAsync();
        int count = EngineCheck.Everything.Count;
        Assert.Equal($"{count} of {count} are checked, {count} are right.", await page.Text(".says"));
        Assert.Equal(0, await page.Locator(".proofs .fails").CountAsync());
        Assert.Matches("^(7|8|9|10|11|12) digits$", await page.Locator(".proofs li").First.Locator(".number").TextContentAsync());
        Assert.Empty(watched.Said);
    }

    /// <summary>An error of the engine is not shown as a check that went well.</summary>
    [Fact]
    public async Task A_gradient_that_is_wrong_is_shown_as_wrong_and_the_goal_is_not_reached()
    {
        await using WatchedPage watched = await Reader.Open("proof");
        IPage page = watched.Page;
        await page.EvaluateAsync(
            """
            async () => {
              const engine = await page.engine(), call = engine.call;
              const wrong = btoa(String.fromCharCode(...new Uint8Array(new Float64Array([0.5]).buffer)));
              engine.call = async (name, ...args) => name === 'Checks.Check' && args[0] === 'Tanh'
                ? JSON.stringify({ name: 'Tanh', error: wrong, isSteady: true, isRight: false }) : call.apply(engine, [name, ...args]);
            }
            """);
        await page.Click(".stage button.main");
        int count = EngineCheck.Everything.Count;
        await page.GetByText($"{count} of {count} are checked, {count - 1} are right.").WaitForAsync();
        Assert.Equal("TanhWRONG: 0.5", await page.Locator(".proofs .fails").TextContentAsync());
        Assert.Equal("", await page.Text(".goal .state"));
    }
}
