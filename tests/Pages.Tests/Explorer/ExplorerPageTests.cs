using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Tensors;
using Makemore.Worlds;

namespace Makemore.Pages.Tests;

/// <summary>What the explorer's page holds, read without a browser.</summary>
public partial class ExplorerPageTests
{
    private static readonly ExplorableStep[] Steps = [Step("virat"), Step("ab")];

    // Made once: tests run side by side, and each of these changes the graph for a moment.
    private static readonly (IReadOnlyList<NodeTrace> Trace, UpdateSweep Sweep)[] Engine =
        [.. Steps.Select(step => (GraphTrace.Record(step.Graph).Nodes, UpdateSweep.Of(step.Graph)))];

    private static readonly List<int> Progress = [];

    private static readonly string Page = ExplorerPage.Write([new(Steps[0], "seed 1"), new(Steps[1], "a file")], Progress.Add);

    private static readonly JsonElement Data = DataOf(Page);

    [Fact]
    public void Tells_how_many_cases_are_done() => Assert.Equal([0, 1], Progress);

    [Fact]
    public void Each_case_says_what_it_learns_from()
    {
        Assert.Equal(GradientCheck.Nudge, Data.GetProperty("nudge").GetDouble());
        JsonElement[] cases = [.. Data.GetProperty("cases").EnumerateArray()];
        Assert.Equal(["virat: seed 1", "ab: a file"], cases.Select(one => $"{one.GetProperty("name")}: {one.GetProperty("weights")}"));
        Assert.Equal(["...", "..v", ".vi"], Texts(cases[0].GetProperty("contexts")));
        Assert.Equal(["v", "i", "r"], Texts(cases[0].GetProperty("targets")));
        Assert.Equal(["...", "..a", ".ab"], Texts(cases[1].GetProperty("contexts")));
        Assert.Equal(["a", "b", "."], Texts(cases[1].GetProperty("targets")));
        Assert.All(cases, one => Assert.Equal(".abcdefghijklmnopqrstuvwxyz", string.Concat(Texts(one.GetProperty("letters")))));
    }

    [Theory, InlineData(0), InlineData(1)]
    public void Each_node_is_what_the_engine_traced(int number)
    {
        ExplorableStep step = Steps[number];
        IReadOnlyList<NodeTrace> traced = Engine[number].Trace;
        JsonElement[] nodes = [.. Data.GetProperty("cases")[number].GetProperty("nodes").EnumerateArray()];
        Assert.Equal(traced.Count, nodes.Length);
        for (int i = 0; i < nodes.Length; i++)
        {
            (JsonElement node, NodeTrace trace, ProgramLine? line) = (nodes[i], traced[i], step.LineOf(step.Graph.Nodes[i]));
            Assert.Equal((trace.Label, trace.Operation), (Text(node, "name"), Text(node, "operation")));
            Assert.Equal((line?.Stage, line?.Code), (Text(node, "stage"), Text(node, "code")));
            Assert.Equal(trace.Inputs, Whole(node.GetProperty("inputs")));
            Assert.Equal(trace.Shape.ToArray(), Whole(node.GetProperty("shape")));
            Assert.Equal(trace.Value, Numbers(node, "value"));
            Assert.Equal(trace.LossBelow, Numbers(node, "below"));
            Assert.Equal(trace.LossAbove, Numbers(node, "above"));
            Assert.Equal(trace.NudgesAreRelative, node.GetProperty("relative").GetBoolean());
            Assert.Equal(trace.Indices, node.TryGetProperty("indices", out JsonElement indices) ? Whole(indices) : null);
            JsonElement[] rows = [.. node.GetProperty("rows").EnumerateArray()];
            Assert.Equal(trace.Contributions.Select(row => row.From), rows.Select(row => row.GetProperty("from").GetInt32()));
            Assert.Equal(trace.Contributions.Select(row => row.Slot), rows.Select(row => row.GetProperty("slot").GetInt32()));
            Assert.Equal(trace.Contributions.Select(row => row.Values), rows.Select(row => Numbers(row, "values")));
        }
    }

    [Theory, InlineData(0), InlineData(1)]
    public void After_an_update_the_page_has_what_the_engine_computed_and_moves_parameters_itself(int number)
    {
        UpdateSweep sweep = Engine[number].Sweep;
        JsonElement one = Data.GetProperty("cases")[number];
        Assert.Equal(sweep.Rates, one.GetProperty("rates").EnumerateArray().Select(rate => rate.GetDouble()));
        double[]?[][] after = [.. one.GetProperty("after").EnumerateArray().Select(
            values => (double[]?[])[.. values.EnumerateArray().Select(Numbers)])];
        Assert.Equal(sweep.Values.Count, after.Length);
        for (int rate = 0; rate < after.Length; rate++)
            Assert.Equal(sweep.Values[rate].Select((value, i) => Engine[number].Trace[i].Inputs.Count == 0 ? null : value), after[rate]);
    }

    [Fact]
    public void Equal_numbers_are_held_once()
    {
        string[] arrays = Texts(Data.GetProperty("arrays"));
        Assert.Equal(arrays.Distinct(), arrays);
    }

    [Fact]
    public void Every_operation_of_the_engine_comes_with_its_source()
    {
        string[] operations = [.. Steps[0].Graph.Nodes.Where(node => !node.Inputs.IsEmpty).Select(node => node.Operation).Distinct()];
        JsonElement sources = Data.GetProperty("sources");
        Assert.Equal(operations.Order(), sources.EnumerateObject().Select(source => source.Name).Order());
        foreach (string operation in operations)
            Assert.Equal(OperationSource.Find(operation)!.File, sources.GetProperty(operation).GetProperty("file").GetString());
    }

    [Fact]
    public void The_policy_allows_this_script_and_the_data_cannot_end_its_element()
    {
        string script = Regex.Match(Page, "<script>(.*)</script>\n</body>", RegexOptions.Singleline).Groups[1].Value;
        Assert.Contains($"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'", Page);

        const string Hostile = "</script>é";
        var model = new NeuralBigram<double>(Vocabulary.FromLetters("</script>é"), new TorchGenerator(1));
        string page = ExplorerPage.Write([new(new ExplorableStep(model, Hostile, 2), Hostile)], _ => { });
        Assert.Equal(2, page.Split("</script>").Length - 1);
        Assert.Contains("\"weights\":\"\\u003c/script>é\"", page);
        Assert.Equal(Hostile, DataOf(page).GetProperty("cases")[0].GetProperty("name").GetString());
    }

    private static ExplorableStep Step(string name) =>
        new(new MultilayerPerceptron<double>(Vocabulary.English, new MultilayerPerceptronSizes(3, 2, 4), new TorchGenerator(1)), name, 3);

    private static JsonElement DataOf(string page) => JsonDocument.Parse(Element().Match(page).Groups[1].Value).RootElement;

    private static string? Text(JsonElement node, string name) => node.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString()!)];

    private static int[] Whole(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];

    private static double[]? Numbers(JsonElement node, string name) =>
        node.TryGetProperty(name, out JsonElement place) ? Numbers(place) : null;

    private static double[]? Numbers(JsonElement place) => place.ValueKind == JsonValueKind.Null
        ? null
        : MemoryMarshal.Cast<byte, double>(Convert.FromBase64String(Data.GetProperty("arrays")[place.GetInt32()].GetString()!)).ToArray();

    [GeneratedRegex("""<script type="application/json" id="data">([^<]*)</script>""")]
    private static partial Regex Element();
}
