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
    [InlineData("names", 2.0, "net=gru&rate=0.01")]
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

    [Theory]
    [InlineData("wavenet")]
    [InlineData("rnn")]
    [InlineData("gru")]
    [InlineData("lstm")]
    public async Task Another_network_learns_as_the_engine_does(string net)
    {
        IPage page = await Reader.Turn($"names?net={net}&seed=3&beginning=vi&rate=0.02");
        NamesTraining here = Other(net);
        Numbers.AssertClose(here.Loss(), double.Parse(await page.Text("#loss")), 1e-3);
        Assert.Contains($"learns {here.Model.ParameterCount:N0} numbers", await page.Text("#network"), StringComparison.Ordinal);
        here.Rate = 0.02;
        for (int step = 1; step <= 3; step++) await Press(page, "One step");
        Numbers.AssertClose(here.Train(3).Average(), double.Parse(await page.Text("#loss")), 1e-3);
        Assert.Contains($" · {here.ValidationLoss():F3} on names it never saw", await page.Text("#says"), StringComparison.Ordinal);
        await AssertNext(page, here, "vi");
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Walk", Exact = true }).CountAsync());
        Assert.False(await page.Locator("[aria-label='Where the letters are']").IsVisibleAsync()); // its letters have more than two numbers
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("gru")]
    [InlineData("lstm")]
    public async Task What_it_remembers_of_a_name_is_the_engines(string net)
    {
        IPage page = await Reader.Turn($"names?net={net}&seed=3&name=virat&rate=0.05");
        NamesTraining here = Other(net);
        here.Rate = 0.05;
        await Press(page, "One step");
        here.Train(1);
        await AssertMemory("virat");
        await page.Fill("#name", "Anu!");
        Assert.Contains("name=Anu", page.Url, StringComparison.Ordinal);
        await AssertMemory("anu");

        async Task AssertMemory(string name)
        {
            NameMemory memory = here.Memory(name)!;
            double[][] shown = [.. (await page.EvaluateAsync<string[]>(Cells("'.strip'")))!.Select(text => text.Split(' ').Select(double.Parse).ToArray())];
            Assert.Equal(net == "rnn" ? 2 : 3, shown.Length);
            Numbers.AssertClose(memory.Memories, shown[0], 1e-4);
            Assert.InRange((await page.Locator(".strip").First.BoundingBoxAsync())!.Height, 150, 350); // 32 rows that can be told apart
            string bars = (await page.Locator(".strip").Last.GetAttributeAsync("aria-label"))!;
            Numbers.AssertClose(memory.Gradients, [.. bars.Split(": ")[1].Split(", ").Select(one => Numbers.Shown(one.Split(' ')[^1]))], 0.006);
            Assert.Equal(net != "rnn", await page.Locator("#kept-longest").IsVisibleAsync());
            if (net == "rnn") return;
            Numbers.AssertClose(memory.Shares, shown[1], 1e-4);
            string counts = (await page.Locator(".strip").Nth(1).GetAttributeAsync("aria-label"))!;
            for (int place = 0; place <= name.Length; place++)
            {
                (int kept, int replaced) = (memory.KeptAt(place), memory.ReplacedAt(place));
                string words = $"{kept} kept, {memory.Width - kept - replaced} mixed, {replaced} {(net == "gru" ? "replaced" : "forgotten")}";
                Assert.Contains($"{(place == 0 ? "the beginning" : name[place - 1])}: {words}", counts, StringComparison.Ordinal);
            }

            int longest = Array.IndexOf(memory.Left, memory.Left.Max());
            Assert.StartsWith($"Of what number {longest} (marked) held after {name[0]}, ", await page.Text("#kept-longest"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_tree_is_the_engines_and_a_box_says_which_letters_it_sees()
    {
        IPage page = await Reader.Turn("names?net=wavenet&seed=3&beginning=vi");
        NamesTraining here = Other("wavenet");
        await AssertTree("vi");
        await page.Locator("#box-1-1").FocusAsync();
        Assert.Equal("This box sees letters 5 to 8 of 8: . . v i.", await page.Text("#node-says"));
        await Press(page, "One step");
        here.Rate = 0.1;
        here.Train(1);
        await AssertTree("vi");
        await page.Fill("#beginning", "chandrasekh");
        await AssertTree("chandrasekh");
        await page.Locator("#box-2-0").HoverAsync();
        Assert.Equal("This box sees all 8 letters: n d r a s e k h.", await page.Text("#node-says"));
        Assert.Equal(8, await page.Locator(".tree .seen").CountAsync());

        async Task AssertTree(string beginning)
        {
            LetterTree tree = here.Tree(beginning)!;
            double[] shown = [.. (await page.EvaluateAsync<string[]>(Cells("'.tree svg'")))!.Single().Split(' ').Select(double.Parse)];
            Numbers.AssertClose([.. tree.Levels.SelectMany(level => level)], shown, 1e-4);
            Assert.Equal(tree.Letters, await page.Locator(".tree .letter").AllTextContentsAsync());
        }
    }

    [Fact]
    public async Task A_network_is_chosen_and_the_losses_of_those_before_stay_to_be_compared()
    {
        await using WatchedPage watched = await Reader.Open("names?rate=0.3&seed=3");
        IPage page = watched.Page;
        string idea = await page.Text(".idea");
        await Press(page, "One step");
        await page.Locator("#net-gru").FocusAsync();
        await page.Keyboard.PressAsync(" ");
        await page.WaitForFunctionAsync("() => document.body.dataset.ready && document.activeElement.id === 'net-gru'");
        await page.EvaluateAsync("settled()");
        Assert.EndsWith("#names?seed=3&net=gru", page.Url, StringComparison.Ordinal); // a rate of 0.3 was the other's
        Assert.NotEqual(idea, await page.Text(".idea"));
        Assert.Contains("17-memory", await page.Text("[aria-label='How it goes on']"), StringComparison.Ordinal);
        await Press(page, "One step");
        string[] rows = [.. await page.Locator(".compared tbody tr").AllInnerTextsAsync()];
        Assert.Equal(2, rows.Length);
        Assert.StartsWith("MLP, which sees 3 letters\t1 step of 32 examples\t", rows[0], StringComparison.Ordinal);
        NamesTraining here = Other("gru");
        here.Train(1);
        Assert.Equal($"GRU, which sees the whole name\t1 step of 8 names\t{here.ValidationLoss():F3}", rows[1].Trim());
        await page.Locator("details[aria-label='Change a number'] summary").ClickAsync();
        await page.Locator("#tensor option").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Settle();
        await page.Fill("#weight", "2");
        await Press(page, "Change it");
        await Assertions.Expect(page.Locator(".compared .here")).ToContainTextAsync("1 step of 8 names, and a change by hand");
        await page.Locator("[for=net-mlp], label:has(#net-mlp)").ClickAsync();
        await page.WaitForFunctionAsync("idea => document.body.dataset.ready && document.querySelector('.idea').textContent === idea", idea);
        Assert.EndsWith("#names?seed=3", page.Url, StringComparison.Ordinal);
        Assert.Empty(watched.Said);
    }

    /// <summary>As names/networks.js begins them.</summary>
    private static NamesTraining Other(string net)
    {
        NamesTraining training = net == "wavenet"
            ? NamesTraining.Start(net, Shipped.Names, ["embedding-size=10", "hidden-size=32"], 32, 3, "float32")
            : NamesTraining.Start(net, Shipped.Names, ["width=32", "embedding-size=16"], 8, 3, "float32");
        training.Rate = net == "wavenet" ? 0.1 : 0.005;
        return training;
    }

    // The numbers of the cells of each picture, which their colours and their opacities tell.
    private static string Cells(string pictures) => $$"""
        () => Array.from(document.querySelectorAll({{pictures}}), (picture) =>
          Array.from(picture.querySelectorAll('rect:not(.ground, .marked)'), (cell) =>
            Number(cell.getAttribute('opacity')) * (cell.getAttribute('class') === 'negative' ? -1 : 1)).join(' '))
        """;

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
