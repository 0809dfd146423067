using System.Text.Json;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;
using Makemore.Worlds;
using Microsoft.Playwright;

namespace Makemore.Pages.Tests;

/// <summary>The explorer in a browser, as its reader uses it: it shows what the engine computed, and every way through it works.</summary>
public sealed class ExplorerTests(Chromium chromium)
{
    private const string Wrong = """
        Array.from(document.querySelectorAll('.node.wrong'), node => node.id.slice(5) + (node.classList.contains('first') ? ' first' : ''))
        """;

    [Theory]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    public async Task It_is_quiet_keeps_to_itself_and_fits_at_every_moment(int width, ColorScheme scheme)
    {
        await using WatchedPage watched = await Open(width: width, scheme: scheme);
        IPage page = watched.Page;
        foreach (string world in new[] { "expression", "shared", "neuron", "network" })
        {
            await page.Locator($"#world-{world}").ClickAsync();
            int[] widths = await page.EvaluateAsync<int[]>("""
                () => Array.from({ length: Math.floor(explorer.run().events.length / 3) + 1 }, (_, i) => {
                  explorer.go({ step: 3 * i });
                  return document.documentElement.scrollWidth;
                })
                """);
            Assert.All(widths, scrolled => Assert.Equal((world, width), (world, scrolled)));
            await watched.TakePicture($"explorer-{world}-{width}-{scheme}");
        }

        Assert.Empty(watched.Said);
        Assert.Single(watched.Requested);
        string ground = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        Assert.Equal(scheme == ColorScheme.Dark ? "rgb(20, 23, 28)" : "rgb(252, 252, 250)", ground);
    }

    [Fact]
    public async Task Every_step_of_the_network_shows_the_engines_numbers_and_a_step_back_restores_the_one_before()
    {
        ExplorableStep step = Step("virat");
        await using WatchedPage watched = await Open(ExplorerPage.Write([new ExplorerCase(step, "seed 1234")], _ => { }), "#world=network");
        IPage page = watched.Page;
        GraphTrace trace = GraphTrace.Record(step.Graph);
        double[][] after = UpdateSweep.Of(step.Graph).Values[8]; // rate 0.1
        int[] computed = [.. Enumerable.Range(0, trace.Nodes.Count).Where(node => trace.Nodes[node].Inputs.Count > 0)];
        int[] parameters = [.. Enumerable.Range(0, trace.Nodes.Count).Where(node => trace.Nodes[node].Operation == "Parameter")];
        int backward = computed.Length + 1, update = backward + computed.Length, again = update + parameters.Length;

        // The keys of the keyboard, all in one call of the browser, which takes longer to ask than to answer.
        int last = again + computed.Length;
        JsonElement shown = await Json(page, $$"""
            (() => {
              const look = () => ({ shown: {{Shown}}, now: explorer.now() });
              const press = key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
              const walk = key => Array.from({ length: {{last}} }, () => (press(key), look()));
              return [look(), ...walk('ArrowRight'), ...walk('ArrowLeft')];
            })()
            """);
        string[] seen = [.. shown.EnumerateArray().Select(moment => moment.GetProperty("shown").GetString()!)];
        for (int time = 0; time <= last; time++)
        {
            JsonElement now = shown[time].GetProperty("now");
            var senders = computed.Reverse().Take(time - backward).ToHashSet();
            for (int node = 0; node < trace.Nodes.Count; node++)
            {
                NodeTrace traced = trace.Nodes[node];
                bool known = traced.Inputs.Count == 0 || Array.IndexOf(computed, node) < time;
                int move = traced.Inputs.Count == 0 ? update + Array.IndexOf(parameters, node) : again + Array.IndexOf(computed, node);
                Assert.Equal(!known ? null : move < time ? after[node] : traced.Value, Doubles(now.GetProperty("values")[node]));

                bool isLoss = node == trace.Nodes.Count - 1;
                bool arrived = isLoss ? time >= backward : traced.Contributions.Any(row => senders.Contains(row.From));
                Assert.Equal(arrived ? traced.Gradient : null, Doubles(now.GetProperty("totals")[node]));
            }
        }

        string[] forward = seen[..(last + 1)];
        Assert.Equal(forward.Length, forward.Distinct().Count());
        Assert.Equal(forward.Reverse(), seen[last..]);
        Assert.Empty(watched.Said);
    }

    [Fact]
    public async Task The_formula_of_every_single_number_gives_the_engines_number()
    {
        await using WatchedPage watched = await Open(fragment: "#world=network");
        double worst = await watched.Page.EvaluateAsync<double>("""
            () => {
              const run = explorer.run();
              let worst = 0;
              const compare = (a, b) => { worst = Math.max(worst, Number.isFinite(a - b) ? Math.abs(a - b) / Math.max(1, Math.abs(b)) : 1); };
              for (const node of run.nodes.filter(node => node.inputs.length > 0)) {
                const o = operands(run, node, run.values);
                run.values[node.id].forEach((value, cell) => compare(operations[node.operation].forward(o, cell).result, value));
                for (const row of run.events.flatMap(event => event.rows ?? []).filter(row => row.from === node.id))
                  row.values.forEach((value, cell) => compare(operations[node.operation].locals(o, row.slot, cell).reduce((sum, term) => sum + term.local * run.gradient[node.id][term.from], 0), value));
              }
              return worst;
            }
            """);
        Assert.InRange(worst, 0, 1e-12);
        Assert.Equal(0, await Number(watched.Page, "explorer.run().wrong.size"));
    }

    [Theory]
    [InlineData("shared", "", 25, 19, "")]
    [InlineData("shared", "overwrite", 1, 1, "d first, c, b, a")]
    [InlineData("shared", "recursion", 29, 22, "c first, d, b, a")]
    [InlineData("shared", "early", 4, 3, "c first, d, b, a")]
    [InlineData("shared", "leftover", 50, 38, "a first, b")]
    [InlineData("shared", "uphill", 25, 19, "a first, b")]
    [InlineData("neuron", "slopeless", 1, 2, "n first")]
    public async Task Each_switch_makes_its_known_mistake_and_marks_the_first_wrong_number(
        string world, string mistake, double first, double second, string wrong)
    {
        await using WatchedPage watched = await Open(fragment: $"#world={world}");
        IPage page = watched.Page;
        string[] names = world == "shared" ? ["a", "b"] : ["b", "w1"];
        double[] experiments = world == "shared" ? [25, 19] : [0.5, 1];
        if (mistake.Length > 0) await page.Locator($"#break-{mistake}").CheckAsync();
        await page.Locator("#reset").FocusAsync();
        await page.Keyboard.PressAsync("End");

        async Task<double> Gradient(string name) => double.Parse((await page.Locator($"#node-{name}").GetAttributeAsync("data-gradient"))!);
        double[] gradients = await Task.WhenAll(names.Select(Gradient));
        Assert.Equal([first, second], gradients.Select(gradient => Math.Round(gradient, 9)));
        string[] marked = JsonSerializer.Deserialize<string[]>((await Json(page, Wrong)).GetRawText())!;
        foreach (string expected in wrong.Split(", ", StringSplitOptions.RemoveEmptyEntries)) Assert.Contains(expected, marked);
        if (wrong.Length == 0) Assert.Empty(marked);
        Assert.Equal(wrong.Split(" first").Length - 1, marked.Count(one => one.EndsWith(" first")));

        // The experiments do not depend on how gradients are computed.
        foreach ((string name, double experiment) in names.Zip(experiments))
            Assert.Equal($"+{experiment:0.####}", await page.Locator($"tr[data-node={name}] .difference").InnerTextAsync());
        string actual = await page.Locator("#actual").InnerTextAsync();
        if (mistake is "" or "uphill") Assert.StartsWith(mistake == "uphill" ? "+" : "−", actual);

        // Switched off again, everything is right again.
        if (mistake.Length > 0) await page.Locator($"#break-{mistake}").UncheckAsync();
        Assert.Equal(0, (await Json(page, Wrong)).GetArrayLength());
    }

    [Fact]
    public async Task The_small_worlds_agree_with_the_engine_on_random_numbers()
    {
        await using WatchedPage watched = await Open();
        var generator = new TorchGenerator(7);
        var scripts = new List<string>();
        var expected = new List<(double Loss, double[] Gradients)>();
        for (int round = 0; round < 200; round++)
        {
            (string world, string[] leaves, Func<Variable<double>[], Variable<double>> loss) = SmallWorlds[round % SmallWorlds.Length];
            var drawn = new float[leaves.Length];
            generator.Normal(drawn);
            Parameter<double>[] inputs = [.. drawn.Select(value => new Parameter<double>(Math.Round(3 * value, 3)))];
            Variable<double> output = loss(inputs);
            output.Backward();
            expected.Add((output.Value.Item, [.. inputs.Select(input => input.Gradient.Item)]));

            string edits = string.Join(", ", leaves.Zip(inputs, (name, input) => $"{name}: {input.Value.Item:R}"));
            scripts.Add($$"""
                (explorer.go({ world: '{{world}}', inputs: { {{edits}} }, breaks: [], step: 1000 }),
                 { loss: explorer.run().values.at(-1)[0], gradients: [{{string.Join(", ", leaves.Select(name => $"'{name}'"))}}].map(name => Number(document.getElementById('node-' + name).dataset.gradient)), wrong: explorer.run().wrong.size })
                """);
        }

        // All of them in one call of the browser, which takes longer to ask than to answer. Hidden, they need not be laid out.
        await watched.Page.EvaluateAsync("document.body.hidden = true");
        JsonElement runs = await Json(watched.Page, $"[{string.Join(",\n", scripts)}]");
        foreach ((JsonElement run, (double loss, double[] gradients)) in runs.EnumerateArray().Zip(expected))
        {
            Assert.Equal(loss, run.GetProperty("loss").GetDouble(), 1e-9);
            Assert.All(gradients.Zip(Doubles(run.GetProperty("gradients"))!), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
            Assert.Equal(0, run.GetProperty("wrong").GetInt32());
        }

        Assert.Equal(expected.Count, runs.GetArrayLength());
    }

    [Fact]
    public async Task The_keyboard_reaches_every_moment_and_leaves_fields_alone()
    {
        await using WatchedPage watched = await Open(fragment: "#world=shared");
        IPage page = watched.Page;
        Task<int> Step() => Number(page, "explorer.state.step");
        (string Key, int Step)[] presses =
        [
            (" ", 5), (" ", 11), (" ", 13), (" ", 18), (" ", 18), ("Home", 0), ("ArrowLeft", 0), ("ArrowRight", 1), ("End", 18),
            ("ArrowRight", 18), ("ArrowLeft", 17),
        ];
        foreach ((string key, int step) in presses)
        {
            await page.Keyboard.PressAsync(key);
            Assert.Equal((key, step), (key, await Step()));
        }

        await page.Locator("#input-a").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        Assert.Equal(17, await Step());
        await page.Locator("#input-a").FillAsync("5");
        await page.Keyboard.PressAsync("Tab");
        await page.WaitForFunctionAsync("explorer.run().values[0][0] === 5");
        Assert.Equal("input-b", await page.EvaluateAsync<string>("document.activeElement.id"));

        await page.Locator("#scrubber").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal(1, await Step());
        await page.Locator("#node-t").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("t", await page.EvaluateAsync<string>("explorer.state.node"));
        Assert.Equal("node-t", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Locator("#trace-9").PressAsync("Enter");
        Assert.Equal(9, await Step());
        await page.Locator("#forward").PressAsync(" ");
        Assert.Equal(10, await Step());
    }

    [Fact]
    public async Task A_gradient_that_has_not_arrived_is_blank_and_one_that_is_not_complete_says_so()
    {
        await using WatchedPage watched = await Open(fragment: "#world=shared&step=7&node=a");
        IPage page = watched.Page;
        Assert.Null(await page.Locator("#node-a").GetAttributeAsync("data-gradient"));
        Assert.Equal(0, await page.Locator("#total").CountAsync());
        Assert.Contains("Nothing has arrived yet", await page.Locator("#cell").InnerTextAsync());
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Contains("1 of 2 arrived", await page.Locator("#node-c").TextContentAsync());
        await page.Locator("#node-c").ClickAsync();
        Assert.Equal("+6", await page.Locator("#total").InnerTextAsync());
        Assert.Contains("so far", await page.Locator("#cell").InnerTextAsync());
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Locator("#node-c").ClickAsync();
        Assert.Equal("+7", await page.Locator("#total").InnerTextAsync());
        Assert.Equal(["t", "1 × 6", "+6", "s", "1 × 1", "+1"], await page.Locator(".ledger tbody :is(th, td)").AllInnerTextsAsync());
    }

    [Fact]
    public async Task A_character_that_occurs_several_times_sums_into_one_row()
    {
        await using WatchedPage watched = await Open(fragment: "#world=network&step=25&node=C&cell=1");
        string ledger = await watched.Page.Locator(".ledger tbody").InnerTextAsync();
        Assert.Equal(6, ledger.Split(" × ").Length - 1); // the boundary is in ..., ..v and .vi
        await watched.Page.EvaluateAsync("explorer.go({ step: 1 })");
        ILocator table = watched.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("value of C.*looked up rows") });
        Assert.Contains("looked up rows . v i", await table.GetAttributeAsync("aria-label"));
        await watched.Page.EvaluateAsync("explorer.go({ step: 25, node: 'C', cell: 2 })"); // the row of 'a', which no context holds
        Assert.Contains("it was not looked up", await watched.Page.Locator(".ledger tbody").InnerTextAsync());
        Assert.Equal("0", await watched.Page.Locator("#total").InnerTextAsync());
    }

    [Fact]
    public async Task The_address_brings_back_what_was_seen_and_nonsense_in_it_the_beginning()
    {
        await using WatchedPage watched = await Open(fragment: "#world=neuron");
        IPage page = watched.Page;
        await page.Locator("#break-slopeless").CheckAsync();
        await page.Locator("#input-w1").FillAsync("-1.5");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("explorer.state.inputs.w1 === -1.5");
        await page.Locator("#rate").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.EvaluateAsync("explorer.go({ step: 9 })");
        await page.Locator("#node-q").ClickAsync();
        await page.Locator("#h").FillAsync("7");
        string before = await page.EvaluateAsync<string>(Shown);

        await using WatchedPage again = await chromium.NewPage();
        await again.Page.GotoAsync(page.Url);
        Assert.Equal(before, await again.Page.EvaluateAsync<string>(Shown));
        Assert.Equal(-1.5, (await Json(again.Page, "explorer.state.inputs")).GetProperty("w1").GetDouble());

        await page.Locator("#reset").ClickAsync();
        Assert.Equal((0, -3), (await Number(page, "explorer.state.step"), await Number(page, "explorer.run().values[1][0]")));
        const string Nonsense = "#world=constructor&step=-4&node=%3Cb%3E&cell=x&in=a:NaN,__proto__:1&break=toString&rate=99&case=7";
        await page.EvaluateAsync($"location.hash = '{Nonsense}'");
        await page.WaitForFunctionAsync("explorer.state.world === 'expression'");
        Assert.Equal(0, await Number(page, "explorer.state.step"));
        Assert.Empty(watched.Said);
    }

    [Fact]
    public async Task Whoever_wants_to_is_asked_before_a_contribution_is_shown()
    {
        await using WatchedPage watched = await Open(fragment: "#world=shared&step=7");
        IPage page = watched.Page;
        await page.Locator("#predict").CheckAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Contains("What does t send to c?", await page.Locator("#question").InnerTextAsync());
        Assert.Null(await page.Locator("#node-c").GetAttributeAsync("data-gradient"));
        ILocator everywhere = page.Locator("#now, #story svg, #trace, #code, #cell, #checks");
        Assert.DoesNotContain("+6", string.Concat(await everywhere.AllTextContentsAsync()));
        Assert.Equal("What does t send?", (await page.Locator("#now").InnerTextAsync()).Split("backward ")[1]);
        Assert.Equal("your number", await page.Locator("#guess").GetAttributeAsync("aria-label"));
        await page.Locator("#guess").FillAsync("5");
        await page.Locator("#guess-number").ClickAsync();
        Assert.Contains("Not 5. t sends +6 to c.", await page.Locator("#question").InnerTextAsync());
        Assert.Equal("6", await page.Locator("#node-c").GetAttributeAsync("data-gradient"));
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Locator("#guess-positive").ClickAsync();
        Assert.Contains("Yes: positive.", await page.Locator("#question").InnerTextAsync());
    }

    [Fact]
    public async Task A_guess_of_the_sign_is_judged_by_the_sign()
    {
        await using WatchedPage watched = await Open(fragment: "#world=expression&step=4&predict=1"); // L sends −2 to d
        IPage page = watched.Page;
        (string, string)[] guesses = [("positive", "Not positive."), ("negative", "Yes: negative."), ("zero", "Not zero.")];
        foreach ((string guess, string verdict) in guesses)
        {
            await page.EvaluateAsync("(explorer.go({ step: 4 }), explorer.go({ step: 5 }))");
            await page.Locator($"#guess-{guess}").ClickAsync();
            Assert.StartsWith(verdict, await page.Locator("#question").InnerTextAsync());
        }
    }

    [Fact]
    public async Task A_mistake_that_moves_the_question_away_takes_it_back()
    {
        await using WatchedPage watched = await Open(fragment: "#world=shared&step=10&predict=1");
        await watched.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal(1, await watched.Page.Locator("#guess").CountAsync());
        await watched.Page.EvaluateAsync("explorer.go({ world: 'expression' })"); // whose step 11 is an update
        Assert.Equal(0, await watched.Page.Locator("#guess").CountAsync());
        Assert.Empty(watched.Said);
    }

    [Theory]
    [InlineData("", "−")]
    [InlineData("uphill", "+")]
    public async Task The_update_is_put_into_words_as_it_is_made(string mistake, string sign)
    {
        // a = 2, its gradient 25, the rate 10^(−3 + 2/4)
        string moved = $"a = 2 {sign} 0.0031623 × 25 = {(mistake == "uphill" ? "2.0791" : "1.9209")}";
        await using WatchedPage watched = await Open(fragment: $"#world=shared&step=12&break={mistake}");
        Assert.EndsWith(moved, await watched.Page.Locator("#now").InnerTextAsync());
        Assert.Equal(moved, await watched.Page.Locator("#forward-formula").InnerTextAsync());
    }

    [Fact]
    public async Task A_ledger_that_kept_the_last_steps_gradient_still_waits_for_all_of_this_one()
    {
        await using WatchedPage watched = await Open(fragment: "#world=shared&step=10&break=leftover&node=a");
        string panel = await watched.Page.Locator("#cell").InnerTextAsync();
        Assert.Contains("1 of 2 arrived: not final yet", panel);
        Assert.Contains("so far", panel);
    }

    [Fact]
    public async Task A_cell_of_a_table_is_chosen_by_a_click_and_coloured_by_its_sign()
    {
        await using WatchedPage watched = await Open(fragment: "#world=network&step=1&node=C");
        IPage page = watched.Page;
        ILocator map = page.GetByRole(AriaRole.Img, new() { NameRegex = new("^value of C") });
        await map.ClickAsync(new() { Position = new() { X = 7, Y = 12 } });
        int clicked = await Number(page, "explorer.state.cell");
        await map.ClickAsync(new() { Position = new() { X = 33, Y = 64 } }); // one cell to the right, two down: 26 pixels each
        Assert.Equal((0, 5), (clicked, await Number(page, "explorer.state.cell")));

        // Blue, above zero, has more blue than red; orange, below zero, more red than blue.
        int wrong = await Number(page, """
            (() => {
              const run = explorer.run(), values = run.values[run.nodes.find(node => node.name === 'C').id];
              const pen = document.querySelector('canvas[aria-label^="value of C"]').getContext('2d');
              const isBlue = cell => {
                const [red, , blue] = pen.getImageData(2 * (26 * (cell % 2) + 4), 2 * (26 * Math.floor(cell / 2) + 4), 1, 1).data;
                return blue > red;
              };
              return Array.from(values).filter((value, cell) => Math.abs(value) > .2 && (value > 0) !== isBlue(cell)).length;
            })()
            """);
        Assert.Equal(0, wrong);
    }

    [Fact]
    public async Task The_story_says_which_part_this_step_belongs_to()
    {
        await using WatchedPage watched = await Open(fragment: "#world=network");
        (int Step, string Part)[] parts =
            [(1, "look up"), (3, "linear"), (5, "tanh"), (7, "linear"), (13, "loss"), (14, "loss"), (20, "linear")];
        foreach ((int step, string part) in parts)
        {
            await watched.Page.EvaluateAsync($"explorer.go({{ step: {step} }})");
            IReadOnlyList<string> named = await watched.Page.Locator(".stages [aria-current]").AllInnerTextsAsync();
            Assert.Equal((step, part), (step, Assert.Single(named)));
        }
    }

    [Fact]
    public async Task Rows_of_a_table_are_named_by_their_letters()
    {
        await using WatchedPage watched = await Open(fragment: "#world=network&step=2&node=emb");
        await watched.Page.Locator("#numbers-emb").ClickAsync();
        string[] names = [.. await watched.Page.Locator(".scroll th").AllInnerTextsAsync()];
        Assert.Equal(".....v.vi", string.Concat(names.Take(9)));
    }

    [Fact]
    public async Task The_chart_of_the_update_has_its_legend()
    {
        await using WatchedPage watched = await Open(fragment: "#world=shared&step=3");
        string chart = (await watched.Page.Locator("#update .chart").TextContentAsync())!;
        Assert.Contains("actual, in parts of predicted", chart);
        Assert.DoesNotContain("[object", chart);
    }

    [Fact]
    public async Task Infinity_is_explained_where_it_begins()
    {
        await using WatchedPage watched = await Open(fragment: "#world=expression&in=a:1e200,b:1e200&step=3");
        string warning = await watched.Page.Locator("#warning").InnerTextAsync();
        Assert.StartsWith("e is ∞", warning);
        Assert.Contains("largest number", warning);
        Assert.Empty(watched.Said);
    }

    [Fact]
    public async Task The_rate_slider_shows_what_the_engine_found_at_that_rate()
    {
        ExplorableStep step = Step("virat");
        await using WatchedPage watched = await Open(ExplorerPage.Write([new ExplorerCase(step, "seed 1234")], _ => { }), "#world=network");
        UpdateSweep sweep = UpdateSweep.Of(step.Graph);
        double before = step.Graph.Loss.Value.Item;
        await watched.Page.Locator("#rate").FocusAsync();
        await watched.Page.Keyboard.PressAsync("End");
        for (int rate = sweep.Rates.Count - 1; rate >= 0; rate--)
        {
            string shown = await watched.Page.Locator("#actual").InnerTextAsync();
            Assert.Equal(sweep.Values[rate][^1][0] - before, double.Parse(shown.Replace('−', '-')), 1e-3);
            await watched.Page.Keyboard.PressAsync("ArrowLeft");
        }

        string predicted = await watched.Page.Locator("#predicted").InnerTextAsync();
        double squared = step.Graph.Parameters.Sum(parameter => parameter.Gradient.Span.ToArray().Sum(g => g * g));
        Assert.Equal(-0.001 * squared, double.Parse(predicted.Replace('−', '-')), 1e-4);
    }

    [Fact]
    public async Task Each_case_has_numbers_of_its_own()
    {
        await using WatchedPage watched = await Open(fragment: "#world=network&step=1");
        string first = await watched.Page.EvaluateAsync<string>(Shown);
        await watched.Page.Locator("#case").SelectOptionAsync("1");
        Assert.Equal(1, await Number(watched.Page, "explorer.state.case"));
        Assert.NotEqual(first, await watched.Page.EvaluateAsync<string>(Shown));
        Assert.Contains("“...” → “p”", await watched.Page.Locator("#again").InnerTextAsync());
    }

    [Fact]
    public async Task Hostile_letters_are_shown_as_text()
    {
        const string Hostile = "</script><b onclick=\"alert(1)\">&'{{data}}";
        var letters = string.Concat(Hostile.Where(letter => letter != '.').Distinct());
        var model = new NeuralBigram<double>(Vocabulary.FromLetters(letters), new TorchGenerator(1));
        string page = ExplorerPage.Write([new ExplorerCase(new ExplorableStep(model, Hostile, 4), Hostile)], _ => { });
        await using WatchedPage watched = await Open(page, "#world=network&step=3");
        Assert.Contains(Hostile, await watched.Page.Locator("#case").TextContentAsync());
        Assert.Equal(0, await watched.Page.Locator("b[onclick]").CountAsync());
        Assert.Equal(2, await watched.Page.Locator("script").CountAsync());
        Assert.Empty(watched.Said);
    }

    [Theory]
    [InlineData("shared", 9)]
    [InlineData("network", 20)]
    public async Task Nothing_is_without_a_name_for_who_cannot_see_it(string world, int step)
    {
        await using WatchedPage watched = await Open(fragment: $"#world={world}&step={step}");
        AriaRole[] roles =
        [
            AriaRole.Button, AriaRole.Slider, AriaRole.Checkbox, AriaRole.Spinbutton, AriaRole.Combobox, AriaRole.Img, AriaRole.Region,
        ];
        foreach (AriaRole role in roles)
        {
            int all = await watched.Page.GetByRole(role).CountAsync();
            int named = await watched.Page.GetByRole(role, new() { NameRegex = new(@"\S") }).CountAsync();
            Assert.Equal((role, all), (role, named));
        }

        if (world == "shared") Assert.Contains("gradient +7", await watched.Page.Locator("#node-c").GetAttributeAsync("aria-label"));
        string spoken = await watched.Page.Locator("#now").InnerTextAsync();
        Assert.Equal("polite", await watched.Page.Locator("#now").GetAttributeAsync("aria-live"));
        Assert.EndsWith(await watched.Page.Locator($"#trace-{step}").InnerTextAsync(), spoken);
    }

    private static readonly (string World, string[] Leaves, Func<Variable<double>[], Variable<double>> Loss)[] SmallWorlds =
    [
        ("expression", ["a", "b", "c", "f"], x => ((x[0] * x[1]) + x[2]) * x[3]),
        ("shared", ["a", "b"], x => Shared(x[0] + x[1], x[0] * x[1])),
        ("neuron", ["x1", "w1", "x2", "w2", "b"], x => ((x[0] * x[1]) + (x[2] * x[3]) + x[4]).Tanh()),
    ];

    private static Variable<double> Shared(Variable<double> c, Variable<double> d) => c + d + (c * d);

    // Most tests open this page and change nothing on disk, so it is written once.
    private static readonly Lazy<string> TwoNames = new(
        () => ExplorerPage.Write([new(Step("virat"), "seed 1234"), new(Step("prabhas"), "seed 1234")], _ => { }));

    private static ExplorableStep Step(string name)
    {
        var sizes = new MultilayerPerceptronSizes(3, 2, 20);
        return new ExplorableStep(new MultilayerPerceptron<double>(Vocabulary.English, sizes, Small(new TorchGenerator(1234))), name, 3);
    }

    // Small weights: probabilities that are neither 0 nor 1.
    private static ValueSource<double> Small(TorchGenerator generator) => new((shape, _) =>
    {
        Tensor<double> drawn = Tensor<double>.RandomNormal(generator, shape);
        foreach (ref double weight in drawn.Span) weight *= 0.5;
        return drawn;
    });

    private async Task<WatchedPage> Open(
        string? html = null, string fragment = "", int width = 1440, ColorScheme scheme = ColorScheme.Light)
    {
        WatchedPage watched = await chromium.NewPage(width, scheme);
        string path = Path.Combine(chromium.Folder, $"{Guid.NewGuid()}.html");
        await File.WriteAllTextAsync(path, html ?? TwoNames.Value);
        await watched.Page.GotoAsync(new Uri(path).AbsoluteUri + fragment);
        return watched;
    }

    /// <summary>Everything below the header, as markup.</summary>
    private const string Shown = "document.getElementById('now').outerHTML + document.querySelector('main').innerHTML";

    private static Task<int> Number(IPage page, string expression) => page.EvaluateAsync<int>(expression);

    private static async Task<JsonElement> Json(IPage page, string expression)
    {
        const string Plain = "(_, value) => value instanceof Float64Array ? Array.from(value) : value";
        return JsonDocument.Parse(await page.EvaluateAsync<string>($"JSON.stringify({expression}, {Plain})")).RootElement;
    }

    private static double[]? Doubles(JsonElement array) =>
        array.ValueKind == JsonValueKind.Null ? null : [.. array.EnumerateArray().Select(number => number.GetDouble())];
}
