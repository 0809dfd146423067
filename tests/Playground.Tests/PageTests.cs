using System.Text.Json;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;
using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>The engine in the page is the engine: the page of one file, opened from disk, computes what it computes here.</summary>
public sealed class PageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int Seed = 7, Steps = 100, BatchSize = 32;
    private const string Schedule = "0.1:60,0.01:40";

    private static readonly string[] Names =
        ["anu", "ravi", "meera", "arun", "leela", "kiran", "virat", "asha", "dev", "rohan", "nila", "priya", "uma", "zara"];

    [Fact]
    public async Task It_trains_in_float64_as_the_engine_does_here()
    {
        await using WatchedPage watched = await Open();
        JsonElement page = await Train(watched.Page, "float64");

        NeuralModel<float> drawn = Drawn();
        NeuralModel<double> model = drawn.Converted<double>();
        Examples examples = new Split(new Examples(Names, drawn.Vocabulary, model.BlockSize), SplitFractions.Default, default).Train;
        GraphBatch<double> batch = ExampleBatch.Drawn(model, examples, BatchSize, new TorchGenerator(Seed));
        var trainer = new Trainer<double>(batch, new Sgd<double>(batch.Parameters));
        var schedule = LearningRateSchedule.Parse(Schedule);
        double[] losses = [.. Enumerable.Range(0, Steps).Select(step => trainer.Step(schedule.RateAt(step)))];

        AssertClose(losses, Numbers(page.GetProperty("losses")), 1e-12);
        AssertClose([Evaluation.Loss(model, new DistinctContexts(examples))], [page.GetProperty("loss").GetDouble()], 1e-12);
        Assert.Equal(model.Tensors.Select(tensor => tensor.Name), page.GetProperty("tensors").EnumerateObject().Select(one => one.Name));
        foreach (NamedTensor<double> tensor in model.Tensors)
            AssertClose(tensor.Value.Span.ToArray(), Numbers(page.GetProperty("tensors").GetProperty(tensor.Name)), 1e-12);
        string[] made = Experiment.Sample(model, Seed, 10, new SamplingOptions());
        Assert.Equal(made, page.GetProperty("names").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task It_trains_in_float32_as_the_train_command_does()
    {
        await using WatchedPage watched = await Open();
        JsonElement page = await Train(watched.Page, "float32");

        var plan = new TrainingPlan(ModelKinds.Perceptron) { Schedule = LearningRateSchedule.Parse(Schedule), BatchSize = BatchSize };
        using TrainingRun<float> run = TrainingRun.Of(plan, List, Seed);
        double[] losses = [.. Enumerable.Range(0, Steps).Select(step => run.Trainer.Step(plan.Schedule!.RateAt(step)))];
        AssertClose(losses, Numbers(page.GetProperty("losses")), 1e-3); // vectors of other widths round otherwise
    }

    [Fact]
    public async Task It_learns_before_the_readers_eyes_and_requests_nothing()
    {
        await using WatchedPage watched = await Open();
        IPage page = watched.Page;
        await page.EvaluateAsync("""
            () => {
              globalThis.frames = 0;
              const count = () => { frames++; requestAnimationFrame(count); };
              count();
            }
            """);
        ILocator names = page.Locator("#names");
        string untrained = await names.InnerTextAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();
        await page.WaitForFunctionAsync("() => Number(document.getElementById('steps').value) > 200");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await watched.TakePicture("playground");
        Assert.NotEqual(untrained, await names.InnerTextAsync());
        Assert.True(await page.EvaluateAsync<int>("frames") > 5, "the page stood still while the engine trained");
        Assert.Empty(watched.Said);
        Assert.All(watched.Requested, url => Assert.Matches("^(file|blob|data):", url));
        Assert.Single(watched.Requested, url => url.StartsWith("file:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_begun_is_told_in_the_engines_words()
    {
        (string Argument, string Message)[] faults =
        [
            ("{ names: '' }", "there is no usable name"),
            ("{ names: 'anu', options: { size: 3 } }", "the multilayer perceptron has no option 'size'"),
            ("{ names: 'anu', precision: 'half' }", "the precision must be float32 or float64, and is 'half'"),
            ("{ names: 'anu', schedule: 'fast' }", "'fast' is not a stage of a schedule"),
        ];
        await using WatchedPage watched = await Open();
        foreach ((string argument, string message) in faults)
        {
            string told = await watched.Page.EvaluateAsync<string>($"() => engine.ask('start', {argument}).catch((error) => error.message)");
            Assert.StartsWith(message, told, StringComparison.Ordinal);
        }
    }

    private static NameList List { get; } = NameList.Clean(Names.Select((name, i) => new NameRow(name, i + 1)), Vocabulary.English);

    private static NeuralModel<float> Drawn() => (NeuralModel<float>)ModelKinds.Perceptron.Make(
        List.Vocabulary, OptionValues.Defaults, new TorchGenerator(Seed));

    // As text, because Playwright numbers the objects that it returns.
    private static async Task<JsonElement> Train(IPage page, string precision) => JsonElement.Parse(await page.EvaluateAsync<string>(
        """
        async ({ start, steps }) => {
          await engine.ask('start', start);
          const losses = [...await engine.ask('train', steps)], tensors = {};
          for (const name of await engine.ask('tensors')) tensors[name] = [...await engine.ask('values', name)];
          const names = await engine.ask('sample', { seed: start.seed, count: 10 });
          return JSON.stringify({ losses, tensors, names, loss: await engine.ask('loss') });
        }
        """,
        new
        {
            steps = Steps,
            start = new { names = string.Join('\n', Names), schedule = Schedule, batch = BatchSize, seed = Seed, precision },
        }));

    private async Task<WatchedPage> Open()
    {
        string file = Path.Combine(Repository.Root.FullName, "src", "Playground", "bin", "Release", "net10.0", "publish", "playground.html");
        Assert.SkipUnless(File.Exists(file), "the page is not published: dotnet publish src/Playground -c Release");
        WatchedPage watched = await chromium.NewPage();
        await watched.Page.GotoAsync(new Uri(file).AbsoluteUri);
        await watched.Page.Locator("body[data-ready]").WaitForAsync();
        return watched;
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"{i}: {expected[i]} and {actual[i]}");
    }
}
