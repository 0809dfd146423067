using System.Text.Json;
using Makemore.Worlds;
using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>The walk through a step, as its reader uses it: every way through it works.</summary>
public sealed class WalkTests(Reader reader) : ReaderTests(reader)
{
    [Theory]
    [InlineData("expression?world=shared&ask=0")]
    [InlineData("names?walk=virat&walk-ask=0")]
    public async Task A_step_back_restores_the_one_before(string address)
    {
        IPage page = await Reader.Turn(address);
        await page.Press("End"); // what is offered after the first walk stays
        await page.Press("Home");
        bool[] are = await page.EvaluateAsync<bool[]>("""
            async () => {
              const press = async (key) => {
                document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
                await settled();
                return page.walk.root.innerHTML;
              };
              const last = page.walk.run.events.length, there = [page.walk.root.innerHTML], back = [];
              for (let i = 0; i < last; i++) there.push(await press('ArrowRight'));
              back.push(await press('ArrowRight')); // there is nothing after the last
              for (let i = 0; i < last; i++) back.unshift(await press('ArrowLeft'));
              const isSame = (i) => there[i].replace(/<div id="mistakes">.*?<\/section>/s, '') === back[i].replace(/<div id="mistakes">.*?<\/section>/s, '');
              return [new Set(there).size === last + 1, there.every((_, i) => isSame(i)), page.walk.state.step === 0];
            }
            """);
        Assert.Equal([true, true, true], are); // all different, the same on the way back, and back at the beginning
    }

    [Fact]
    public async Task The_keyboard_reaches_every_moment()
    {
        IPage page = await Reader.Turn("expression?world=shared&ask=0");
        (string Key, int Step)[] presses =
        [
            (" ", 5), (" ", 11), (" ", 13), (" ", 18), (" ", 18), ("Home", 0), ("ArrowLeft", 0), ("ArrowRight", 1), ("End", 18),
            ("ArrowRight", 18), ("ArrowLeft", 17),
        ];
        foreach ((string key, int step) in presses)
        {
            await page.Press(key);
            Assert.Equal((key, step), (key, await page.Step()));
        }

        await page.Locator("#scrubber").FocusAsync();
        await page.Press("Home");
        await page.Press("ArrowRight");
        Assert.Equal(1, await page.Step());
        await page.Locator("#forward").FocusAsync();
        await page.Press(" ");
        Assert.Equal(2, await page.Step());
        await page.Locator("#node-g").FocusAsync();
        await page.Press("Enter");
        Assert.Equal("g", await page.EvaluateAsync<string>("page.walk.state.node"));
        Assert.Equal("node-g", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Locator("#line-backward-2").FocusAsync();
        await page.Press("Enter");
        Assert.Equal(7, await page.Step());
        Assert.Equal("line-backward-2", await page.EvaluateAsync<string>("document.activeElement.id"));
    }

    [Fact]
    public async Task A_field_keeps_its_keys_until_it_is_left()
    {
        IPage page = await Reader.Turn("expression?world=shared&ask=0&step=3");
        await page.Locator("#input-a").FocusAsync();
        foreach (string key in (string[])["Home", "ArrowRight", " ", "End"]) await page.Press(key);
        Assert.Equal(3, await page.Step());
        await page.Locator("#input-a").FillAsync("5");
        await page.Press("Enter");
        Assert.Equal("5", await page.Locator("#node-a").GetAttributeAsync("data-value"));
        await page.Press("ArrowRight");
        Assert.Equal((4, "5"), (await page.Step(), await page.Locator("#input-a").InputValueAsync()));

        await page.Locator("#input-b").FillAsync("7");
        await page.Press("Tab");
        Assert.Equal("7", await page.Locator("#node-b").GetAttributeAsync("data-value"));
        Assert.Equal("learns-b", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Press("ArrowRight");
        Assert.Equal(5, await page.Step());

        await page.Locator("#typed").FillAsync("y = a*b");
        await page.Press("ArrowRight");
        Assert.Equal(5, await page.Step());
        await page.Press("Enter");
        await page.Press("ArrowRight");
        Assert.Equal(1, await page.Step());
        Assert.Equal("y = a*b", await page.Locator("#typed").InputValueAsync());
    }

    [Fact]
    public async Task A_field_that_holds_no_number_holds_the_one_before_again()
    {
        IPage page = await Reader.Turn("expression?world=shared&step=1");
        await page.Fill("#input-a", "");
        Assert.Equal(("2", "2"), (await page.Locator("#input-a").InputValueAsync(), await page.Locator("#node-a").GetAttributeAsync("data-value")));
    }

    [Fact]
    public async Task A_gradient_that_has_not_arrived_is_blank_and_one_that_is_not_complete_says_so()
    {
        IPage page = await Reader.Turn("expression?world=shared&step=7&node=a&ask=0");
        Assert.Null(await page.Locator("#node-a").GetAttributeAsync("data-gradient"));
        Assert.DoesNotContain("∂", await page.Locator("#node-a").TextContentAsync());
        Assert.Equal(0, await page.Locator("#total").CountAsync());
        Assert.Contains("Nothing has arrived yet", await page.Text("#number"), StringComparison.Ordinal);
        await page.Press("ArrowRight");
        Assert.Contains("1 of 2 arrived", await page.Locator("#node-c").TextContentAsync());
        await page.Click("#node-c");
        Assert.Equal("+6", await page.Text("#total"));
        Assert.Contains("so far", await page.Text("#number"), StringComparison.Ordinal);
        Assert.Contains("1 of 2 arrived: not final yet", await page.Text("#number"), StringComparison.Ordinal);
        await page.Press("ArrowRight");
        await page.Click("#node-c");
        Assert.Equal("+7", await page.Text("#total"));
        Assert.Equal(["g", "6 × 1", "+6", "e", "1 × 1", "+1"], (await page.Locator(".ledger tbody :is(th, td)").AllInnerTextsAsync()).Select(InOrder));
        Assert.DoesNotContain("so far", await page.Text(".ledger"), StringComparison.Ordinal);

        static string InOrder(string text) => text == "1 × 6" ? "6 × 1" : text;
    }

    [Fact]
    public async Task A_letter_that_occurs_several_times_sums_into_one_row_of_the_table()
    {
        IPage page = await Reader.Turn("names?walk=virat&walk-ask=0");
        int last = await page.EvaluateAsync<int>("page.walk.run.events.findLastIndex((one) => one.phase === 'backward') + 1");
        await page.Look($"step: {last}, node: 'C', cell: 1");
        string ledger = await page.Text(".ledger tbody");
        Assert.Equal(6, ledger.Split(" × ").Length - 1); // the boundary is in ..., ..v and .vi
        await page.Look($"step: {last}, node: 'C', cell: 2"); // the row of a, which no context holds
        Assert.Contains("it was not looked up", await page.Text(".ledger tbody"), StringComparison.Ordinal);
        Assert.Equal("0", await page.Text("#total"));
        await page.Look("step: 1");
        ILocator table = page.GetByRole(AriaRole.Img, new() { NameRegex = new("^value of C.*looked up rows") });
        Assert.Contains("looked up rows . v i", await table.GetAttributeAsync("aria-label"));
    }

    [Theory]
    [InlineData("expression?world=neuron&break=slopeless&step=9&node=g&rate=9&in=x1:2,w1:-1.5,x2:0,w2:1,b:6.8813735870195432&ask=0")]
    [InlineData("expression?text=y%20%3D%20a*b%20%2B%20tanh(a)&in=a:0.25,b:-3&data=b&step=8&ask=0")]
    [InlineData("names?walk=ravi&walk-step=25&walk-node=W1&walk-cell=3&walk-ask=0&walk-rate=4&seed=3")]
    public async Task The_address_brings_back_what_was_seen(string address)
    {
        await using WatchedPage watched = await Reader.Open(address);
        string seen = await watched.Page.Seen();
        string kept = watched.Page.Url.Split('#')[1];
        foreach (string part in address.Split('?')[1].Split('&'))
            Assert.Contains(Uri.UnescapeDataString(part), Uri.UnescapeDataString(kept.Replace('+', ' ')), StringComparison.Ordinal);
        await using WatchedPage again = await Reader.Open(kept);
        Assert.Equal(seen, await again.Page.Seen());
        Assert.Empty(watched.Said);
        Assert.Empty(again.Said);
    }

    [Fact]
    public async Task Everything_that_the_reader_does_is_in_the_address()
    {
        IPage page = await Reader.Turn("expression");
        await page.Click("#world-neuron");
        await page.Fill("#input-w1", "-1.5");
        await page.Click("#learns-w2");
        await page.Locator("#walk-rate").FocusAsync();
        await page.Press("ArrowRight");
        await page.Locator("#ask").UncheckAsync();
        await page.Look("step: 1000");
        await page.Locator("#break-slopeless").CheckAsync();
        await page.Settle();
        await page.Look("step: 9");
        await page.Click("#node-g");
        string before = await page.Seen();
        await using WatchedPage again = await Reader.Open(page.Url.Split('#')[1]);
        Assert.Equal(before, await again.Page.Seen());
        Assert.Equal("-1.5", await again.Page.Locator("#node-w1").GetAttributeAsync("data-value"));
        Assert.Equal("slopeless", await again.Page.EvaluateAsync<string>("page.walk.run.mistake"));

        await page.Locator("#typed").FillAsync("y = w1*w1");
        await page.Press("Enter");
        await using WatchedPage typed = await Reader.Open(page.Url.Split('#')[1]);
        Assert.Equal(
            await page.Seen(), await typed.Page.Seen());
    }

    [Theory]
    [InlineData("expression?world=constructor&step=-4&node=%3Cb%3E&cell=x&in=a:NaN,__proto__:1&break=toString&rate=99&data=toString")]
    [InlineData("expression?world=__proto__&step=1e9&cell=-1&in=::,,a&rate=-1")]
    [InlineData("expression?text=))((&step=3")]
    public async Task Nonsense_in_the_address_is_the_beginning(string address)
    {
        await using WatchedPage watched = await Reader.Open(address);
        Assert.Equal("L = (a*b + c) * f", await watched.Page.Locator("#typed").InputValueAsync());
        Assert.Equal(0, await watched.Page.Step());
        Assert.Equal("2", await watched.Page.Locator("#node-a").GetAttributeAsync("data-value"));
        Assert.Equal("none", await watched.Page.EvaluateAsync<string>("page.walk.run.mistake"));
        Assert.Empty(watched.Said);
    }

    [Fact]
    public async Task The_reader_is_asked_before_a_contribution_is_shown()
    {
        IPage page = await Reader.Turn("expression?world=shared&step=7");
        await page.Press("ArrowRight");
        Assert.Contains("What does g send to c?", await page.Text("#question"), StringComparison.Ordinal);
        Assert.Null(await page.Locator("#node-c").GetAttributeAsync("data-gradient"));
        ILocator everywhere = page.Locator("#now, #story svg, #code, #number, #checks");
        Assert.DoesNotContain("+6", string.Concat(await everywhere.AllTextContentsAsync()), StringComparison.Ordinal);
        Assert.Equal("What does g send?", (await page.Text("#now")).Split("backward ")[1].Trim());
        await page.Locator("#guess").FillAsync("5");
        await page.Click("#guess-number");
        Assert.Contains("Not 5. g sends +6 to c.", await page.Text("#question"), StringComparison.Ordinal);
        Assert.Equal("6", await page.Locator("#node-c").GetAttributeAsync("data-gradient"));
        await page.Press("ArrowRight");
        await page.Click("#guess-positive");
        Assert.StartsWith("Yes, positive. ", await page.Text("#question"), StringComparison.Ordinal);
        await page.Press("ArrowRight");
        await page.Click("#guess-show");
        Assert.Equal("d sends +18 to a.", await page.Text("#question"));
        await page.Locator("#ask").UncheckAsync();
        await page.Press("ArrowRight");
        Assert.Equal("", await page.Text("#question"));
        Assert.Equal("25", await page.Locator("#node-a").GetAttributeAsync("data-gradient"));
    }

    [Theory]
    [InlineData("positive", "Not positive: what arrived, times the local slope on the arrow, has the sign of both together. L sends −2 to ")]
    [InlineData("negative", "Yes, negative. L sends −2 to ")]
    [InlineData("zero", "Not zero: what arrived, times the local slope on the arrow, has the sign of both together. L sends −2 to ")]
    public async Task A_guess_of_the_sign_is_judged_by_the_sign(string guess, string verdict)
    {
        IPage page = await Reader.Turn("expression?world=small&step=4");
        await page.Press("ArrowRight");
        await page.Click($"#guess-{guess}");
        Assert.StartsWith(verdict, await page.Text("#question"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_goes_with_the_walk_it_was_about()
    {
        IPage page = await Reader.Turn("expression?world=shared&step=10");
        await page.Press("ArrowRight");
        Assert.Equal(1, await page.Locator("#guess").CountAsync());
        await page.Click("#world-small");
        Assert.Equal(0, await page.Locator("#guess").CountAsync());
        Assert.Equal(0, await page.Step());
    }

    [Fact]
    public async Task Mistakes_are_offered_after_the_first_right_walk_one_at_a_time()
    {
        IPage page = await Reader.Turn("expression?world=shared&ask=0");
        Assert.Equal(0, await page.Locator("[name=mistake]").CountAsync());
        Assert.Contains("First walk to the end once", await page.Text("#mistakes"), StringComparison.Ordinal);
        await page.Press("End");
        ILocator choices = page.GetByRole(AriaRole.Radio);
        Assert.Equal(MistakeText.All.Count, await choices.CountAsync());
        Assert.True(await page.Locator("#break-slopeless").IsDisabledAsync()); // no tanh
        await page.Locator("#break-overwrite").CheckAsync();
        await page.Locator("#break-uphill").CheckAsync();
        await page.Settle();
        Assert.Equal("uphill", await page.EvaluateAsync<string>("page.walk.run.mistake"));
        Assert.Equal(1, await page.Locator("[name=mistake]:checked").CountAsync());
        await page.Locator("#break-none").CheckAsync();
        await page.Settle();
        Assert.Empty(await page.Marked());
    }

    [Theory]
    [InlineData("shared", Mistake.None, 25, 19, "")]
    [InlineData("shared", Mistake.Overwrite, 1, 1, "d first, c, b, a")]
    [InlineData("shared", Mistake.Recursion, 29, 22, "c first, d, b, a")]
    [InlineData("shared", Mistake.Early, 4, 3, "c first, d, b, a")]
    [InlineData("shared", Mistake.Leftover, 50, 38, "a first, b")]
    [InlineData("shared", Mistake.Uphill, 25, 19, "a first, b")]
    public async Task Each_mistake_shows_its_wrong_numbers_and_marks_the_first(string world, Mistake mistake, double first, double second, string wrong)
    {
        IPage page = await Reader.Turn($"expression?world={world}&break={MistakeText.Name(mistake)}&step=1000&ask=0");
        string[] gradients = await page.EvaluateAsync<string[]>("['a', 'b'].map((name) => document.getElementById(`node-${name}`).dataset.gradient)");
        Assert.Equal([first, second], gradients.Select(double.Parse));
        string[] marked = await page.Marked();
        foreach (string expected in wrong.Split(", ", StringSplitOptions.RemoveEmptyEntries)) Assert.Contains(expected, marked);
        if (wrong.Length == 0) Assert.Empty(marked);

        // The experiments do not depend on how gradients are computed.
        Assert.Equal(["+25", "+19"], await page.Locator("tr[data-node=a] td:nth-child(3), tr[data-node=b] td:nth-child(3)").AllInnerTextsAsync());
        string actual = await page.Text("#actual");
        if (mistake is Mistake.None or Mistake.Uphill) Assert.StartsWith(mistake == Mistake.Uphill ? "+" : "−", actual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shared")]
    [InlineData("neuron")]
    [InlineData("loss")]
    public async Task What_is_marked_as_wrong_and_when_is_what_the_engine_found(string world)
    {
        foreach (Mistake mistake in Enum.GetValues<Mistake>())
        {
            Walk walk = World.Of(world).Walk(mistake);
            IPage page = await Reader.Turn($"expression?world={world}&break={MistakeText.Name(mistake)}&ask=0");
            JsonElement marked = await page.Json("""
                (async () => {
                  const moments = [];
                  for (let step = 0; step <= page.walk.run.events.length; step++) {
                    await page.walk.go({ step });
                    moments.push(Array.from(document.querySelectorAll('.node .verdict'), (one) => `${one.closest('.node').id.slice(5)} ${one.textContent}`).sort());
                  }
                  return moments;
                })()
                """);
            for (int step = 0; step <= walk.Events.Count; step++)
            {
                IEnumerable<string> expected = walk.Wrong.Where(one => one.Time < step).Select((one, i) =>
                    $"{walk.Program.Graph.Nodes[one.Node].Label} {(one.How == WrongHow.MovedUphill ? "↑ uphill" : "✗ wrong")}{(i == 0 ? " first" : "")}");
                Assert.Equal(expected.Order(StringComparer.Ordinal), marked[step].EnumerateArray().Select(one => one.GetString()));
            }
        }
    }

    [Theory]
    [InlineData("", "−", "1.9209")]
    [InlineData("uphill", "+", "2.0791")]
    public async Task The_update_is_put_into_words_as_it_is_made(string mistake, string sign, string moved)
    {
        // a = 2, its gradient 25, the rate 10^(−3 + 2/4)
        IPage page = await Reader.Turn($"expression?world=shared&step=12&break={mistake}&ask=0");
        string words = $"a = 2 {sign} 0.0031623 × 25 = {moved}";
        Assert.EndsWith(words, await page.Text("#now .moment"), StringComparison.Ordinal);
        Assert.Equal(words, await page.Text("#computed"));
    }

    [Fact]
    public async Task A_ledger_that_kept_the_last_steps_gradient_still_waits_for_all_of_this_one()
    {
        IPage page = await Reader.Turn("expression?world=shared&step=10&break=leftover&node=a&ask=0");
        string panel = await page.Text("#number");
        Assert.Contains("1 of 2 arrived: not final yet", panel, StringComparison.Ordinal);
        Assert.Contains("the last step", panel, StringComparison.Ordinal);
        Assert.Contains("so far", panel, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infinity_is_explained_where_it_begins()
    {
        IPage page = await Reader.Turn("expression?world=small&in=a:1e200,b:1e200,c:10,f:-2&step=3");
        string warning = await page.Text("#warning");
        Assert.StartsWith("e is ∞", warning, StringComparison.Ordinal);
        Assert.Contains("largest number", warning, StringComparison.Ordinal);
        Assert.Contains("∞ begins here", await page.Locator("#node-e").TextContentAsync());
        await page.Turn("expression?text=y%20%3D%20log(a)*2&in=a:0&step=1");
        Assert.Contains("the logarithm of 0 is −∞", await page.Text("#warning"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flat_tanh_says_that_nothing_moves()
    {
        IPage page = await Reader.Turn("expression?text=y%20%3D%20tanh(a%20%2B%20b)&in=a:0,b:20&step=1000&ask=0");
        Assert.Equal("1", await page.Locator("#node-y").GetAttributeAsync("data-value"));
        Assert.Equal("0", await page.Text("#predicted"));
        Assert.Contains("The gradient is 0: nothing moves.", await page.Text("#update"), StringComparison.Ordinal);
        Assert.Equal("", await page.Text("#warning"));
    }

    [Theory]
    [InlineData("expression?world=loss", "")]
    [InlineData("names?walk=virat", "walk-")]
    public async Task The_rate_slider_shows_what_the_engine_finds_at_that_rate(string address, string own)
    {
        IPage page = await Reader.Turn(address);
        Walk Here(int rate) => own.Length == 0
            ? World.Of("loss").Walk(rate: rate)
            : Walk.Take(NamesTraining.Start("mlp", Shipped.Names, [], 32, 1, "float32").StepOn("virat", 3).Program, Walk.Rates[rate]);
        await page.Press("End"); // where the update is
        ILocator slider = page.Locator("#walk-rate");
        foreach (int rate in (int[])[16, 9, 0])
        {
            await slider.FillAsync($"{rate}");
            await page.Settle();
            Walk walk = Here(rate);
            Numbers.AssertClose(walk.Actual, Numbers.Shown(await page.Text("#actual")), 1e-4);
            Numbers.AssertClose(walk.Predicted, Numbers.Shown(await page.Text("#predicted")), 1e-4 * Math.Max(1, Math.Abs(walk.Predicted)));
            Assert.Contains($"{own}rate={rate}", page.Url, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_big_nudge_says_what_the_loss_does()
    {
        IPage page = await Reader.Turn("expression?world=shared&step=11&node=a&ask=0");
        await page.Click("#nudge-up");
        // a = 2.1, b = 3: (5.1 + 6.3) + 5.1·6.3 = 43.53, and it was 41
        string nudged = await page.Text("#nudged");
        Assert.Contains("y moves by +2.53,", nudged, StringComparison.Ordinal);
        Assert.Contains("+25.3 times as far", nudged, StringComparison.Ordinal);
        Assert.Contains("The gradient says +25.", nudged, StringComparison.Ordinal);
        await page.Press("ArrowRight");
        Assert.Equal(0, await page.Locator("#nudged").CountAsync());
    }

    [Fact]
    public async Task A_cell_of_a_table_is_chosen_by_a_click_and_coloured_by_its_sign()
    {
        IPage page = await Reader.Turn("names?walk=virat&walk-step=1&walk-node=C&walk-ask=0");
        ILocator map = page.GetByRole(AriaRole.Img, new() { NameRegex = new("^value of C") });
        await map.ClickAsync(new() { Position = new() { X = 7, Y = 12 } });
        await page.Settle();
        int clicked = await page.EvaluateAsync<int>("page.walk.state.cell");
        await map.ClickAsync(new() { Position = new() { X = 33, Y = 64 } }); // one cell to the right, two down: 26 pixels each
        await page.Settle();
        Assert.Equal((0, 5), (clicked, await page.EvaluateAsync<int>("page.walk.state.cell")));
        Assert.StartsWith("C[2, 1]", await page.Text("#number h2"), StringComparison.Ordinal);
        await page.Fill("#axis-0", "3");
        Assert.StartsWith("C[3, 1]", await page.Text("#number h2"), StringComparison.Ordinal);

        // Blue, above zero, has more blue than red; orange, below zero, more red than blue.
        int wrong = await page.EvaluateAsync<int>("""
            () => {
              const { value } = page.walk.run.nodes.find((node) => node.name === 'C');
              const canvas = document.querySelector('canvas[aria-label^="value of C"]');
              const { data, width } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              const isBlue = (cell) => {
                const at = 4 * (2 * (26 * Math.floor(cell / 2) + 4) * width + 2 * (26 * (cell % 2) + 4));
                return data[at + 2] > data[at];
              };
              return value.filter((one, cell) => Math.abs(one) > .2 && (one > 0) !== isBlue(cell)).length;
            }
            """);
        Assert.Equal(0, wrong);
    }

    [Fact]
    public async Task The_story_says_which_part_this_step_belongs_to()
    {
        IPage page = await Reader.Turn("names?walk=virat&walk-ask=0");
        (int Step, string Part)[] parts =
            [(1, "look up"), (3, "linear"), (5, "tanh"), (7, "linear"), (13, "loss"), (14, "loss"), (20, "linear")];
        foreach ((int step, string part) in parts)
        {
            await page.Look($"step: {step}");
            IReadOnlyList<string> named = await page.Locator(".stages [aria-current]").AllInnerTextsAsync();
            Assert.Equal((step, part), (step, Assert.Single(named)));
        }
    }

    [Fact]
    public async Task Rows_of_a_table_are_named_by_their_letters()
    {
        IPage page = await Reader.Turn("names?walk=virat&walk-step=2&walk-node=emb&walk-ask=0");
        await page.Click("#numbers-emb");
        string[] names = [.. await page.Locator(".scroll th").AllInnerTextsAsync()];
        Assert.Equal(".....v.vi", string.Concat(names.Take(9)));
    }

    [Fact]
    public async Task All_gradients_of_a_step_on_a_name_are_checked_on_demand()
    {
        IPage page = await Reader.Turn("names?walk=virat&walk-step=1000&walk-ask=0");
        Assert.Matches("^Check all [\\d,]+ gradients$", await page.Text("#check"));
        await page.Locator("#check").ClickAsync();
        await page.Locator(".checks").WaitForAsync();
        string[] verdicts = [.. await page.Locator(".checks .verdict").AllInnerTextsAsync()];
        Assert.All(verdicts, verdict => Assert.Equal("✓", verdict));
        Assert.Equal(await page.EvaluateAsync<int>("page.walk.run.nodes.filter((node) => node.gradient).length"), verdicts.Length);
    }

    [Fact]
    public async Task The_chart_of_the_update_has_its_legend()
    {
        IPage page = await Reader.Turn("expression?world=shared&step=3");
        string chart = (await page.Locator("#update .chart").TextContentAsync())!;
        Assert.Contains("actual / predicted", chart, StringComparison.Ordinal);
        Assert.DoesNotContain("[object", chart, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("expression?text=größe%20%3D%20ऋतु*2%3B%20y%20%3D%20größe*__proto__")]
    [InlineData("expression?text=%3Cb%20onclick%3D1%3E")]
    [InlineData("names?walk=%3Cb%20onclick%3D%22alert(1)%22%3E&beginning=%3Cscript%3E&walk-node=%3Cb%3E")]
    public async Task Hostile_letters_are_shown_as_text(string address)
    {
        await using WatchedPage watched = await Reader.Open(address);
        Assert.Equal(0, await watched.Page.Locator("b[onclick], main script").CountAsync());
        Assert.True(await watched.Page.Locator(".node").CountAsync() > 3);
        Assert.Empty(watched.Said);
    }
}
