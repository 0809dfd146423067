using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Worlds;

namespace Makemore.Pages;

/// <summary>
/// Writes training steps as one HTML page to walk through. Its style sheet and frame are the files beside this one, its script is assembled
/// from the files in Script/, and its numbers are the engine's. The page needs nothing else and cannot load anything: its policy allows
/// only this script, by its hash, and no requests.
/// </summary>
public static class ExplorerPage
{
    /// <summary>
    /// The files in Script/, in the order in which they are joined into one script. Each uses what the files before it define, and
    /// functions of any file.
    /// </summary>
    private static readonly string[] Scripts =
    [
        "elements", // numbers as text, and HTML elements
        "operations", // operations, each with its derivative
        "worlds", // what there is to look at, and the mistakes
        "runs", // the engine of the small worlds: everything that happens in a step
        "moment", // what is known at each moment, in words
        "graph", "tables", "cell", "code", "checks", "update", "play", // the panels
        "page", // all of them together
        "state", // what the reader looks at, and the address
        "start", // buttons and keys
    ];

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a page of these steps, with the first one open. Tells <paramref name="progress"/> how many are done.</summary>
    public static string Write(IReadOnlyList<ExplorerCase> cases, Action<int> progress)
    {
        var numbers = new NumberStore();
        var steps = new List<object>();
        foreach (ExplorerCase one in cases)
        {
            progress(steps.Count);
            steps.Add(Describe(one, numbers));
        }

        var sources = cases.SelectMany(one => one.Step.Graph.Nodes)
            .Select(node => node.Operation).Distinct()
            .Select(operation => (operation, source: OperationSource.Find(operation)))
            .Where(pair => pair.source is not null)
            .ToDictionary(pair => pair.operation, pair => pair.source);
        string json = JsonSerializer.Serialize(new { GradientCheck.Nudge, Cases = steps, Sources = sources, numbers.Arrays }, Format);
        string script = string.Join('\n', Scripts.Select(name => Html.Resource($"{name}.js")));
        return Html.Resource("explorer.html")
            .Replace("{{style}}", Html.Resource("explorer.css"), StringComparison.Ordinal)
            .Replace("{{hash}}", Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script))), StringComparison.Ordinal)
            .Replace("{{script}}", script, StringComparison.Ordinal)
            .Replace("{{data}}", WithoutTags(json), StringComparison.Ordinal);
    }

    // So that a name cannot close the element that holds the data.
    private static string WithoutTags(string json) => json.Replace("<", "\\u003c", StringComparison.Ordinal);

    private static object Describe(ExplorerCase one, NumberStore numbers)
    {
        (ExplorableStep step, GraphTrace trace) = (one.Step, GraphTrace.Record(one.Step.Graph));
        UpdateSweep sweep = UpdateSweep.Of(step.Graph);
        int rows = step.Contexts.Shape[0], block = step.Contexts.Shape[1];
        return new
        {
            step.Name,
            one.Weights,
            Contexts = Enumerable.Range(0, rows).Select(row => step.Vocabulary.Decode(step.Contexts.Span.Slice(row * block, block))),
            Targets = step.Targets.Span.ToArray().Select(step.Vocabulary.TextOf),
            Letters = Enumerable.Range(0, step.Vocabulary.Size).Select(step.Vocabulary.TextOf),
            Nodes = trace.Nodes.Select((node, place) => Describe(node, step.LineOf(step.Graph.Nodes[place]), numbers)).ToArray(),
            sweep.Rates,
            After = sweep.Values.Select(values => values.Select(Computed).ToArray()).ToArray(),
        };

        // The page moves parameters itself.
        int? Computed(double[] value, int place) => trace.Nodes[place].Inputs.Count == 0 ? null : numbers.Add(value);
    }

    private static object Describe(NodeTrace node, ProgramLine? line, NumberStore numbers) => new
    {
        Name = node.Label,
        node.Operation,
        line?.Stage,
        line?.Code,
        node.Inputs,
        Shape = node.Shape.ToArray(),
        Value = numbers.Add(node.Value),
        Below = numbers.Add(node.LossBelow),
        Above = numbers.Add(node.LossAbove),
        Relative = node.NudgesAreRelative,
        Rows = node.Contributions.Select(row => new { row.From, row.Slot, Values = numbers.Add(row.Values) }).ToArray(),
        node.Indices,
    };
}

/// <summary>A step to show, and the source of its weights: "seed 1234".</summary>
public sealed record ExplorerCase(ExplorableStep Step, string Weights);
