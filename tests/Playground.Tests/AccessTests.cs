using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>Who uses a keyboard or a screen reader finds everything.</summary>
public sealed class AccessTests(Reader reader) : ReaderTests(reader)
{
    [Theory]
    [InlineData("slope")]
    [InlineData("expression?world=shared&step=9")]
    [InlineData("expression?world=shared&step=1000&break=overwrite&ask=0")]
    [InlineData("neuron")]
    [InlineData("points")]
    [InlineData("pairs?name=qadir")]
    [InlineData("letters")]
    [InlineData("names?walk=virat&walk-step=20")]
    [InlineData("depth")]
    [InlineData("names?net=wavenet")]
    [InlineData("names?net=gru")]
    [InlineData("gpt")]
    public async Task Nothing_is_without_a_name_for_who_cannot_see_it(string address)
    {
        IPage page = await Reader.Turn(address);
        AriaRole[] roles =
        [
            AriaRole.Button, AriaRole.Slider, AriaRole.Checkbox, AriaRole.Radio, AriaRole.Spinbutton, AriaRole.Textbox, AriaRole.Combobox,
            AriaRole.Link, AriaRole.Img, AriaRole.Region,
        ];
        foreach (AriaRole role in roles)
        {
            int all = await page.GetByRole(role).CountAsync();
            int named = await page.GetByRole(role, new() { NameRegex = new(@"\S") }).CountAsync();
            Assert.Equal((role, all), (role, named));
        }

        Assert.NotEqual(0, await page.GetByRole(AriaRole.Button).CountAsync());
        string[] ids = await page.EvaluateAsync<string[]>("() => Array.from(document.querySelectorAll('[id]'), (one) => one.id)");
        Assert.Equal(ids.Distinct(), ids); // a label names the first of its id
    }

    [Theory]
    [InlineData("slope", 30)]
    [InlineData("expression?world=shared&step=8&ask=0", 75)]
    [InlineData("neuron", 30)]
    [InlineData("pairs", 40)]
    [InlineData("letters", 60)]
    [InlineData("names", 35)]
    [InlineData("depth", 30)]
    [InlineData("names?net=wavenet", 40)]
    [InlineData("gpt", 35)]
    public async Task Tab_reaches_everything_once_in_few_stops(string address, int most)
    {
        IPage page = await Reader.Turn(address);
        string[] stops = await Stops(page);
        string[] expected = await page.EvaluateAsync<string[]>("""
            () => {
              const all = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')];
              const seen = all.filter((one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility());
              const groups = new Set(); // of radio buttons, the keyboard stops at one
              globalThis.stopOf = (one) => all.indexOf(one);
              return seen.filter((one) => one.type !== 'radio' || one.checked || ![...document.querySelectorAll(`[name="${one.name}"]`)].some((other) => other.checked))
                .map((one) => `${stopOf(one)}`);
            }
            """);
        Assert.Equal(expected.Order(StringComparer.Ordinal), stops.Order(StringComparer.Ordinal));
        Assert.InRange(stops.Length, 5, most);
    }

    [Fact]
    public async Task The_graph_is_one_stop_and_Enter_chooses()
    {
        IPage page = await Reader.Turn("expression?world=shared&step=8&ask=0");
        Assert.Equal(1, await page.Locator(".node[tabindex='0']").CountAsync());
        Assert.Equal("node-g", await page.Locator(".node[tabindex='0']").GetAttributeAsync("id"));
        Assert.Equal(1, await page.Locator(".node[aria-pressed=true]").CountAsync());
        await page.Locator("#node-c").FocusAsync();
        await page.Press("Enter");
        Assert.Equal("node-c", await page.Locator(".node[tabindex='0']").GetAttributeAsync("id"));
        Assert.Equal("node-c", await page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal("true", await page.Locator("#node-c").GetAttributeAsync("aria-pressed"));
        Assert.Equal("c, var c = a + b;, value 5, gradient +6 1 of 2 arrived", await page.Locator("#node-c").GetAttributeAsync("aria-label"));
    }

    [Fact]
    public async Task From_the_question_it_is_few_stops_back_to_the_graph()
    {
        IPage page = await Reader.Turn("expression?world=shared&step=7");
        await page.Press("ArrowRight");
        await page.Locator("#guess-positive").FocusAsync();
        int stops = 0;
        for (; stops < 60 && !await page.EvaluateAsync<bool>("document.activeElement.matches('.node')"); stops++) await page.Keyboard.PressAsync("Shift+Tab");
        Assert.InRange(stops, 1, 45);
    }

    [Fact]
    public async Task What_changes_is_said_aloud()
    {
        IPage page = await Reader.Turn("expression?world=shared&ask=0");
        Assert.Equal("polite", await page.Locator("#now").GetAttributeAsync("aria-live"));
        Assert.Equal("status", await page.Locator("#warning").GetAttributeAsync("role"));
        Assert.Equal("alert", await page.Locator("#problem").GetAttributeAsync("role"));
        Assert.Equal("alert", await page.Locator("#expression-problem").GetAttributeAsync("role"));
        Assert.Equal(2, await page.Locator(".question [role=status], .goal [role=status]").CountAsync());
        await page.Press("ArrowRight");
        Assert.Contains("c = 2 + 3 = 5", await page.Text("#now"), StringComparison.Ordinal);
        Assert.Equal("step 1 of 18", await page.Locator("#scrubber").GetAttributeAsync("aria-valuetext"));
        await page.Turn("slope");
        Assert.Equal("polite", await page.Locator(".slope-reads").GetAttributeAsync("aria-live"));
        await page.Turn("neuron");
        Assert.Equal("polite", await page.Locator(".says").GetAttributeAsync("aria-live"));
    }

    // What Tab comes to, until it begins again.
    private static async Task<string[]> Stops(IPage page)
    {
        await page.EvaluateAsync("""
            () => {
              const all = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')];
              globalThis.stops = [];
              document.activeElement.blur();
              globalThis.listening?.abort(); // of the test before
              globalThis.listening = new AbortController();
              addEventListener('focusin', (event) => stops.push(all.indexOf(event.target)), { signal: listening.signal });
              getSelection().removeAllRanges();
            }
            """);
        await page.Locator("#ladder a").First.FocusAsync();
        for (int i = 0; i < 120; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("document.activeElement === document.body || stops.indexOf(stops.at(-1)) < stops.length - 1")) break;
        }

        return await page.EvaluateAsync<string[]>("[...new Set(stops)].map((one) => `${one}`)");
    }
}
