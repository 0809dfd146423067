using System.Text.Json;
using Makemore.Worlds;
using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>The engine in the page is the engine: the page of one file, opened from disk, computes what it computes here.</summary>
public sealed class PageTests(Reader reader) : ReaderTests(reader)
{
    private const int Seed = 7, BatchSize = 32;

    private static readonly string[] Names =
        ["anu", "ravi", "meera", "arun", "leela", "kiran", "virat", "asha", "dev", "rohan", "nila", "priya", "uma", "zara"];

    [Theory]
    [InlineData("mlp", "float64", 0.1, 60, 1e-12)]
    [InlineData("mlp", "float64", 0.1, 1500, 1e-8)] // long after the browser has optimized the code
    [InlineData("mlp", "float32", 0.1, 60, 1e-3)] // vectors of other widths round otherwise
    [InlineData("gpt", "float32", 0.01, 20, 1e-3)]
    public async Task It_trains_as_the_engine_does_here(string kind, string precision, double rate, int steps, double tolerance)
    {
        IPage page = await Reader.Turn("slope");
        string options = kind == "mlp" ? "['hidden-size=40']" : "[]";
        JsonElement there = await page.Json($$"""
            (async () => {
              const engine = await page.engine();
              const training = await engine.call('Names.Start', '{{kind}}', '{{string.Join("\\n", Names)}}', {{options}}, {{BatchSize}}, '{{Seed}}', '{{precision}}');
              const ask = (name, ...all) => engine.call(`Names.${name}`, training, ...all);
              const losses = [], tensors = {};
              await ask('SetRate', {{rate}});
              losses.push(...await ask('Train', {{steps}}));
              await ask('SetRate', {{rate / 10}});
              losses.push(...await ask('Train', 40));
              for (const name of await ask('Tensors')) tensors[name] = [...await ask('Values', name)];
              const made = await ask('Sample', '{{Seed}}', 10), next = await ask('Next', 'ra');
              const all = { losses, tensors, made, next, loss: await ask('Loss'), held: await ask('ValidationLoss'), counting: await ask('CountingLoss') };
              await ask('GoBackTo', {{steps / 2}});
              all.again = await ask('Train', {{steps / 2}});
              await engine.release(training);
              return all;
            })()
            """);

        NamesTraining here = NamesTraining.Start(
            kind, string.Join('\n', Names), kind == "mlp" ? ["hidden-size=40"] : [], BatchSize, Seed, precision);
        here.Rate = rate;
        double[] first = here.Train(steps);
        here.Rate = rate / 10;
        Close([.. first, .. here.Train(40)], "losses");
        Close([here.Loss(), here.ValidationLoss(), here.CountingLoss()], "loss", "held", "counting");
        Close(here.Next("ra"), "next");
        Close(first[(steps / 2)..], "again");
        JsonElement tensors = there.GetProperty("tensors");
        Assert.Equal(here.Tensors, tensors.EnumerateObject().Select(one => one.Name));
        foreach (string tensor in here.Tensors)
            Numbers.AssertClose(here.Values(tensor), Numbers.Of(tensors.GetProperty(tensor)), tolerance, tensor);
        if (precision == "float64") Assert.Equal(here.Sample(Seed, 10), there.GetProperty("made").EnumerateArray().Select(name => name.GetString()));

        void Close(double[] expected, params string[] names) => Numbers.AssertClose(
            expected, names.Length == 1 ? Numbers.Of(there.GetProperty(names[0])) : [.. names.Select(name => there.GetProperty(name).GetDouble())], tolerance, names[0]);
    }

    [Fact]
    public async Task It_learns_before_the_readers_eyes_and_requests_nothing()
    {
        await using WatchedPage watched = await Reader.Open("names");
        IPage page = watched.Page;
        ILocator names = page.Locator(".made");
        string untrained = await names.InnerTextAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Train" }).ClickAsync();
        await page.WaitForFunctionAsync("() => Number(document.getElementById('steps').value) > 200");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await page.Settle();
        await watched.TakePicture("playground");
        Assert.NotEqual(untrained, await names.InnerTextAsync());
        Assert.Empty(watched.Said);
        Assert.All(watched.Requested, url => Assert.Matches("^(file|blob|data):", url));
        Assert.Single(watched.Requested, url => url.StartsWith("file:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("'mlp', '', [], 8, '1', 'float32'", "there is no usable name")]
    [InlineData("'mlp', 'anu', ['size=3'], 8, '1', 'float32'", "the multilayer perceptron has no option 'size'")]
    [InlineData("'mlp', 'anu', [], 8, '1', 'half'", "the precision must be float32 or float64, and is 'half'")]
    [InlineData("'mpl', 'anu', [], 8, '1', 'float32'", "'mpl' is not a network")]
    public async Task What_cannot_be_begun_is_told_in_the_engines_words(string arguments, string message)
    {
        IPage page = await Reader.Turn("slope");
        string told = await page.EvaluateAsync<string>(
            $"async () => (await page.engine()).call('Names.Start', {arguments}).then(() => 'begun', (error) => error.message)");
        Assert.StartsWith(message, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_page_let_go_of_is_gone_and_said_to_be()
    {
        IPage page = await Reader.Turn("slope");
        string told = await page.EvaluateAsync<string>("""
            async () => {
              const engine = await page.engine(), expression = await engine.call('Expressions.Parse', 'a*b');
              await engine.release(expression);
              return engine.call('Expressions.Describe', expression).then(() => 'held', (error) => error.message);
            }
            """);
        Assert.Equal("the page holds no such object any more", told);
    }
}
