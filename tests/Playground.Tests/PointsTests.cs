using System.Text.Json;
using System.Text.RegularExpressions;
using Makemore.Worlds;
using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>The rung of points, as a reader uses it: the page of one file, opened from disk.</summary>
public sealed class PointsTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string FirstNeuron = ".neuron[aria-label='Layer 1, neuron 1'] canvas";

    [Fact]
    public async Task It_trains_in_float64_as_the_engine_does_here()
    {
        const int Steps = 100;
        await using WatchedPage watched = await Open();
        JsonElement page = JsonElement.Parse(await watched.Page.EvaluateAsync<string>(
            """
            async (steps) => {
              const engine = await page.engine();
              const training = await engine.call('Points.Start', 'spirals', 0.05, [5, 3], 'tanh', 10, '7', 'float64');
              await engine.call('Points.SetRate', training, 0.3);
              const ask = async (name, ...args) => [...await engine.call(`Points.${name}`, training, ...args)];
              const numbers = {
                known: await ask('Known'), fresh: await ask('Fresh'), losses: await ask('Train', steps), test: await ask('Test'),
                logits: await ask('Logits'), parameters: await ask('Parameters'), batch: await ask('LastBatch'),
                answer: await ask('Answer', 0.3, -0.4, 1),
                field: [...new Float32Array(Uint8Array.from(await ask('Field', 4, 1)).buffer)],
              };
              await engine.release(training);
              return JSON.stringify(numbers);
            }
            """,
            Steps));

        var here = PointTraining.Start("spirals", 0.05, [5, 3], "tanh", 10, 7, "float64");
        here.Rate = 0.3;
        AssertClose(here.Train(Steps), "losses");
        (PointResult known, PointResult fresh) = here.Test();
        PointAnswer answer = here.Answer(0.3, -0.4, 1);
        AssertClose(Flat(here.Known), "known");
        AssertClose(Flat(here.Fresh), "fresh");
        AssertClose([known.Loss, known.Accuracy, fresh.Loss, fresh.Accuracy], "test");
        AssertClose(here.Logits(), "logits");
        AssertClose(here.Parameters(), "parameters");
        AssertClose([.. here.LastBatch.ToArray().Select(i => (double)i)], "batch");
        AssertClose([answer.Logit, answer.Probability, answer.Loss, .. answer.Neurons], "answer");
        AssertClose([.. here.Field(4, 1).Select(value => (double)value)], "field", 1e-6);

        void AssertClose(double[] expected, string name, double tolerance = 1e-12)
        {
            double[] actual = [.. page.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++)
                Assert.True(
                    Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])),
                    $"{name}[{i}]: {expected[i]} and {actual[i]}");
        }
    }

    [Theory]
    [InlineData("one")]
    [InlineData("ten")]
    [InlineData("full")]
    public async Task It_learns_before_the_readers_eyes_and_requests_nothing(string speed)
    {
        await using WatchedPage watched = await Open($"set=blobs&layers=2&rate=3&batch=200&speed={speed}");
        IPage page = watched.Page;
        await page.EvaluateAsync("globalThis.frames = 0; (function count() { frames++; requestAnimationFrame(count); })();");
        string before = await Picture(page), neuron = await Picture(page, FirstNeuron);
        await page.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();
        await page.Locator(".counter").GetByText(new Regex("fresh ones (99|100)%")).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await watched.TakePicture($"points-{speed}");
        Assert.NotEqual(before, await Picture(page));
        Assert.NotEqual(neuron, await Picture(page, FirstNeuron));
        Assert.True(await page.EvaluateAsync<int>("frames") > 5, "the page stood still while the engine trained");
        Assert.Empty(watched.Said);
        Assert.All(watched.Requested, url => Assert.Matches("^(file|blob|data):", url));
        Assert.Single(watched.Requested, url => url.StartsWith("file:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_goal_is_reached_when_fresh_points_of_the_spirals_are_apart()
    {
        await using WatchedPage watched = await Open("set=spirals&layers=8-8&rate=0.3&noise=0.03&speed=full");
        ILocator state = watched.Page.Locator(".goal .state");
        Assert.Equal("", await state.InnerTextAsync());
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();
        await state.GetByText("Reached").WaitForAsync();
        Assert.Matches("Step [\\d,]{3,}", await watched.Page.Locator(".counter").InnerTextAsync());
    }

    [Fact]
    public async Task One_step_is_one_step_and_start_again_is_the_beginning()
    {
        await using WatchedPage watched = await Open();
        ILocator counter = watched.Page.Locator(".counter");
        string begun = await counter.InnerTextAsync();
        Assert.StartsWith("Step 0 ", begun, StringComparison.Ordinal);
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "One step" }).ClickAsync();
        await counter.GetByText("Step 1 ").WaitForAsync();
        await watched.Page.Locator(".says").GetByText("the ringed points, 10 drawn by chance").WaitForAsync();
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Start again" }).ClickAsync();
        await counter.GetByText("Step 0 ").WaitForAsync();
        Assert.Equal(begun, await counter.InnerTextAsync());
    }

    [Fact]
    public async Task Layers_and_neurons_come_and_go_and_the_address_keeps_them()
    {
        await using WatchedPage watched = await Open();
        IPage page = watched.Page;
        Assert.Equal(2 + 4 + 1, await page.Locator(".neuron").CountAsync());
        await Press("One hidden layer more");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.neuron').length === 2 + 4 + 4 + 1");
        await Press("One neuron more in layer 2");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.neuron').length === 2 + 4 + 5 + 1");
        await Press("One neuron less in layer 1");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.neuron').length === 2 + 3 + 5 + 1");
        Assert.Equal((2 * 3) + (3 * 5) + 5, await page.Locator(".lines path").CountAsync());
        Assert.Contains("layers=3-5", page.Url, StringComparison.Ordinal);
        await Press("One hidden layer less");
        await Press("One hidden layer less");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.neuron').length === 2 + 1");
        Assert.True(await page.GetByRole(AriaRole.Button, new() { Name = "One hidden layer less" }).IsDisabledAsync());

        async Task Press(string name) => await page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
    }

    [Fact]
    public async Task What_the_reader_sets_is_what_the_engine_gets()
    {
        await using WatchedPage watched = await Open();
        IPage page = watched.Page;
        string moons = await Picture(page);
        await page.GetByText("Spirals", new() { Exact = true }).ClickAsync();
        await page.Locator(".choice").GetByText("relu", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("Points in a step").FillAsync("7");
        await page.GetByLabel("Noise").FillAsync("0");
        await page.GetByLabel("Learning rate").FillAsync("5");
        await page.GetByLabel("Seed").FillAsync("5");
        await page.GetByLabel("Seed").BlurAsync();
        string kept = "#points?set=spirals&noise=0&layers=4&activation=relu&rate=0.3&batch=200&seed=5&speed=ten";
        Assert.EndsWith(kept, page.Url, StringComparison.Ordinal);
        var here = PointTraining.Start("spirals", 0, [4], "relu", 200, 5, "float32");
        string loss = here.Test().Known.Loss.ToString("G3", System.Globalization.CultureInfo.InvariantCulture);
        await page.Locator(".counter").GetByText($"Step 0 · loss {loss} ").WaitForAsync();
        Assert.NotEqual(moons, await Picture(page));
    }

    [Fact]
    public async Task An_address_that_makes_no_sense_begins_as_usual()
    {
        await using WatchedPage watched = await Open("set=stars&layers=9-x&rate=-1&batch=0&noise=many&seed=one&activation=sin&speed=warp");
        Assert.Equal("", await watched.Page.Locator("#problem").InnerTextAsync());
        Assert.Equal(2 + 4 + 1, await watched.Page.Locator(".neuron").CountAsync());
    }

    [Fact]
    public async Task By_keyboard_alone_one_trains_and_looks_at_a_point_and_a_neuron()
    {
        await using WatchedPage watched = await Open();
        IPage page = watched.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "One step" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".counter").GetByText("Step 1 ").WaitForAsync();

        ILocator about = page.Locator(".about");
        await page.Locator(".plane").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await about.GetByText("Point 1, class 0").WaitForAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await about.GetByText("Point 2, class 1").WaitForAsync();
        Assert.Equal(4 + 1, await page.Locator(".value:not(:empty)").CountAsync());
        await page.Keyboard.PressAsync("Escape");
        await about.GetByText("Click a point").WaitForAsync();
        Assert.Equal(0, await page.Locator(".value:not(:empty)").CountAsync());

        await page.GetByRole(AriaRole.Button, new() { Name = "Layer 1, neuron 2" }).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.GetByRole(AriaRole.Heading, new() { Name = "What neuron 2 of layer 1 sees" }).WaitForAsync();
        string says = await page.Locator(".says").InnerTextAsync();
        Assert.Matches(@"Neuron 2 of layer 1: tanh\(−?[\d.]+ · x [+−] [\d.]+ · y [+−] [\d.]+\)", says);
        Assert.Empty(watched.Said);
    }

    [Fact]
    public async Task A_point_is_chosen_where_the_reader_clicks()
    {
        await using WatchedPage watched = await Open("set=circles&noise=0");
        PointSet set = PointTraining.Start("circles", 0, [4], "tanh", 10, 1, "float32").Known;
        LocatorBoundingBoxResult box = (await watched.Page.Locator(".plane").BoundingBoxAsync())!;
        const int Wanted = 6;
        (float x, float y) = (set.Coordinates[2 * Wanted], set.Coordinates[(2 * Wanted) + 1]);
        await watched.Page.Locator(".plane").ClickAsync(new()
        {
            Position = new() { X = box.Width * ((x / 1.2f) + 1) / 2, Y = box.Height * (1 - (y / 1.2f)) / 2 },
        });
        await watched.Page.Locator(".about").GetByText($"Point {Wanted + 1}, class {set.Classes[Wanted]}").WaitForAsync();
    }

    [Theory]
    [InlineData("relu", "It says the same of every point")]
    [InlineData("tanh", "It is worse than a coin")]
    public async Task Steps_that_are_too_long_are_explained(string activation, string explanation)
    {
        await using WatchedPage watched = await Open($"set=spirals&layers=8-8&rate=10&activation={activation}&speed=full");
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();

        // In one look: it trains on, and may say something else in the next moment.
        await watched.Page.Locator(".says")
            .GetByText(new Regex($"^{explanation}.*Choose a smaller learning rate, and start again\\.$")).WaitForAsync();
    }

    [Fact]
    public async Task It_fits_a_phone()
    {
        await using WatchedPage watched = await Open("layers=8-8-8-8", width: 390);
        await watched.TakePicture("points-phone");
        Assert.True(await watched.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    private static double[] Flat(PointSet set) =>
        [.. set.Classes.SelectMany((ofClass, i) => new double[] { set.Coordinates[2 * i], set.Coordinates[(2 * i) + 1], ofClass })];

    private static Task<string> Picture(IPage page, string canvas = ".plane") =>
        page.Locator(canvas).EvaluateAsync<string>("canvas => canvas.toDataURL()");

    private async Task<WatchedPage> Open(string address = "", int width = 1440)
    {
        string file = Path.Combine(Repository.Root.FullName, "src/Playground/bin/Release/net10.0/publish/playground.html");
        Assert.SkipUnless(File.Exists(file), "the page is not published: dotnet publish src/Playground -c Release");
        WatchedPage watched = await chromium.NewPage(width);
        await watched.Page.GotoAsync($"{new Uri(file).AbsoluteUri}#points?{address}");
        await watched.Page.Locator("body[data-ready=points]").WaitForAsync();
        return watched;
    }
}
