using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Tracing;

/// <summary>What a graph would do if: the answers, and that asking changes nothing.</summary>
public class GraphProbeTests
{
    public static TheoryData<string> Operations =>
        [.. OperationCatalogue.Entries<double>().Where(entry => entry.HasGradient).Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void What_is_sent_is_linear_in_what_arrived(string operation) => RandomCase.ForAll(
        random =>
        {
            TorchGenerator generator = random.Generator();
            Variable<double> output = OperationCatalogue.Entries<double>().Single(entry => entry.Name == operation)
                .Case(generator, random.Size).Output();
            var probe = new GraphProbe(new Graph<double>(output));
            int place = probe.Graph.Nodes.Length - 1;
            double[] upstream = Tensor<double>.RandomNormal(generator, output.Shape).Span.ToArray();
            IReadOnlyList<Contribution> whole = probe.Sent(place, upstream);
            double[][] sums = [.. whole.Select(row => new double[row.Values.Length])];
            for (int i = 0; i < upstream.Length; i++)
            {
                var one = new double[upstream.Length];
                one[i] = 1;
                foreach ((int row, Contribution slopes) in probe.Sent(place, one).Index())
                    for (int j = 0; j < sums[row].Length; j++) sums[row][j] += upstream[i] * slopes.Values[j];
            }

            foreach ((Contribution row, double[] sum) in whole.Zip(sums))
                Assert.All(row.Values.Zip(sum), pair => Assert.Equal(pair.First, pair.Second, 1e-10 * Math.Max(1, Math.Abs(pair.First))));
        },
        largestSize: 4,
        cases: 20);

    [Fact]
    public void A_one_at_one_element_gives_its_local_slopes()
    {
        var x = new Parameter<double>(new Tensor<double>([3], [1, 2, 3]), "x");
        var y = new Parameter<double>(new Tensor<double>([3], [4, 5, 6]), "y");
        var probe = new GraphProbe(new Graph<double>(x * y));
        IReadOnlyList<Contribution> slopes = probe.Sent(2, [0, 1, 0]);
        Assert.Equal([[0, 5, 0], [0, 2, 0]], slopes.Select(row => row.Values));
        Assert.Equal([(2, 0), (2, 1)], slopes.Select(row => (row.From, row.Slot)));
        Assert.Equal([0, 1], probe.InputsOf(2));
    }

    [Fact]
    public void The_loss_follows_from_another_value_anywhere()
    {
        var x = new Parameter<double>(3, "x");
        Variable<double> square = x * x;
        var probe = new GraphProbe(new Graph<double>(square + x));
        Assert.Equal([30], probe.LossesWhere(0, 0, [5])); // x
        Assert.Equal([10], probe.LossesWhere(1, 0, [7])); // its square alone
        Assert.Equal([30, 6], probe.LossesWhere(0, 0, [5, 2]));
        Assert.Equal([7], probe.LossesWhere(2, 0, [7])); // the loss itself
    }

    [Fact]
    public void Asking_changes_nothing()
    {
        var x = new Parameter<double>(new Tensor<double>([2], [0.5, -1]), "x");
        Variable<double> y = x.Tanh(), loss = (y * x).Sum();
        var graph = new Graph<double>(loss);
        graph.Backward();
        (double[][] values, double[][] gradients) = (Values(graph), Gradients(graph));
        var probe = new GraphProbe(graph);
        probe.LossesWhere(0, 1, [7]);
        probe.Nudge(1);
        probe.Sent(2, [3, 4]);
        Assert.Equal(values, Values(graph));
        Assert.Equal(gradients, Gradients(graph));
        graph.Backward(accumulate: true); // to what arrived in the pass, and not to what was asked
        Assert.Equal(gradients[0].Select(g => 2 * g), x.Gradient.Span.ToArray());
    }

    [Fact]
    public void A_graph_can_be_asked_before_it_has_run_backward()
    {
        var x = new Parameter<double>(3, "x");
        var graph = new Graph<double>(x * x);
        Assert.Equal([6.0, 6.0], new GraphProbe(graph).Sent(1, [2]).Select(row => row.Values[0]));
        Assert.Equal(0, x.Gradient.Item);
        graph.Backward(accumulate: true);
        Assert.Equal(6, x.Gradient.Item);
    }

    [Fact]
    public void What_needs_no_gradient_is_sent_none()
    {
        var graph = new Graph<double>(new Parameter<double>(3, "w") * new Constant<double>(2));
        Assert.Equal([0], new GraphProbe(graph).Sent(2, [1]).Select(row => row.Slot));
    }

    private static double[][] Values(Graph<double> graph) => [.. graph.Nodes.Select(node => node.Value.Span.ToArray())];

    private static double[][] Gradients(Graph<double> graph) => [.. graph.Nodes.Select(node => node.Gradient.Span.ToArray())];
}
