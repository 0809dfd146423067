using Makemore.Worlds;
using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>The rung of pairs: the table, a name's likelihood, smoothing, and names being made.</summary>
public sealed class PairsTests(Reader reader) : ReaderTests(reader)
{
    private static readonly CountedPairs All = new(Shipped.Names, holdBack: false);

    [Fact]
    public async Task Every_cell_says_what_the_engine_counted()
    {
        IPage page = await Reader.Turn("pairs");
        string[] cells = await page.EvaluateAsync<string[]>("() => Array.from(document.querySelectorAll('.heat .cell'), (cell) => cell.getAttribute('aria-label'))");
        double[] counts = All.Counts, p = All.Probabilities;
        Assert.Equal(counts.Length, cells.Length);
        for (int at = 0; at < cells.Length; at++)
        {
            string pair = All.Vocabulary.TextOf(at / 27) + All.Vocabulary.TextOf(at % 27);
            string times = counts[at] switch { 0 => "never", 1 => "once", double count => $"{count:N0} times" };
            Assert.Equal($"{pair}: {times}, p = {p[at]:0.0000}", cells[at]);
        }

        Assert.Equal(p.Count(one => one == 0), await page.Locator(".heat .cell:not(.seen)").CountAsync());
    }

    [Fact]
    public async Task The_table_is_walked_with_the_arrow_keys_and_the_address_keeps_the_pair()
    {
        IPage page = await Reader.Turn("pairs?pair=an");
        Assert.Equal("1,290 times", await page.Text("#counted"));
        Assert.Equal("0.2056", await page.Text("#p"));
        await page.Locator(".heat [tabindex='0']").FocusAsync();
        await page.Press("ArrowLeft");
        await page.Press("ArrowDown");
        Assert.Contains("pair=bm", page.Url, StringComparison.Ordinal);
        Assert.Equal("bm", await page.Locator("#pair").InputValueAsync());
        Assert.Equal("never", await page.Text("#counted"));
        await page.Press("ArrowUp");
        await page.Press("Home");
        Assert.Equal("a.: 1,194 times, p = 0.1903", await page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label')"));
        Assert.Equal(1, await page.Locator(".heat [tabindex='0']").CountAsync());
        string[] marks = [.. await page.Locator(".examples mark").AllInnerTextsAsync()];
        Assert.NotEmpty(marks);
        Assert.All(marks, mark => Assert.Equal("a.", mark));
        await page.Locator("#pair").FillAsync("sh");
        await page.Settle();
        Assert.Equal("1,166 times", await page.Text("#counted"));
        Assert.Equal("pair", await page.EvaluateAsync<string>("document.activeElement.id")); // who types stays in the field
    }

    [Theory]
    [InlineData("anita", 0)]
    [InlineData("qadir", 0)]
    [InlineData("qadir", 1)]
    public async Task A_name_is_as_probable_as_the_engine_says(string name, double smoothing)
    {
        IPage page = await Reader.Turn($"pairs?name={name}&smoothing={smoothing}");
        NameLikelihood here = new CountedPairs(Shipped.Names, holdBack: false) { Smoothing = smoothing }.Likelihood(name);
        Assert.Equal("How probable is a name", await page.Locator(".stage.pairs > :first-child").GetAttributeAsync("aria-label"));
        string[] numbers = [.. await page.Locator("[aria-label='How probable is a name'] td.number").AllInnerTextsAsync()];
        for (int i = 0; i < here.Losses.Length; i++)
        {
            Assert.Equal(here.Probabilities[i], Numbers.Shown(numbers[2 * i]), 1e-4);
            Assert.Equal(here.Losses[i], Numbers.Shown(numbers[(2 * i) + 1]), 1e-4);
        }

        Assert.Equal(here.PerCharacter, Numbers.Shown(await page.Text("#loss")), 1e-4);
        Assert.Equal(here.Product, Numbers.Shown(await page.Text("#product")), 1e-3 * here.Product);
        Assert.Equal("", await page.Text(".goal .state"));
    }

    [Fact]
    public async Task An_impossible_name_becomes_possible_by_smoothing()
    {
        IPage page = await Reader.Turn("pairs?name=qadir");
        Assert.Equal("∞", await page.Text("#loss"));
        Assert.Equal(1, await page.Locator("tr.never").CountAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Smooth: add 1 to each count" }).ClickAsync();
        await page.Settle();
        Assert.Equal("3.6986", await page.Text("#loss"));
        Assert.Contains("smoothing=1", page.Url, StringComparison.Ordinal);
        Assert.Equal("2.2128", await page.Text("#loss-counted"));
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^No smoothing") }).ClickAsync();
        await page.Settle();
        Assert.Equal("∞", await page.Text("#loss"));
    }

    [Fact]
    public async Task Only_names_that_are_held_back_want_smoothing()
    {
        IPage page = await Reader.Turn("pairs?smoothing=0&counts=all");
        Assert.Equal("2.2054", await page.Text("#loss-counted"));
        Assert.Equal(0, await page.Locator("#loss-held").CountAsync());
        await page.Locator("input[name=counts][value=most]").DispatchEventAsync("click");
        await page.Settle();
        Assert.Equal("∞", await page.Text("#loss-held"));
        await page.Locator("#smoothing").FillAsync("-1");
        await page.Settle();
        CountedPairs here = new(Shipped.Names, holdBack: true) { Smoothing = 0.1 };
        Assert.Equal($"{here.Loss:0.0000}", await page.Text("#loss-counted"));
        Assert.Equal($"{here.LossHeldBack:0.0000}", await page.Text("#loss-held"));
        Assert.Contains("counts=most", page.Url, StringComparison.Ordinal);
        Assert.Contains("smoothing=0.1", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_made_letter_by_letter_as_in_the_lesson()
    {
        IPage page = await Reader.Turn("pairs?seed=2");
        for (int i = 0; i < 3; i++) await page.Click("[aria-label='Make names'] .main");
        Assert.Equal("vap…", await page.Text("#made"));
        Assert.Equal("after a: 0.7088 falls on p, which is 0.0132 long", await page.Locator(".draws li").Last.InnerTextAsync());
        Assert.Contains("draw=3", page.Url, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "To the end" }).ClickAsync();
        await page.Settle();
        Assert.Equal("vapoth", await page.Text("#made"));
        Assert.Contains("draw=7", page.Url, StringComparison.Ordinal);
        Assert.True(await page.Locator("[aria-label='Make names'] .main").IsDisabledAsync());
        await page.Fill("#seed", "1234");
        Assert.Equal(All.Sample(1234, 10), await page.Locator("[aria-label='from the counts'] li").AllInnerTextsAsync());
        Assert.Equal(All.SampleByChance(1234, 10), await page.Locator("[aria-label='from pure chance'] li").AllInnerTextsAsync());
    }

    [Fact]
    public async Task The_goal_is_a_typical_name_that_is_not_in_the_list()
    {
        await using WatchedPage watched = await Reader.Open("pairs");
        foreach ((string name, string state) in ((string, string)[])[("shari", ""), ("marana", ""), ("shan", ""), ("shanika", "✓ Reached.")])
        {
            await watched.Page.Fill("#name", name);
            Assert.Equal((name, state), (name, await watched.Page.Text(".goal .state")));
        }

        Assert.Empty(watched.Said);
    }
}
