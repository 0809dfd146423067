using System.Text.Json;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Worlds.Tests;

/// <summary>A walk is what happens in a step of learning; a mistake goes wrong in its own way, and is found.</summary>
public class WalkTests
{
    private const string Shared = "a = 2; b = 3; c = a + b; d = a*b; s = c + d; t = c*d; y = s + t";
    private const string Neuron =
        "x1 = 2; w1 = -3; x2 = 0; w2 = 1; b = 6.8813735870195432; p = x1*w1; q = x2*w2; s = p + q; n = s + b; o = tanh(n)";

    [Theory]
    [InlineData(Shared, Mistake.None, "a:25 b:19", "")]
    [InlineData(Shared, Mistake.Overwrite, "a:1 b:1", "d c a b")]
    [InlineData(Shared, Mistake.Recursion, "a:29 b:22", "c d a b")]
    [InlineData(Shared, Mistake.Early, "a:4 b:3", "c d a b")]
    [InlineData(Shared, Mistake.Leftover, "a:50 b:38", "a b")]
    [InlineData(Shared, Mistake.Uphill, "a:25 b:19", "a b")]
    [InlineData(Shared, Mistake.Slopeless, "a:25 b:19", "")]
    [InlineData(Neuron, Mistake.None, "b:0.5 w1:1", "")]
    [InlineData(Neuron, Mistake.Slopeless, "b:1 w1:2", "n b s p q x1 w1 x2")]
    public void Each_mistake_goes_wrong_in_its_own_way(string text, Mistake mistake, string gradients, string wrong)
    {
        Walk walk = Walk.Take(Expression.Parse(text).Program, 0.01, mistake);
        foreach (string[] expected in gradients.Split(' ').Select(pair => pair.Split(':')))
            Assert.Equal(double.Parse(expected[1]), walk.Gradients[Place(walk, expected[0])]![0], 1e-9);
        Assert.Equal(wrong.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(), Names(walk).FirstOrDefault());
        Assert.Equal(wrong.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), Names(walk).Order());
        Assert.Equal(walk.Wrong.OrderBy(one => one.Time), walk.Wrong);
        Assert.Equal(walk.Predicted * (mistake == Mistake.Uphill ? -1 : 1) < 0, walk.Actual < 0);
    }

    [Fact]
    public void Events_come_in_their_order()
    {
        Walk walk = Walk.Take(Expression.Parse(Shared).Program, 0.01);
        Assert.Equal("c d s t y", Of(WalkPhase.Forward));
        Assert.Equal("y y t s d c", Of(WalkPhase.Backward));
        Assert.Equal("a b", Of(WalkPhase.Update));
        Assert.Equal("c d s t y", Of(WalkPhase.Again));
        Assert.Equal(walk.Events.OrderBy(one => one.Phase), walk.Events);
        Assert.True(walk.Events[5].IsStart);

        string Of(WalkPhase phase) =>
            string.Join(' ', walk.Events.Where(one => one.Phase == phase).Select(one => walk.Program.Graph.Nodes[one.Node].Name));
    }

    [Theory]
    [InlineData(
        Mistake.None,
        "to s 1 = 1 (1 of 1), to t 1 = 1 (1 of 1); to c 6 = 6 (1 of 2), to d 5 = 5 (1 of 2); " +
        "to c 1 = 7 (2 of 2), to d 1 = 6 (2 of 2); to a 18 = 18 (1 of 2), to b 12 = 12 (1 of 2); " +
        "to a 7 = 25 (2 of 2), to b 7 = 19 (2 of 2)")]
    [InlineData(
        Mistake.Overwrite,
        "to s 1 = 1 (1 of 1), to t 1 = 1 (1 of 1); to c 6 = 6 (1 of 2), to d 5 = 5 (1 of 2); " +
        "to c 1 = 1 (2 of 2), to d 1 = 1 (2 of 2); to a 3 = 3 (1 of 2), to b 2 = 2 (1 of 2); to a 1 = 1 (2 of 2), to b 1 = 1 (2 of 2)")]
    [InlineData(
        Mistake.Early,
        "to s 1 = 1 (1 of 1), to t 1 = 1 (1 of 1); to c 1 = 1 (1 of 2), to d 1 = 1 (1 of 2); " +
        "to a 1 = 1 (1 of 2), to b 1 = 1 (1 of 2); to a 3 = 4 (2 of 2), to b 2 = 3 (2 of 2); to c 6 = 7 (2 of 2), to d 5 = 6 (2 of 2)")]
    public void What_is_sent_arrives_one_after_another(Mistake mistake, string sent)
    {
        Walk walk = Walk.Take(Expression.Parse(Shared).Program, 0.01, mistake);
        IEnumerable<WalkEvent> sending = walk.Events.Where(one => one.Upstream is not null);
        Assert.Equal(sent, string.Join("; ", sending.Select(one => string.Join(", ", one.Rows.Select(Say)))));

        string Say(LedgerRow row) =>
            $"to {walk.Program.Graph.Nodes[row.To].Name} {row.Values[0]} = {row.Total[0]} ({row.Arrival} of {walk.Program.Uses(row.To)})";
    }

    [Fact]
    public void What_is_listed_is_what_ran()
    {
        string[] Lines(string text, Mistake mistake)
        {
            Walk walk = Walk.Take(Expression.Parse(text).Program, 0.01, mistake);
            return [.. walk.Lines.Select(line => $"{string.Join(',', line.Times)} {(line.IsMissing ? "(missing) " : "")}{line.Code}")];
        }

        const string Squares = "c = a*b; y = c + c*2";
        Assert.Equal(
            [
                "0,9 var c = a * b;", "1,10 var e = c * 2;", "2,11 var y = c + e;",
                "3 foreach (var parameter in parameters) parameter.Gradient = 0; // += needs a clean start", "3 y.Gradient = 1;",
                "4 c.Gradient += y.Gradient;", "4 e.Gradient += y.Gradient;",
                "5 c.Gradient += e.Gradient * 2;",
                "6 a.Gradient += c.Gradient * b;", "6 b.Gradient += c.Gradient * a;",
                "7 a.Value -= rate * a.Gradient;", "8 b.Value -= rate * b.Gradient;",
            ],
            Lines(Squares, Mistake.None));
        Assert.Contains("6 a.Gradient = c.Gradient * b;", Lines(Squares, Mistake.Overwrite));
        Assert.Contains(Lines(Squares, Mistake.Uphill), line => line.EndsWith("a.Value += rate * a.Gradient;"));
        Assert.Contains(Lines(Squares, Mistake.Leftover), line => line.Contains("(missing) foreach"));
        Assert.Contains("2 a.Gradient += y.Gradient;", Lines("y = tanh(a)", Mistake.Slopeless));
        Assert.Equal(2, Lines(Squares, Mistake.Recursion).Count(line => line.EndsWith("a.Gradient += c.Gradient * b;")));
        Assert.Equal(1, Lines(Squares, Mistake.Early).Count(line => line.EndsWith("a.Gradient += c.Gradient * b;")));
    }

    [Fact]
    public void Passing_on_at_every_arrival_ends_although_paths_double_with_every_line()
    {
        string doubled = "v1 = a + a\n" + string.Join('\n', Enumerable.Range(2, 49).Select(i => $"v{i} = v{i - 1} + v{i - 1}"));
        Walk walk = Walk.Take(Expression.Parse(doubled).Program, 0.01, Mistake.Recursion);
        Assert.True(walk.IsCutShort);
        Assert.InRange(walk.Events.Count, 1000, 1300);
        Assert.False(Walk.Take(Expression.Parse(doubled).Program, 0.01).IsCutShort);
    }

    [Fact]
    public void What_the_last_step_left_is_there_at_the_start_and_is_no_arrival()
    {
        Walk walk = Walk.Take(Expression.Parse(Shared).Program, 0.01, Mistake.Leftover);
        LedgerRow[] rows = [.. walk.Events.Single(one => one.IsStart).Rows];
        Assert.Equal([(25, 0, true), (19, 0, true), (1, 1, false)], rows.Select(row => ((int)row.Values[0], row.Arrival, row.IsLeftover)));
        Assert.Equal(2, walk.Events.SelectMany(one => one.Rows).Last(row => row.To == Place(walk, "a")).Arrival);
    }

    [Fact]
    public void A_node_that_passes_on_a_wrong_gradient_twice_goes_wrong_once()
    {
        Walk walk = Walk.Take(Expression.Parse("a = 1; c = a*2; y = (c*2 + c*3) + c*4").Program, 0.1, Mistake.Recursion);
        Assert.Equal(["c", "a"], Names(walk));
    }

    [Theory]
    [InlineData("a*b + c", "none leftover uphill")]
    [InlineData("a*b + a", "none overwrite leftover uphill")]
    [InlineData(Shared, "none overwrite recursion early leftover uphill")]
    [InlineData("2*tanh(a) + tanh(b)*2", "none leftover uphill slopeless")]
    public void Only_some_mistakes_change_something(string text, string changing)
    {
        LossProgram program = Expression.Parse(text).Program;
        Assert.Equal(changing, string.Join(' ', Enum.GetValues<Mistake>().Where(program.Matters).Select(MistakeText.Name)));
        double[]?[] right = [.. Walk.Take(program, 0.1).Gradients];
        foreach (Mistake mistake in Enum.GetValues<Mistake>().Except([Mistake.None, Mistake.Uphill]))
            Assert.Equal(program.Matters(mistake), !right.SequenceEqual(Walk.Take(program, 0.1, mistake).Gradients, Same));
        JsonElement told = JsonDocument.Parse(Walk.Take(program, 0.1).ToJson()).RootElement.GetProperty("mistakes");
        Assert.Equal(changing, string.Join(' ', told.EnumerateArray().Select(name => name.GetString())));
    }

    [Fact]
    public void Data_has_a_gradient_and_does_not_move()
    {
        Expression expression = Expression.Parse("x = 2; w = 3; y = x*w");
        expression.TakeAsData("x", true);
        Walk walk = Walk.Take(expression.Program, 0.5);
        Assert.Equal([3.0], walk.Gradients[Place(walk, "x")]!);
        Assert.Equal([2.0], walk.After[Place(walk, "x")]);
        Assert.Equal([2.0], walk.After[Place(walk, "w")]);
        Assert.Equal((-2.0, -2.0), (walk.Predicted, walk.Actual));
        Assert.Equal(3, walk.Program.Graph.Parameters[1].Value.Item + 0); // as before
        Assert.Single(walk.Events, one => one.Phase == WalkPhase.Update);
    }

    [Fact]
    public void A_loss_follows_the_update_at_every_rate()
    {
        Walk walk = Walk.Take(Expression.Parse("a = 3; y = a^2").Program, 0.25);
        Assert.Equal(17, Walk.Rates.Count);
        Assert.Equal((-9, -6.75), (walk.Predicted, walk.Actual));
        Assert.All(Walk.Rates.Zip(walk.Losses), pair => Assert.Equal(Math.Pow(3 - (pair.First * 6), 2), pair.Second, 1e-9));
    }

    // Where relu bends, any slope between both sides is right; and an experiment that meets infinity says nothing.
    [Theory]
    [InlineData("a = 0; y = relu(a) + a")]
    [InlineData("a = 0; y = abs(a) + a*2")]
    [InlineData("a = 2; b = 2; y = max(a, b) * 3")]
    [InlineData("a = 0; y = sqrt(a)")]
    [InlineData("a = 1e-7; y = log(a)")]
    [InlineData("a = 0; y = 1/a")]
    [InlineData("a = 1e200; b = 1e200; y = a*b*a")]
    [InlineData("a = 1e9; b = 1; y = (a + b) - a")]
    [InlineData("a = 1; y = sin(1000*a)")]
    public void Nothing_is_called_wrong_where_an_experiment_cannot_tell(string text) =>
        Assert.Empty(Walk.Take(Expression.Parse(text).Program, 0.1).Wrong);

    [Fact]
    public void A_step_of_the_network_is_what_a_trace_of_it_says()
    {
        ExplorableStep step = Step();
        GraphTrace trace = GraphTrace.Record(step.Graph);
        Walk walk = Walk.Take(step.Program, 0.1);
        Assert.Empty(walk.Wrong);
        Assert.Equal(trace.Nodes.Count, walk.Program.Count);
        foreach ((int place, NodeTrace node) in trace.Nodes.Index())
        {
            Assert.Equal(node.Value, walk.Values[place]);
            Assert.Equal(node.Gradient, walk.Gradients[place]);
            LedgerRow[] rows = [.. walk.Events.SelectMany(one => one.Rows).Where(row => row.To == place && row.From is not null)];
            Assert.Equal(node.Contributions.Select(row => (row.From, row.Slot)), rows.Select(row => (row.From!.Value, row.Slot)));
            Assert.All(node.Contributions.Zip(rows), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
        }

        foreach (Parameter<double> parameter in step.Graph.Parameters)
            Assert.Equal(
                parameter.Value.Span.ToArray().Zip(parameter.Gradient.Span.ToArray(), (p, g) => p - (0.1 * g)),
                walk.After[step.Graph.Nodes.IndexOf(parameter)]);
        Assert.True(walk.Actual < 0);
    }

    [Fact]
    public void A_mistake_in_the_network_is_found_where_it_is_made()
    {
        ExplorableStep step = Step();
        Walk slopeless = Walk.Take(step.Program, 0.1, Mistake.Slopeless);
        Assert.Equal("a", Names(slopeless)[0]);
        Assert.DoesNotContain("h", Names(slopeless));
        Assert.Equal(["C", "W1", "W2", "b1", "b2"], Names(Walk.Take(step.Program, 0.1, Mistake.Leftover)).Order(StringComparer.Ordinal));
        Assert.Empty(Walk.Take(step.Program, 0.1).Wrong);
    }

    [Fact]
    public void What_is_called_wrong_is_what_differs_from_the_right_gradient()
    {
        int found = 0;
        for (int seed = RandomCases.First; seed < RandomCases.Count(100); seed++)
        {
            var random = new Random(seed);
            string text = $"a = 0.7; b = -1.3; c = 0.4; y = {RandomFormula.Draw(random, random.Next(1, 4)).TimesA().Text}";
            if (text.Contains("max") || text.Contains("min")) continue; // of equal numbers: any slope between both sides is right
            LossProgram program = Expression.Parse(text).Program;
            Walk right = Walk.Take(program, 0.1);
            foreach (Mistake mistake in Enum.GetValues<Mistake>().Except([Mistake.Uphill]))
            {
                Walk walk = Walk.Take(program, 0.1, mistake);
                for (int node = 0; node < program.Count; node++)
                {
                    if (right.Gradients[node] is not [double gradient]) continue;
                    double[] used = program.IsLeaf(node)
                        ? [walk.Gradients[node]![0]]
                        : [.. walk.Events.Where(one => one.Node == node && one.Upstream is not null).Select(one => one.Upstream![0])];
                    double error = used.Max(one => Experiment.RelativeError(one, gradient));
                    if (error is > 1e-12 and < 0.01) continue; // too close to tell
                    bool isWrong = walk.Wrong.Any(wrong => wrong.Node == node);
                    bool isTiny = Math.Abs(gradient) < 1e-6; // next to the rounding of the loss
                    if (!isTiny) Assert.True(isWrong == error >= 0.01, $"{seed} {mistake} {program.Graph.Nodes[node].Label}: {text}");
                    found += isWrong ? 1 : 0;
                }
            }
        }

        Assert.True(found > 100);
    }

    [Fact]
    public void Its_json_has_everything_with_every_number_exact()
    {
        Expression expression = Expression.Parse("a = 0.1; b = 2; y = a*b + log(0*a)");
        expression.TakeAsData("b", true);
        Walk walk = Walk.Take(expression.Program, 0.1, Mistake.Leftover);
        JsonElement json = JsonDocument.Parse(walk.ToJson()).RootElement;
        JsonElement[] nodes = [.. json.GetProperty("nodes").EnumerateArray()], events = [.. json.GetProperty("events").EnumerateArray()];
        Assert.Equal("leftover", json.GetProperty("mistake").GetString());
        Assert.Equal(walk.Program.Graph.Nodes.Select(node => node.Label), nodes.Select(node => node.GetProperty("name").GetString()));
        Assert.Equal(walk.Values, nodes.Select(node => Numbers.Of(node.GetProperty("value"))));
        Assert.Equal(walk.After, nodes.Select(node => Numbers.Of(node.GetProperty("after"))));
        Assert.Contains(nodes, node => double.IsNegativeInfinity(Numbers.Of(node.GetProperty("value"))[0]));
        Assert.Equal(walk.Events.Select(one => one.Node), events.Select(one => one.GetProperty("node").GetInt32()));
        Assert.Equal(walk.Events.Select(one => Walk.Name(one.Phase)), events.Select(one => one.GetProperty("phase").GetString()));
        Assert.Equal(
            walk.Events.SelectMany(one => one.Rows).Select(row => (row.To, row.From ?? -1, row.Values[0], row.Total[0], row.IsLeftover)),
            events.SelectMany(one => one.TryGetProperty("rows", out JsonElement rows) ? [.. rows.EnumerateArray()] : NoRows).Select(row => (
                row.GetProperty("to").GetInt32(),
                row.TryGetProperty("from", out JsonElement from) ? from.GetInt32() : -1,
                Numbers.Of(row.GetProperty("values"))[0],
                Numbers.Of(row.TryGetProperty("total", out JsonElement total) ? total : row.GetProperty("values"))[0],
                row.TryGetProperty("isLeftover", out _))));
        Assert.Equal(walk.Losses, Numbers.Of(json.GetProperty("losses")));
        Assert.Equal([true, false], new[] { "a", "b" }.Select(name => nodes[Place(walk, name)].GetProperty("learns").GetBoolean()));
        IEnumerable<JsonElement> lines = json.GetProperty("lines").EnumerateArray();
        Assert.Equal(walk.Lines.Select(line => line.Code), lines.Select(line => line.GetProperty("code").GetString()));
    }

    internal static ExplorableStep Step()
    {
        var generator = new TorchGenerator(1234);
        var source = new ValueSource<double>((shape, _) =>
        {
            Tensor<double> drawn = Tensor<double>.RandomNormal(generator, shape);
            foreach (ref double weight in drawn.Span) weight *= 0.5;
            return drawn;
        });
        var model = new MultilayerPerceptron<double>(Vocabulary.English, new MultilayerPerceptronSizes(3, 2, 5), source);
        return new ExplorableStep(model, "virat", 3);
    }

    private static readonly IEqualityComparer<double[]?> Same =
        EqualityComparer<double[]?>.Create((some, others) => some.AsSpan().SequenceEqual(others));

    private static readonly JsonElement[] NoRows = [];

    private static int Place(Walk walk, string name) => walk.Program.Graph.Nodes.Index().Single(node => node.Item.Name == name).Index;

    private static string[] Names(Walk walk) => [.. walk.Wrong.Select(one => walk.Program.Graph.Nodes[one.Node].Label)];
}
