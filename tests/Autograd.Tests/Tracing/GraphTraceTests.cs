using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Tracing;

/// <summary>What a trace of a pass records: contributions that add up, nudges that agree, and nothing left changed.</summary>
public class GraphTraceTests
{
    public static TheoryData<string> Operations =>
        [.. OperationCatalogue.Entries<double>().Where(entry => entry.HasGradient).Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Contributions_add_up_to_the_gradient_and_nudges_agree_with_it(string operation) => RandomCase.ForAll(
        random =>
        {
            TorchGenerator generator = random.Generator();
            var catalogued = OperationCatalogue.Entries<double>().Single(entry => entry.Name == operation);
            Variable<double> output = catalogued.Case(generator, random.Size).Output();
            output.Name = "output";
            var weights = new Constant<double>(Tensor<double>.RandomNormal(generator, output.Shape));
            var graph = new Graph<double>((output * weights + output * output).Sum());
            GraphTrace trace = GraphTrace.Record(graph);

            foreach ((int place, NodeTrace node) in trace.Nodes.Index())
            {
                Assert.Equal(graph.Nodes[place].Value.Span.ToArray(), node.Value);
                if (node.Gradient is null) continue;
                if (place == trace.Nodes.Count - 1) Assert.Empty(node.Contributions);
                else AssertClose(Total(node), node.Gradient, 1e-13);

                int consumers = trace.Nodes.Sum(later => later.Inputs.Count(input => input == place));
                Assert.Equal(consumers, node.Contributions.Count);
                Assert.All(node.Contributions, row => Assert.Equal(place, trace.Nodes[row.From].Inputs[row.Slot]));
                AssertClose(Quotients(node), node.Gradient, 1e-5 * Math.Max(1, Math.Abs(trace.Nodes[^1].Value[0])));
            }
        },
        cases: 25);

    [Fact]
    public void A_value_used_three_times_has_three_rows_in_the_order_of_arrival()
    {
        var x = new Parameter<double>(3, "x");
        Variable<double> square = x * x, loss = square + x;
        NodeTrace traced = GraphTrace.Record(new Graph<double>(loss)).Nodes.Single(node => node.Label == "x");
        Assert.Equal([(1, 1.0), (0, 3.0), (1, 3.0)], traced.Contributions.Select(row => (row.Slot, row.Values[0])));
        Assert.Equal([7.0], traced.Gradient!);
    }

    [Fact]
    public void Tiny_numbers_are_nudged_at_their_own_scale()
    {
        var p = new Parameter<double>(new Tensor<double>([3], [1e-12, 1e-3, 0.5]), "p");
        NodeTrace traced = GraphTrace.Record(new Graph<double>(p.Log().Sum())).Nodes[0];
        Assert.True(traced.NudgesAreRelative);
        Assert.All(Quotients(traced).Zip(traced.Gradient!), pair => Assert.Equal(1, pair.First / pair.Second, 1e-9));
    }

    [Fact]
    public void Tracing_leaves_the_graph_as_it_was()
    {
        var x = new Parameter<double>(new Tensor<double>([2], [0.5, -1]), "x");
        Variable<double> y = x.Tanh(), loss = (y * x).Sum();
        loss.Backward();
        double[] value = y.Value.Span.ToArray(), gradient = x.Gradient.Span.ToArray();
        var graph = new Graph<double>(loss);
        GraphTrace.Record(graph);
        Assert.Equal(value, y.Value.Span.ToArray());
        Assert.Equal([0.5, -1], x.Value.Span.ToArray());
        Assert.Equal(gradient, x.Gradient.Span.ToArray());
        graph.Backward(); // which trusts the values
        Assert.Equal(gradient, x.Gradient.Span.ToArray());

        // Other values give other gradients: they arrive where they did before.
        new double[] { 2, 0.1 }.CopyTo(x.Value.Span);
        graph.Forward();
        graph.Backward();
        var fresh = new Parameter<double>(new Tensor<double>([2], [2, 0.1]));
        (fresh.Tanh() * fresh).Sum().Backward();
        Assert.Equal(fresh.Gradient.Span.ToArray(), x.Gradient.Span.ToArray());
    }

    // At 1e-4 ± 6e-6 a logarithm is finite, and too curved for a difference quotient.
    [Fact]
    public void Numbers_are_nudged_at_their_own_scale_where_halving_the_nudge_changes_the_quotient()
    {
        var p = new Parameter<double>(1e-4, "p");
        NodeTrace traced = GraphTrace.Record(new Graph<double>(p.Log())).Nodes[0];
        Assert.True(traced.NudgesAreRelative);
        Assert.Equal(1, Quotients(traced)[0] / traced.Gradient![0], 1e-9);
        Assert.False(GraphTrace.Record(new Graph<double>(new Parameter<double>(0.1).Log())).Nodes[0].NudgesAreRelative);
    }

    // sin(1000 x) + 1 near 1e-10: nudges of 6e-16 are lost in rounding.
    [Fact]
    public void Numbers_are_not_nudged_at_their_own_scale_if_that_is_worse()
    {
        var x = new Parameter<double>(new Tensor<double>([3], [1e-10, 1.3e-10, 1.7e-10]), "x");
        NodeTrace traced = GraphTrace.Record(new Graph<double>((x * 1000).Sin().Sum() + 1)).Nodes.Single(node => node.Label == "x");
        Assert.False(traced.NudgesAreRelative);
        Assert.All(Quotients(traced).Zip(traced.Gradient!), pair => Assert.Equal(1, pair.First / pair.Second, 1e-4));
    }

    // Both quotients are multiplied by the same tiny number, and the part that depends on h is what it was.
    [Fact]
    public void How_much_a_quotient_depends_on_the_nudge_is_relative_to_the_quotient()
    {
        var p = new Parameter<double>(1e-4, "p");
        Assert.True(GraphTrace.Record(new Graph<double>(p.Log() * 1e-9)).Nodes.Single(node => node.Label == "p").NudgesAreRelative);
    }

    // The logarithm's quotient is off by a part of 4e-9. That is much next to 1e-4, but all elements count together.
    [Fact]
    public void How_much_a_quotient_depends_on_the_nudge_is_relative_to_the_sum_over_all_elements()
    {
        var p = new Parameter<double>(new Tensor<double>([2], [0.05, 0.05]), "p");
        Variable<double> loss = p.Select(0, 0).Log() + (p.Select(0, 1) * 1e-4);
        Assert.False(GraphTrace.Record(new Graph<double>(loss)).Nodes.Single(node => node.Label == "p").NudgesAreRelative);
    }

    // Both scales are the same here, and neither is small enough.
    [Fact]
    public void Numbers_above_1_are_not_said_to_be_nudged_at_their_own_scale_if_that_is_no_better()
    {
        var x = new Parameter<double>(2, "x");
        NodeTrace traced = GraphTrace.Record(new Graph<double>((x * 1000).Sin())).Nodes.Single(node => node.Label == "x");
        Assert.False(traced.NudgesAreRelative);
        Assert.NotEqual(1, Quotients(traced)[0] / traced.Gradient![0], 1e-6);
    }

    [Fact]
    public void Zero_has_no_scale_and_is_nudged_at_that_of_1()
    {
        var p = new Parameter<double>(new Tensor<double>([2], [1e-4, 0]), "p");
        Variable<double> loss = p.Select(0, 0).Log() + p.Select(0, 1);
        NodeTrace traced = GraphTrace.Record(new Graph<double>(loss)).Nodes.Single(node => node.Label == "p");
        Assert.True(traced.NudgesAreRelative);
        Assert.Equal(1, Quotients(traced)[1], 1e-9);
    }

    [Fact]
    public void A_graph_whose_parameters_changed_since_is_computed_again()
    {
        var x = new Parameter<double>(3, "x");
        var graph = new Graph<double>(x * x);
        x.Value.Item = 5;
        Assert.Equal([25.0], GraphTrace.Record(graph).Nodes[^1].Value);
    }

    [Fact]
    public void What_does_not_follow_from_the_nudged_value_is_not_computed_again()
    {
        var x = new Parameter<double>(Tensor<double>.Ones([8]), "x");
        var graph = new Graph<double>(x.Dropout(0.5, new TorchGenerator(1)).Sum());
        NodeTrace traced = GraphTrace.Record(graph).Nodes.Single(node => node.Label == "x");
        AssertClose(Quotients(traced), traced.Gradient!, 1e-9); // with another mask for each nudge, they would differ
    }

    [Fact]
    public void Data_has_no_gradient_and_receives_nothing()
    {
        var data = new Constant<double>(2, "data");
        var graph = new Graph<double>(new Parameter<double>(3, "w") * data);
        NodeTrace traced = GraphTrace.Record(graph).Nodes.Single(node => node.Label == "data");
        Assert.Null(traced.Gradient);
        Assert.Null(traced.LossBelow);
        Assert.Null(traced.LossAbove);
        Assert.False(traced.NudgesAreRelative);
        Assert.Empty(traced.Contributions);
        Assert.Equal("Constant", traced.Operation);
    }

    [Fact]
    public void Choices_are_written_down()
    {
        var table = new Parameter<double>(new Tensor<double>([3, 2]), "C");
        IReadOnlyList<NodeTrace> nodes = GraphTrace.Record(new Graph<double>(
            table.Embedding(Indices.Of(2, 0)).Pick(Indices.Of(1, 0)).Sum())).Nodes;
        Assert.Equal([2, 0], nodes.Single(node => node.Operation == "Embedding").Indices!);
        Assert.Equal([1, 0], nodes.Single(node => node.Operation == "Pick").Indices!);
        Assert.Null(nodes.Single(node => node.Operation == "Sum").Indices);
    }

    private static double[] Total(NodeTrace node) =>
        [.. Enumerable.Range(0, node.Value.Length).Select(i => node.Contributions.Sum(row => row.Values[i]))];

    private static double[] Quotients(NodeTrace node) =>
    [
        .. node.Value.Select((value, i) =>
        {
            double h = GradientCheck.Nudge * (node.NudgesAreRelative && value != 0 ? Math.Abs(value) : Math.Max(1, Math.Abs(value)));
            return (node.LossAbove![i] - node.LossBelow![i]) / (value + h - (value - h));
        }),
    ];

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(1, actual.Select(Math.Abs).DefaultIfEmpty().Max());
        Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance * scale));
    }
}
