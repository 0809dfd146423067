using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Graphs;

/// <summary>When a gradient is written, when it is added to, and when it is left alone.</summary>
public class BackwardTests
{
    private static readonly Indices AllRows = Indices.Of(0, 1, 2, 3), Targets = Indices.Of(2, 0, 1, 1);

    private readonly Parameter<double> w = new(Tensor<double>.RandomNormal(new TorchGenerator(1), [4, 3]), "w");
    private readonly Parameter<double> b = new(Tensor<double>.RandomNormal(new TorchGenerator(2), [3]), "b");

    [Fact]
    public void Twice_is_the_same_as_once()
    {
        Variable<double> hidden = (w + b).Tanh(), loss = (hidden * hidden).CrossEntropy(Targets);
        double[] Gradients()
        {
            loss.Backward();
            return [.. w.Gradient.Span, .. b.Gradient.Span, .. hidden.Gradient.Span, .. loss.Gradient.Span];
        }

        Assert.Equal(Gradients(), Gradients());
        Assert.Equal([1], loss.Gradient.Span);
    }

    [Fact]
    public void Accumulating_adds_onto_the_parameters_alone()
    {
        Variable<double> hidden = (w + b).Tanh(), loss = (hidden * hidden).CrossEntropy(Targets);
        loss.Backward(accumulate: true); // nothing has arrived before
        double[] weights = w.Gradient.Span.ToArray(), biases = b.Gradient.Span.ToArray(), inner = hidden.Gradient.Span.ToArray();
        loss.Backward(accumulate: true);
        Assert.Equal(weights.Select(g => 2 * g), w.Gradient.Span.ToArray(), (x, y) => Math.Abs(x - y) < 1e-15);
        Assert.Equal(biases.Select(g => 2 * g), b.Gradient.Span.ToArray(), (x, y) => Math.Abs(x - y) < 1e-15);
        Assert.Equal(inner, hidden.Gradient.Span);
        Assert.Equal([1], loss.Gradient.Span);

        loss.Backward();
        Assert.Equal(weights, w.Gradient.Span);
        Assert.Equal(biases, b.Gradient.Span);
    }

    [Fact]
    public void Accumulated_mini_batches_are_the_whole_batch()
    {
        Variable<double> Loss(params int[] rows) =>
            (w.Embedding(Indices.Of(rows)) + b).CrossEntropy(Indices.Of([.. rows.Select(row => Targets.Span[row])]));

        Loss(AllRows.Span.ToArray()).Backward();
        double[] weights = w.Gradient.Span.ToArray(), biases = b.Gradient.Span.ToArray();
        Loss(0, 1).Backward();
        Loss(2, 3).Backward(accumulate: true);
        // The mean over four rows is half the sum of the means over two.
        Assert.Equal(weights, w.Gradient.Span.ToArray(), (whole, sum) => Math.Abs(whole - (sum / 2)) < 1e-15);
        Assert.Equal(biases, b.Gradient.Span.ToArray(), (whole, sum) => Math.Abs(whole - (sum / 2)) < 1e-15);
    }

    [Fact]
    public void A_loss_may_be_a_parameter_itself()
    {
        var x = new Parameter<double>(5);
        x.Backward();
        x.Backward();
        Assert.Equal(1, x.Gradient.Item);
        x.Backward(accumulate: true);
        Assert.Equal(2, x.Gradient.Item);
    }

    [Fact]
    public void A_loss_may_have_any_rank_if_it_has_one_element()
    {
        w.Sum(0, keepDimensions: true).Sum(1, keepDimensions: true).Backward();
        Assert.All(w.Gradient.Span.ToArray(), gradient => Assert.Equal(1, gradient));
    }

    [Fact]
    public void A_parameter_of_another_loss_keeps_value_and_gradient()
    {
        b.Sum().Backward();
        double[] value = b.Value.Span.ToArray(), gradient = b.Gradient.Span.ToArray();
        var graph = new Graph<double>((w * w).Sum());
        graph.Backward();
        foreach (Parameter<double> parameter in graph.Parameters) Kernels.Descend<double>(parameter.Value, parameter.Gradient, 0.1);
        Assert.Equal([w], graph.Parameters);
        Assert.Equal(value, b.Value.Span);
        Assert.Equal(gradient, b.Gradient.Span);
    }

    [Fact]
    public void A_parameter_that_receives_nothing_has_gradient_zero()
    {
        b.Sum().Backward(); // leaves ones
        new Stop(b).Sum().Backward();
        Assert.Equal([0, 0, 0], b.Gradient.Span);
    }

    [Fact]
    public void Two_losses_may_share_a_part()
    {
        Variable<double> shared = (w * b).Tanh(), first = shared.Sum(), second = (shared * shared).Sum();
        first.Backward();
        double[] alone = w.Gradient.Span.ToArray();
        second.Backward();
        first.Backward();
        Assert.Equal(alone, w.Gradient.Span);
    }

    [Fact]
    public void Gradients_follow_the_values_of_the_last_forward()
    {
        var x = new Parameter<double>(3);
        var graph = new Graph<double>(x * x);
        x.Value.Span[0] = 5;
        graph.Forward();
        graph.Backward();
        Assert.Equal(25, graph.Loss.Value.Item);
        Assert.Equal(10, x.Gradient.Item);
    }

    [Fact]
    public void A_gradient_is_zero_before_it_is_computed() => Assert.All(w.Gradient.Span.ToArray(), gradient => Assert.Equal(0, gradient));

    [Fact]
    public void Starts_from_a_scalar_only()
    {
        string Message(Variable<double> loss) => Assert.Throws<InvalidOperationException>(() => loss.Backward()).Message;
        Assert.Equal("Backward: starts from a scalar, and Tanh has shape (4, 3); take its Sum() or Mean() first", Message(w.Tanh()));
        Assert.Equal("Backward: starts from a scalar, and w has shape (4, 3); take its Sum() or Mean() first", Message(w));
    }

    [Fact]
    public void Needs_a_parameter_below()
    {
        Variable<double> loss = new Constant<double>(2) * new Constant<double>(3);
        string message = Assert.Throws<InvalidOperationException>(() => loss.Backward()).Message;
        Assert.Equal("Backward: Multiply does not depend on any parameter", message);
    }

    // y = x, and nothing is sent back.
    private sealed class Stop(Variable<double> x) : Variable<double>(x.Shape, x)
    {
        protected override void Forward() => Kernels.Copy<double>(x.Value, Value);

        protected override void Backward() { }
    }
}
