using System.Text.Json;
using Makemore.Worlds;
using Makemore.Worlds.Tests;
using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>Whatever a reader types, the page draws it or says why not, and goes on.</summary>
public sealed class ExpressionTests(Reader reader) : ReaderTests(reader)
{
    private static readonly string[] Pieces =
    [
        "a", "b", "x1", "größe", "ऋतु", "__proto__", "constructor", "toString", "hasOwnProperty", "class", "var ", "tanh", "exp(", "log(", "max(",
        "pow(a, 2)", "relu(b)", "sqrt(", "(", ")", "+", "-", "*", "/", "^", "**", "=", ";", "\n", ",", ".", "0", "1", "2.5", "1e999", "1e-400",
        "NaN", "Infinity", "∞", "−", "×", "<script>alert(1)</script>", "<b onclick=\"alert(1)\">", "'", "\"", "`", "${a}", "\\", "//", "/*", "{", "}",
        "\u202e", "\0", "\ud83d", "😀", "a̐", " ", "\t", "null", "undefined", "[0]", "0x10", "1_000", "y = ",
    ];

    private static readonly string[] Hostile =
    [
        "", " ", ";", new string('(', 3000), new string('(', 40) + "a*b" + new string(')', 40), new string('a', 5000),
        string.Join("+", Enumerable.Repeat("a*b", 500)), string.Join("*", Enumerable.Range(0, 300).Select(i => $"v{i}")), "1e999", "a*1e999", "NaN",
        "a*NaN", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "__proto__", "y = __proto__ * constructor", "a/0", "log(0-1)*a",
        "y = a; y = b", "v1 = a + a\n" + string.Join('\n', Enumerable.Range(2, 49).Select(i => $"v{i} = v{i - 1} + v{i - 1}")), "a*b\0", "\ud800*a",
    ];

    [Fact]
    public async Task What_is_typed_is_drawn_or_it_is_said_why_not_and_the_page_goes_on()
    {
        IPage page = await Reader.Turn("expression");
        string[] texts = [.. Hostile, .. Enumerable.Range(RandomCases.First, RandomCases.Count(100)).Select(Typed)];
        JsonElement drawn = await page.Json($$"""
            (async () => {
              const field = document.getElementById('typed'), form = field.form, drawn = [];
              for (const text of {{JsonSerializer.Serialize(texts)}}) {
                const walk = page.walk;
                field.value = text;
                form.requestSubmit();
                await settled();
                const problem = document.getElementById('expression-problem').textContent;
                drawn.push({ problem, isDrawn: page.walk !== walk, nodes: document.querySelectorAll('.node').length, given: page.walk.run.nodes.length });
              }
              return drawn;
            })()
            """);
        foreach ((string text, JsonElement one) in texts.Zip(drawn.EnumerateArray()))
        {
            string problem = one.GetProperty("problem").GetString()!;
            Assert.True(one.GetProperty("isDrawn").GetBoolean() ? !problem.StartsWith("column") : problem.Length > 0, text);
            Assert.Equal((text, one.GetProperty("given").GetInt32()), (text, one.GetProperty("nodes").GetInt32()));
        }

        Assert.Equal(texts.Length, drawn.GetArrayLength());
        Assert.Equal(0, await page.Locator("main script, main img, b[onclick]").CountAsync());
        Assert.Equal("", await page.Text("#problem"));
        await AssertWorks(page);
    }

    [Fact]
    public async Task What_the_engine_says_of_a_typed_calculation_it_says_here_too()
    {
        IPage page = await Reader.Turn("expression");
        string[] texts = [.. Hostile, .. Enumerable.Range(RandomCases.First, RandomCases.Count(1000)).Select(Typed)];
        JsonElement said = await page.Json($$"""
            (async () => {
              const engine = await page.engine(), said = [];
              for (const text of {{JsonSerializer.Serialize(texts)}}) {
                try {
                  const expression = await engine.call('Expressions.Parse', text);
                  said.push(JSON.parse(await engine.call('Expressions.Describe', expression)).variables.map((one) => one.name).join(' '));
                  await engine.release(expression);
                } catch (problem) {
                  said.push(problem.message);
                }
              }
              return said;
            })()
            """);
        int read = 0;
        foreach ((string text, JsonElement one) in texts.Zip(said.EnumerateArray()))
        {
            string here;
            try
            {
                here = string.Join(' ', Expression.Parse(Wellformed(text)).Variables.Select(variable => variable.Name));
                read++;
            }
            catch (ExpressionException fault)
            {
                here = fault.Message;
                Assert.NotEqual("", here);
            }

            Assert.Equal((text, here), (text, one.GetString()));
        }

        Assert.InRange(read, 20, texts.Length - 20);
    }

    [Fact]
    public async Task The_problem_is_said_aloud_and_taken_back()
    {
        IPage page = await Reader.Turn("expression?world=shared");
        ILocator problem = page.Locator("#expression-problem");
        Assert.Equal("alert", await problem.GetAttributeAsync("role"));
        await page.Locator("#typed").FillAsync("2*(a + b");
        await page.Press("Enter");
        Assert.StartsWith("column 9: a ) is missing", await problem.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("typed", await page.EvaluateAsync<string>("document.activeElement.id")); // to go on typing
        await page.Press("End");
        await page.Keyboard.TypeAsync(")");
        await page.Press("Enter");
        Assert.Equal("", await problem.InnerTextAsync());
        Assert.Equal(2, await page.Locator(".node.leaf[id=node-a], .node.leaf[id=node-b]").CountAsync());
        await page.Locator("#typed").FillAsync("c = 3; y = a*b");
        await page.Press("Enter");
        Assert.Equal("The result does not depend on c.", await problem.InnerTextAsync());
    }

    [Fact]
    public async Task Whoever_clicks_fast_gets_what_was_clicked_last()
    {
        IPage page = await Reader.Turn("expression");
        for (int round = 0; round < 5; round++)
        {
            await page.EvaluateAsync("['small', 'shared', 'neuron', 'loss', 'shared'].forEach((id) => document.getElementById(`world-${id}`).click())");
            await page.Settle();
            Assert.Equal(World.Of("shared").Text, await page.Locator("#typed").InputValueAsync());
            Numbers.AssertSame(JsonElement.Parse(World.Of("shared").Walk().ToJson()), await page.Told());
        }

        await page.EvaluateAsync("() => { for (let i = 0; i <= 16; i++) { const rate = document.querySelector('#walk-rate'); rate.value = i; rate.dispatchEvent(new Event('input')); } }");
        await page.Settle();
        Numbers.AssertSame(JsonElement.Parse(World.Of("shared").Walk(rate: 16).ToJson()), await page.Told());
        await page.EvaluateAsync("() => { document.getElementById('world-neuron').click(); location.hash = 'slope'; }");
        await page.Locator("body[data-ready=slope]").WaitForAsync();
        await page.Settle();
        Assert.Equal("", await page.Text("#problem"));
    }

    [Fact]
    public async Task Data_does_not_learn_and_a_changed_number_is_taken()
    {
        IPage page = await Reader.Turn("expression?world=shared&ask=0&step=1000");
        Assert.Equal(2, await page.EvaluateAsync<int>("page.walk.run.events.filter((one) => one.phase === 'update').length"));
        await page.Click("#learns-a");
        Assert.Equal(1, await page.EvaluateAsync<int>("page.walk.run.events.filter((one) => one.phase === 'update').length"));
        Assert.Contains("data", await page.Locator("#node-a").GetAttributeAsync("aria-label"));
        await page.Fill("#input-b", "-4");
        Expression here = Expression.Parse(World.Of("shared").Text);
        here.Set("a", 2);
        here.Set("b", -4);
        here.TakeAsData("a", true);
        Numbers.AssertSame(JsonElement.Parse(Walk.Take(here.Program, Walk.Rates[2]).ToJson()), await page.Told());
        await page.Click("#learns-a");
        Assert.Equal(2, await page.EvaluateAsync<int>("page.walk.run.events.filter((one) => one.phase === 'update').length"));
    }

    [Fact]
    public async Task The_goal_is_reached_by_a_mistake_whose_damage_was_seen()
    {
        await using WatchedPage watched = await Reader.Open("expression?ask=0");
        IPage page = watched.Page;
        await page.Click("#world-shared");
        await page.Press("End");
        Assert.Equal("", await page.Text(".goal .state"));
        await page.Locator("#break-overwrite").CheckAsync();
        await page.Settle();
        await page.Locator("#number h2").ClickAsync();
        await page.Press("End");
        Assert.Contains("✗ wrong first", await page.Locator("#story").TextContentAsync());
        Assert.Equal("✓ Reached.", await page.Text(".goal .state"));
        Assert.Equal("✓", await page.Text("#ladder li:nth-child(2) b"));
    }

    // As JSON gives it to the page: what is no character is another.
    private static string Wellformed(string text) => JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(text))!;

    // Sense, nonsense, and sense with a piece of nonsense in it.
    private static string Typed(int seed)
    {
        var random = new Random(seed);
        string formula = RandomFormula.Draw(random, random.Next(1, 4)).TimesA().Text;
        string Some(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => Pieces[random.Next(Pieces.Length)]));
        return random.Next(4) switch
        {
            0 => formula,
            1 => formula.Insert(random.Next(formula.Length), Some(1)),
            2 => formula.Remove(random.Next(formula.Length), 1),
            _ => Some(random.Next(1, 12)),
        };
    }

    private static async Task AssertWorks(IPage page)
    {
        await page.Click("#world-shared");
        await page.Locator("#ask").UncheckAsync();
        await page.Press("End");
        Assert.Equal("25", await page.Locator("#node-a").GetAttributeAsync("data-gradient"));
    }
}
