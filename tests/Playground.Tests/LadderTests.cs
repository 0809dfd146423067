using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>The ladder: each rung with its question, its goal and its way on.</summary>
public sealed class LadderTests(Reader reader) : ReaderTests(reader)
{
    public static readonly string[] Rungs =
        ["slope", "expression", "neuron", "points", "pairs", "letters", "names", "depth", "gpt", "proof"];

    [Fact]
    public async Task Each_rung_opens_from_its_address_with_its_title_goal_lesson_and_the_next()
    {
        for (int i = 0; i < Rungs.Length; i++)
        {
            IPage page = await Reader.Turn(Rungs[i]);
            string title = await page.Text("h1");
            Assert.Equal($"{title} · Watch it learn", await page.TitleAsync());
            Assert.Equal($"{i + 1}{title}", await page.Locator("#ladder [aria-current=page]").TextContentAsync());
            Assert.Equal(Rungs.Length, await page.Locator("#ladder a").CountAsync());
            Assert.NotEqual("", await page.Text(".idea"));
            Assert.NotEqual("", await page.Text(".goal p:not(.state, .answer)"));
            string lesson = (await page.Text("[aria-label='How it goes on'] code")).Split(' ')[^1];
            Assert.True(File.Exists(Path.Combine(Repository.Root.FullName, lesson)), lesson);
            ILocator next = page.Locator("[aria-label='How it goes on'] a");
            Assert.Equal(i + 1 < Rungs.Length ? 1 : 0, await next.CountAsync());
            if (i + 1 < Rungs.Length) Assert.Equal($"#{Rungs[i + 1]}", await next.GetAttributeAsync("href"));
            Assert.Equal("", await page.Text("#problem"));
        }
    }

    [Fact]
    public async Task An_address_that_is_no_rung_is_the_first()
    {
        IPage page = await Reader.Turn("constructor");
        Assert.Equal("A slope", await page.Text("h1"));
    }

    [Fact]
    public async Task The_next_rung_and_the_ladder_lead_on()
    {
        IPage page = await Reader.Turn("slope");
        await page.Locator("[aria-label='How it goes on'] a").ClickAsync();
        await page.Locator("body[data-ready=expression]").WaitForAsync();
        await page.Locator("#ladder a").Nth(5).ClickAsync();
        await page.Locator("body[data-ready=letters]").WaitForAsync();
        await page.GoBackAsync();
        await page.Locator("body[data-ready=expression]").WaitForAsync();
        await page.Settle();
        Assert.Equal("An expression", await page.Text("h1"));
    }

    /// <summary>As with the keys for back and forward, pressed in quick turns.</summary>
    [Fact]
    public async Task An_address_that_changes_twice_at_once_opens_one_rung_and_closes_the_one_before_once()
    {
        foreach (string rung in Rungs)
        {
            IPage page = await Reader.Turn("expression");
            await page.EvaluateAsync("address => { location.hash = 'slope'; location.hash = address; }", $"{rung}?visit=twice");
            await page.Locator($"body[data-ready={rung}]").WaitForAsync();
            await page.Settle();
            Assert.Equal("", await page.Text("#problem"));
        }
    }

    [Fact]
    public async Task A_wrong_answer_gets_its_hint_and_the_right_one_its_reason()
    {
        foreach (string rung in Rungs)
        {
            IPage page = await Reader.Turn(rung);
            ILocator answers = page.Locator(".answers button"), says = page.Locator(".question [role=status]");
            Assert.Equal("", await says.InnerTextAsync());
            var hints = new List<string>();
            string? right = null;
            for (int i = 0; i < 3; i++)
            {
                if (await answers.Nth(i).IsDisabledAsync()) continue; // the right one was found
                await answers.Nth(i).ClickAsync();
                string said = await says.InnerTextAsync();
                if (said.StartsWith("Yes. ", StringComparison.Ordinal)) right = said;
                else hints.Add(said);
                Assert.Equal(said.StartsWith("Yes. ", StringComparison.Ordinal), await answers.Nth(i).EvaluateAsync<bool>("one => one.classList.contains('right')"));
            }

            Assert.NotNull(right);
            Assert.Equal(3, await page.Locator(".answers button:disabled").CountAsync());
            Assert.All(hints, hint => Assert.True(hint.Length > 20, $"{rung}: {hint}"));
            Assert.Equal(hints.Distinct(), hints);
        }
    }

    [Theory]
    [InlineData("slope?x=abc&f=zzz")]
    [InlineData("slope?x=1e99&f=constructor")]
    [InlineData("neuron?w=abc&b=zz&rate=-1")]
    [InlineData("pairs?pair=%00&shade=x&name=%F0%9F%98%80&smoothing=-1&counts=constructor&seed=-1&draw=1e9")]
    [InlineData("letters?letter=zz&example=qq&rate=abc&seed=abc")]
    [InlineData("names?seed=abc&rate=-5&start=constructor&beginning=%00&seed=-1")]
    [InlineData("depth?gain=abc&norm=constructor&rate=-1&seed=abc")]
    [InlineData("depth?gain=1e9&rate=Infinity&seed=-1")]
    [InlineData("names?net=constructor&name=%F0%9F%98%80&start=good")]
    [InlineData("names?net=lstm&name=abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz&start=good&walk=virat&rate=10")]
    [InlineData("names?net=wavenet&name=&beginning=abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz")]
    [InlineData("gpt?seed=1e5&rate=NaN&start=__proto__&name=%F0%9F%98%80")]
    public async Task Nonsense_in_an_address_harms_nothing(string address)
    {
        IPage page = await Reader.Turn(address);
        await page.Settle();
        Assert.Equal("", await page.Text("#problem"));
        Assert.DoesNotContain("NaN", await page.Text("#rung"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_in_the_middle_of_its_work_disturbs_nobody()
    {
        (string Address, string Act)[] acts =
        [
            ("slope", "document.querySelectorAll('.choice input').forEach((one) => one.click())"),
            ("neuron?rate=0.01", "document.querySelector('.main').click()"),
            ("neuron", "for (let i = 0; i < 20; i++) { const w = document.getElementById('w'); w.value = i / 10; w.dispatchEvent(new Event('input')); }"),
            ("pairs", "document.querySelectorAll('.choice input').forEach((one) => one.click())"),
            ("letters", "document.querySelector('.main').click()"),
            ("names", "document.querySelector('.main').click()"),
            ("gpt", "document.querySelector('.main').click()"),
            ("depth", "document.querySelector('.main').click()"),
            ("depth", "const gain = document.getElementById('gain'); for (let i = 0; i < 20; i++) { gain.value = i; gain.dispatchEvent(new Event('input')); }"),
            ("names", "[...document.querySelectorAll('button')].find((one) => one.textContent === 'Walk').click()"),
            ("names", "for (let i = 0; i < 5; i++) [...document.querySelectorAll('button')].find((one) => one.textContent === 'Start again').click()"),
            ("names?net=lstm", "document.querySelector('.main').click()"),
            ("names", "for (const net of ['gru', 'wavenet', 'lstm']) document.getElementById(`net-${net}`).click()"),
            ("gpt", "[...document.querySelectorAll('button')].find((one) => one.textContent === 'Let it write a name').click()"),
        ];
        foreach ((string address, string act) in acts)
        {
            IPage page = await Reader.Turn(address);
            await page.EvaluateAsync($"async () => {{ {act}; await new Promise((resolve) => setTimeout(resolve, 100)); }}");
            await page.Turn($"expression?left={address}");
            await page.Settle();
            Assert.Equal((address, ""), (address, await page.Text("#problem")));
            Assert.Equal("An expression", await page.Text("h1"));
            Assert.Contains("#expression", page.Url, StringComparison.Ordinal);
            Reader.AssertQuiet(address);
        }
    }
}
