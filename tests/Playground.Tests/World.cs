using System.Text.Json;
using Makemore.Worlds;
using Microsoft.Playwright;

namespace Makemore.Playground.Tests;

/// <summary>A calculation that the page offers, computed here: those of wwwroot/rungs/expression.js.</summary>
internal sealed record World(string Id, string Text, string Values, string Data, int Rate)
{
    public static readonly World[] All =
    [
        new("small", "L = (a*b + c) * f", "a:2,b:-3,c:10,f:-2", "", 4),
        new("shared", "c = a + b; d = a * b; y = (c + d) + c*d", "a:2,b:3", "", 2),
        new("neuron", "o = tanh(x1*w1 + x2*w2 + b)", "x1:2,w1:-3,x2:0,w2:1,b:6.8813735870195432", "x1,x2", 8),
        new("loss", "o = tanh(x*w + b); loss = (o - target)^2", "x:0.5,w:0.8,b:0.1,target:-0.5", "x,target", 10),
    ];

    public static World Of(string id) => All.Single(world => world.Id == id);

    /// <summary>A step of learning on it.</summary>
    public Walk Walk(Mistake mistake = Mistake.None, int? rate = null)
    {
        Expression expression = Expression.Parse(Text);
        foreach (string[] pair in Values.Split(',').Select(pair => pair.Split(':'))) expression.Set(pair[0], double.Parse(pair[1]));
        foreach (string name in Data.Split(',', StringSplitOptions.RemoveEmptyEntries)) expression.TakeAsData(name, true);
        return Worlds.Walk.Take(expression.Program, Worlds.Walk.Rates[rate ?? Rate], mistake);
    }
}

/// <summary>What is known after the first events of a walk: a second telling of what wwwroot/walk/run.js tells.</summary>
internal sealed class Moment
{
    public Moment(Walk walk, int step)
    {
        int count = walk.Program.Count;
        (Values, Totals) = (new double[count][], new double[count][]);
        Rows = [.. Enumerable.Range(0, count).Select(_ => new List<LedgerRow>())];
        for (int node = 0; node < count; node++) Values[node] = walk.Program.IsLeaf(node) ? walk.Values[node] : null;
        foreach (WalkEvent one in walk.Events.Take(step))
        {
            if (one.Phase == WalkPhase.Forward) Values[one.Node] = walk.Values[one.Node];
            if (one.Phase is WalkPhase.Update or WalkPhase.Again) Values[one.Node] = walk.After[one.Node];
            foreach (LedgerRow row in one.Rows)
            {
                Rows[row.To].Add(row);
                Totals[row.To] = row.Total;
            }
        }
    }

    public double[]?[] Values { get; }

    public double[]?[] Totals { get; }

    public List<LedgerRow>[] Rows { get; }
}

/// <summary>What the page's walk shows.</summary>
internal static class WalkPage
{
    /// <summary>The page's walk as the engine told it, so that it can be compared with <see cref="Walk.ToJson"/>.</summary>
    public static async Task<JsonElement> Told(this IPage page) => JsonElement.Parse(await page.EvaluateAsync<string>(
        """
        () => {
          const text = (numbers) => btoa(String.fromCharCode(...new Uint8Array(new Float64Array([numbers].flat()).buffer)));
          const numbers = ['value', 'after', 'gradient', 'slopes', 'exponent', 'values', 'total', 'rate', 'predicted', 'actual', 'rates', 'losses', 'slope'];
          const same = (a, b) => a.length === b.length && a.every((x, i) => Object.is(x, b[i]));
          return JSON.stringify(page.walk.run, function (name, x) {
            if (name === 'id') return undefined;
            if (name === 'total' && same(x, this.values)) return undefined;
            return numbers.includes(name) ? text(x) : x;
          });
        }
        """));

    /// <summary>All of the walk that the reader sees, what stands in its fields too.</summary>
    public static Task<string> Seen(this IPage page) => page.EvaluateAsync<string>("""
        () => {
          const { root } = page.walk, copy = root.cloneNode(true), fields = copy.querySelectorAll('input');
          root.querySelectorAll('input').forEach((field, i) => {
            fields[i].setAttribute('value', field.value);
            fields[i].toggleAttribute('checked', field.checked);
          });
          return copy.outerHTML;
        }
        """);

    /// <summary>The nodes that are marked as wrong; the first with " first".</summary>
    public static async Task<string[]> Marked(this IPage page) => (await page.EvaluateAsync<string[]>(
        "() => Array.from(document.querySelectorAll('.node.wrong'), (node) => node.id.slice(5) + (node.classList.contains('first') ? ' first' : ''))"))!;
}
