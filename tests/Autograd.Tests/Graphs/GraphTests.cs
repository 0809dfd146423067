using System.Runtime.CompilerServices;
using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Graphs;

/// <summary>What a graph finds, how deep it may be, and what it and its variables keep alive.</summary>
public class GraphTests
{
    [Fact]
    public void A_chain_of_100_000_operations_runs_forward_and_backward()
    {
        const int Length = 100_000;
        var x = new Parameter<double>(1);
        Variable<double> y = x;
        for (int i = 0; i < Length; i++) y += 0.5;
        var graph = new Graph<double>(y);
        x.Value.Span[0] = 2;
        graph.Forward();
        graph.Backward();
        Assert.Equal(2 + (Length * 0.5), y.Value.Item);
        Assert.Equal(1, x.Gradient.Item);
        Assert.Equal(Length, y.Depth);
    }

    [Fact]
    public void Finds_shared_variables_once()
    {
        var x = new Parameter<double>(1, "x");
        Variable<double> twice = x + x, four = twice + twice;
        var graph = new Graph<double>(four);
        Assert.Equal([x, twice, four], graph.Nodes);
        Assert.Equal([x], graph.Parameters);
        Assert.Equal([0, 1, 2], graph.Nodes.Select(node => node.Depth));
    }

    [Fact]
    public void Names_the_first_variable_that_is_not_finite()
    {
        var x = new Parameter<double>(new Tensor<double>([2], [1, 4]), "x");
        Variable<double> root = x - 1, logarithm = root.Log(), loss = (logarithm * 0).Sum();
        var graph = new Graph<double>(loss);
        Assert.Same(logarithm, graph.FirstNonFinite()); // ln 0 = −∞, and −∞ · 0 = NaN comes later
        Assert.Equal("Log", graph.FirstNonFinite()!.Label);

        x.Value.Span[0] = 3;
        graph.Forward();
        Assert.Null(graph.FirstNonFinite());

        x.Value.Span[1] = double.NaN;
        Assert.Equal("x", graph.FirstNonFinite()!.Label);
    }

    [Fact]
    public void What_lies_below_no_parameter_needs_no_gradient()
    {
        var data = new Constant<double>(new Tensor<double>([3], [1, 2, 3]), "data");
        var w = new Parameter<double>(2, "w");
        Variable<double> evaluated = data.Exp(), trained = evaluated * w;
        trained.Sum().Backward();
        Assert.False(data.NeedsGradient);
        Assert.False(evaluated.NeedsGradient);
        Assert.True(trained.NeedsGradient);
        string Message(Variable<double> x) => Assert.Throws<InvalidOperationException>(() => x.Gradient).Message;
        Assert.Equal("data has no gradient: it does not depend on any parameter", Message(data));
        Assert.Equal("Exp has no gradient: it does not depend on any parameter", Message(evaluated));
    }

    [Fact]
    public void An_optimizer_is_given_only_parameters_that_a_gradient_reaches()
    {
        Parameter<double> taught = new(2, "taught"), teacher = new(3, "teacher"), both = new(4, "both");
        Variable<double> target = (teacher * both).Tanh().Detach();
        Assert.Equal([taught, both], new Graph<double>((taught * both) - target).Parameters);
    }

    [Fact]
    public void Evaluation_holds_one_value_a_variable_and_no_gradients()
    {
        const int Elements = 1_000_000, Operations = 6;
        Variable<float> y = new Constant<float>(new Tensor<float>([Elements]));
        long allocated = Allocation.Of(() =>
        {
            for (int i = 0; i < Operations; i++) y = i % 2 == 0 ? y.Tanh() : y * y;
        });
        Assert.InRange(allocated, Operations * Elements * sizeof(float), (Operations * Elements * sizeof(float)) + 100_000);
    }

    [Fact]
    public void What_a_loop_leaves_behind_is_collected()
    {
        var w = new Parameter<double>(new Tensor<double>([100]));
        WeakReference[] left = [.. Enumerable.Range(0, 10).Select(_ => Step(w))];
        GC.Collect();
        Assert.All(left, variable => Assert.False(variable.IsAlive));
        GC.KeepAlive(w);
    }

    // Not inlined, so that the caller's registers and stack do not keep the variable alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Step(Parameter<double> w)
    {
        Variable<double> loss = (w * w).Tanh().Sum();
        loss.Backward();
        return new WeakReference(loss);
    }
}
