using System.Text.Json;
using Makemore.Worlds;
using Makemore.Worlds.Tests;
using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>The numbers of a walk in the page are the engine's, those that are shown too.</summary>
public sealed class WalkNumbersTests(Reader reader) : ReaderTests(reader)
{
    private const string Names = "anu\nravi\nmeera\narun\nleela\nkiran\nvirat\nasha\ndev\nrohan";

    // What a node and its ledger show, and the code beside it, at each step with each node in turn.
    private const string EachMoment = """
        async () => {
          const { run } = page.walk, text = (one) => one.textContent, all = (selector) => [...document.querySelectorAll(selector)];
          const moments = [];
          for (let step = 0; step <= run.events.length; step++) {
            const node = run.nodes[step % run.nodes.length].name;
            await page.walk.go({ step, node });
            moments.push({
              node: step % run.nodes.length,
              values: run.nodes.map(({ name }) => document.getElementById(`node-${name}`).dataset.value ?? null),
              gradients: run.nodes.map(({ name }) => document.getElementById(`node-${name}`).dataset.gradient ?? null),
              rows: all('.ledger tbody td:last-child').map(text), terms: all('.ledger tbody td:nth-child(2)').map(text),
              total: document.getElementById('total')?.textContent ?? null,
              code: all('#code .lines button').map((line) => [line.querySelector('code').textContent, line.querySelector('.with')?.textContent.slice(3) ?? null]),
              computed: document.getElementById('computed').textContent,
            });
          }
          return moments;
        }
        """;

    [Theory]
    [InlineData("small")]
    [InlineData("shared")]
    [InlineData("neuron")]
    [InlineData("loss")]
    public async Task A_walk_through_a_world_is_the_engines_with_every_mistake(string world)
    {
        foreach (MistakeText mistake in MistakeText.All)
        {
            IPage page = await Reader.Turn($"expression?world={world}&break={MistakeText.Name(mistake.Mistake)}");
            Numbers.AssertSame(JsonElement.Parse(World.Of(world).Walk(mistake.Mistake).ToJson()), await page.Told(), mistake.Label);
        }
    }

    [Fact]
    public async Task A_walk_through_a_random_calculation_is_the_engines()
    {
        (string Text, Mistake Mistake)[] cases = [.. Enumerable.Range(RandomCases.First, RandomCases.Count(100)).Select(seed =>
        {
            var random = new Random(seed);
            string formula = RandomFormula.Draw(random, random.Next(1, 5)).TimesA().Text;
            return ($"a = 0.7; b = -1.3; c = 0.4; y = {formula}", MistakeText.All[random.Next(MistakeText.All.Count)].Mistake);
        })];
        IPage page = await Reader.Turn("slope");
        string[] told = await page.EvaluateAsync<string[]>(
            """
            async (cases) => {
              const engine = await page.engine(), told = [];
              for (const [text, mistake] of cases) {
                const expression = await engine.call('Expressions.Parse', text), walk = await engine.call('Walks.Take', expression, 0.1, mistake);
                told.push(await engine.call('Walks.Describe', walk));
                for (const one of [walk, expression]) await engine.release(one);
              }
              return told;
            }
            """,
            cases.Select(one => new[] { one.Text, MistakeText.Name(one.Mistake) }).ToArray());
        foreach (((string text, Mistake mistake), string there) in cases.Zip(told))
            Numbers.AssertSame(JsonElement.Parse(Walk.Take(Expression.Parse(text).Program, 0.1, mistake).ToJson()), JsonElement.Parse(there), $"{mistake} {text}");
    }

    [Fact]
    public async Task A_walk_on_a_name_is_the_engines_untrained_and_later()
    {
        IPage page = await Reader.Turn("slope");
        string[] told = await page.EvaluateAsync<string[]>(
            """
            async (names) => {
              const engine = await page.engine(), training = await engine.call('Names.Start', 'mlp', names, ['hidden-size=20'], 8, '7', 'float64'), told = [];
              await engine.call('Names.SetRate', training, 0.1);
              for (const mistake of ['none', 'slopeless']) {
                const step = await engine.call('Names.StepOn', training, 'virat', 3), walk = await engine.call('Walks.Take', step, 0.1, mistake);
                told.push(await engine.call('Walks.Describe', walk));
                for (const one of [walk, step]) await engine.release(one);
                await engine.call('Names.Train', training, 50);
              }
              await engine.release(training);
              return told;
            }
            """,
            Names);
        var training = NamesTraining.Start("mlp", Names, ["hidden-size=20"], 8, 7, "float64");
        training.Rate = 0.1;
        foreach ((Mistake mistake, string there) in new[] { Mistake.None, Mistake.Slopeless }.Zip(told))
        {
            Walk here = Walk.Take(training.StepOn("virat", 3).Program, 0.1, mistake);
            Numbers.AssertSame(JsonElement.Parse(here.ToJson()), JsonElement.Parse(there), $"{mistake}");
            training.Train(50);
        }

        Assert.Equal(2, told.Length);
    }

    [Theory]
    [InlineData("small", Mistake.None)]
    [InlineData("shared", Mistake.None)]
    [InlineData("shared", Mistake.Recursion)]
    [InlineData("shared", Mistake.Overwrite)]
    [InlineData("shared", Mistake.Leftover)]
    [InlineData("neuron", Mistake.Slopeless)]
    [InlineData("loss", Mistake.Uphill)]
    public async Task What_is_shown_is_the_walks(string world, Mistake mistake)
    {
        IPage page = await Reader.Turn($"expression?world={world}&break={MistakeText.Name(mistake)}&ask=0");
        AssertShown(World.Of(world).Walk(mistake), await page.Json($"({EachMoment})()"));
    }

    [Theory]
    [InlineData("y = a - a*a")]
    [InlineData("a = 3; y = a / a")]
    [InlineData("a = 2; y = a^a")]
    [InlineData("a = 1.5; b = -2; c = a*b; y = max(c, b) - min(c, a) + abs(c)")]
    [InlineData("a = 0.5; y = sqrt(exp(a)) + log(a) + sin(a) + cos(a) + sigmoid(a) + relu(a)")]
    public async Task What_is_shown_of_a_typed_calculation_is_the_walks(string text)
    {
        IPage page = await Reader.Turn($"expression?text={Uri.EscapeDataString(text)}&ask=0&rate=8");
        AssertShown(Walk.Take(Expression.Parse(text).Program, Walk.Rates[8]), await page.Json($"({EachMoment})()"));
    }

    [Fact]
    public async Task What_is_shown_of_a_step_on_a_name_is_the_engines()
    {
        IPage page = await Reader.Turn("names?walk=virat&walk-ask=0&walk-rate=8");
        NamesTraining training = NamesTraining.Start("mlp", Shipped.Names, [], 32, 1, "float32");
        Walk walk = Walk.Take(training.StepOn("virat", 3).Program, Walk.Rates[8]);
        Numbers.AssertSame(JsonElement.Parse(walk.ToJson()), await page.Told());
        AssertShown(walk, await page.Json($"({EachMoment})()"));
    }

    private static void AssertShown(Walk walk, JsonElement moments)
    {
        Assert.Equal(walk.Events.Count + 1, moments.GetArrayLength());
        foreach ((int step, JsonElement shown) in moments.EnumerateArray().Index())
        {
            var moment = new Moment(walk, step);
            for (int node = 0; node < walk.Program.Count; node++)
            {
                AssertOne(moment.Values[node], shown.GetProperty("values")[node], 1e-12);
                AssertOne(moment.Totals[node], shown.GetProperty("gradients")[node], 1e-12);
            }

            AssertLedger(walk, moment, shown);
            AssertCode(walk, moment, step, shown.GetProperty("code"));
        }
    }

    // The first cell of the chosen node.
    private static void AssertLedger(Walk walk, Moment moment, JsonElement shown)
    {
        int node = shown.GetProperty("node").GetInt32();
        bool hasLedger = walk.Gradients[node] is not null;
        double[] rows = [.. shown.GetProperty("rows").EnumerateArray().Select(row => Numbers.Shown(row.GetString()!))];
        Numbers.AssertClose(hasLedger ? [.. moment.Rows[node].Select(row => row.Values[0])] : [], rows, 1e-4, "row");
        double? total = hasLedger ? moment.Totals[node]?[0] : null;
        JsonElement shownTotal = shown.GetProperty("total");
        Assert.Equal(total is null, shownTotal.ValueKind == JsonValueKind.Null);
        if (total is { } sum) Numbers.AssertClose(sum, Numbers.Shown(shownTotal.GetString()!), 1e-4, "total");
        foreach ((string terms, double value) in shown.GetProperty("terms").EnumerateArray().Select(one => one.GetString()!).Zip(rows))
            if (terms.Contains('×') && !terms.Contains('…'))
                Numbers.AssertClose(value, terms.Split(" + ").Sum(Product), 1e-3, terms);
        string computed = shown.GetProperty("computed").GetString()!;
        if (moment.Values[node] is not { } known) Assert.Equal("not computed yet", computed);
        else if (!computed.EndsWith("numbers", StringComparison.Ordinal))
            Numbers.AssertClose(known[0], Numbers.Shown(computed.Replace(", given", "").Split(" = ")[^1]), 1e-4, computed);
    }

    private static void AssertCode(Walk walk, Moment moment, int step, JsonElement code)
    {
        RunLine[] lines = [.. walk.Lines.OrderBy(line => line.Phase)];
        Assert.Equal(lines.Select(line => line.Code), code.EnumerateArray().Select(line => line[0].GetString()));
        var sent = new Dictionary<int, int>(); // lines of an event, one for each row that it sends
        foreach ((RunLine line, JsonElement shown) in lines.Zip(code.EnumerateArray().Select(one => one[1])))
        {
            int time = line.Times[0], node = line.Node;
            bool isKnown = line.Phase == WalkPhase.Forward ? moment.Values[node] is not null : time < step;
            LedgerRow[] rows = [.. walk.Events[time].Rows.Where(row => row.From is not null)];
            if (line.Phase == WalkPhase.Backward && rows.Length == 0) isKnown = false; // the beginning has no numbers
            bool isTable = walk.Values[node].Length > 1;
            if (line.Phase == WalkPhase.Update && isTable) isKnown = false;
            Assert.Equal((line.Code, step, isKnown), (line.Code, step, shown.ValueKind != JsonValueKind.Null));
            if (!isKnown) continue;
            string numbers = shown.GetString()!;
            if (line.Phase == WalkPhase.Forward && walk.Program.Probe.InputsOf(node).Append(node).All(one => walk.Values[one].Length == 1))
                Numbers.AssertClose(moment.Values[node]![0], Numbers.Shown(numbers.Split(" = ")[0]), 1e-4, line.Code);
            if (line.Phase == WalkPhase.Update) Numbers.AssertClose(walk.After[node][0], Numbers.Shown(numbers), 1e-4, line.Code);
            if (line.Phase != WalkPhase.Backward) continue;
            LedgerRow row = rows[sent[time] = sent.GetValueOrDefault(time, -1) + 1];
            if (row.Values.Length == 1) Numbers.AssertClose(row.Values[0], Numbers.Shown(numbers.Split(" = ")[^1]), 1e-4, line.Code);
            else Assert.StartsWith("up to ", numbers, StringComparison.Ordinal);
        }
    }

    private static double Product(string term) => term.Split(" × ").Select(Numbers.Shown).Aggregate((x, y) => x * y);

    private static void AssertOne(double[]? expected, JsonElement shown, double tolerance)
    {
        if (expected is not { Length: 1 }) Assert.Equal(JsonValueKind.Null, shown.ValueKind);
        else Numbers.AssertClose(expected[0], Numbers.One(shown), tolerance);
    }
}
