using FsCheck.Xunit;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Outside.Tests.Operations;

/// <summary>A user's own two operations: what they compute, and that their gradients are right.</summary>
public class OperationTests
{
    [Property]
    public void The_gradient_of_softplus_is_what_an_experiment_says(ushort seed) =>
        AssertGradientIsRight(seed, x => x.Softplus());

    [Property]
    public void The_gradient_of_a_cumulative_sum_is_what_an_experiment_says(ushort seed) =>
        AssertGradientIsRight(seed, x => x.CumulativeSum());

    [Property]
    public void Contributions_add_up_where_an_input_is_used_again(ushort seed) =>
        AssertGradientIsRight(seed, x => (x.CumulativeSum() * x.Softplus()) + x.Tanh());

    [Theory]
    [InlineData(-1000, 0)]
    [InlineData(-1, 0.31326168751822286)] // ln(1 + 1/e)
    [InlineData(0, 0.6931471805599453)] // ln 2
    [InlineData(1, 1.3132616875182228)] // ln(1 + e)
    [InlineData(1000, 1000)]
    public void Softplus_is_its_formula_and_does_not_overflow(double x, double expected)
    {
        Assert.Equal(expected, new Constant<double>(x).Softplus().Value.Item, 1e-15);
        Assert.Equal(expected, new Constant<float>((float)x).Softplus().Value.Item, 1e-6);
    }

    [Fact]
    public void A_cumulative_sum_begins_anew_in_every_row()
    {
        var x = new Constant<float>(Tensor<float>.FromRows([1, 2, 3], [10, 20, 30]));
        Assert.Equal([1, 3, 6, 10, 30, 60], x.CumulativeSum().Value.Span.ToArray());
    }

    [Fact]
    public void A_scalar_has_no_rows_to_sum()
    {
        var fault = Assert.Throws<ArgumentException>(() => new Constant<float>(1).CumulativeSum());
        Assert.Contains("CumulativeSum", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_of_both_replays_without_allocating()
    {
        var x = new Parameter<float>(Tensor<float>.RandomNormal(new TorchGenerator(1), [7, 13]));
        var graph = new Graph<float>(x.Softplus().CumulativeSum().Mean());
        Replay(times: 2); // the first makes the buffers for gradients

        Assert.Equal(0, Allocation.Of(runs: 1, () => Replay(times: 1000)));

        void Replay(int times)
        {
            for (int i = 0; i < times; i++)
            {
                graph.Forward();
                graph.Backward();
            }
        }
    }

    [Fact]
    public void A_probe_tells_what_they_send()
    {
        var x = new Parameter<double>(Tensor<double>.FromRows([0, 0, 0]), "x");
        GraphTrace trace = GraphTrace.Record(new Graph<double>(x.Softplus().CumulativeSum().Sum()));
        Assert.Equal(["Parameter", "Softplus", "CumulativeSum", "Sum"], trace.Nodes.Select(node => node.Operation));
        Assert.Equal([3, 2, 1], Assert.Single(trace.Nodes[1].Contributions).Values); // how many sums each softplus is in
        Assert.Equal([1.5, 1, 0.5], Assert.Single(trace.Nodes[0].Contributions).Values); // times σ(0)
    }

    // An input of a random shape, and a random weight for every element of the output.
    private static void AssertGradientIsRight(ushort seed, Func<Variable<double>, Variable<double>> operation)
    {
        var generator = new TorchGenerator(seed);
        var draw = new OperationDraw<double>(generator, largestSize: 5);
        OperationCase<double> random = draw.Input("x", draw.Shape(minimumRank: 1)).Apply(operation);
        Assert.All(GradientCheck.Compare(random.Output(), generator), comparison => Assert.True(comparison.Passes, $"{comparison}"));
    }
}
