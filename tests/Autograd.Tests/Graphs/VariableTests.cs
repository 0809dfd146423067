using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Graphs;

/// <summary>What can be seen of a single variable.</summary>
public class VariableTests
{
    [Fact]
    public void Computes_at_once()
    {
        var x = new Parameter<double>(new Tensor<double>([2], [0, 1]));
        Assert.Equal([1, Math.E], x.Exp().Value.Span);
    }

    [Fact]
    public void Is_labelled_by_its_name_or_its_operation()
    {
        Variable<double> x = new Parameter<double>(1, "x"), nameless = new Constant<double>(2), y = x.Tanh();
        Assert.Equal(["x", "Constant", "Tanh"], [x.Label, nameless.Label, y.Label]);
        y.Name = "hidden";
        Assert.Equal("hidden", y.Label);
    }

    [Fact]
    public void Prints_its_label_and_its_value() =>
        Assert.Equal("w (2,) [1.0000, -0.5000]", new Parameter<double>(new Tensor<double>([2], [1, -0.5]), "w").ToString());

    [Fact]
    public void Knows_what_it_was_made_from()
    {
        Variable<double> x = new Parameter<double>(1), y = new Constant<double>(2), sum = x + y, product = sum * x;
        Assert.Equal([sum, x], product.Inputs);
        Assert.Equal([0, 0, 1, 2], [x.Depth, y.Depth, sum.Depth, product.Depth]);
        Assert.Empty(x.Inputs);
    }

    [Fact]
    public void Inputs_are_in_the_order_of_the_formula()
    {
        Parameter<double> Named(string name) => new(Tensor<double>.Ones([2, 2]), name);
        Parameter<double> x = Named("x"), weights = Named("weights"), bias = new(Tensor<double>.Ones([2]), "bias");
        Assert.Equal([x, weights, bias], x.Linear(weights, bias).Inputs);
        Assert.Equal([x, weights], x.MatMul(weights).Inputs);
        Assert.Equal([x, weights], x.Maximum(weights).Inputs);
        Assert.Equal([x, weights], x.Minimum(weights).Inputs);
        Assert.Same(x, x.Maximum(2).Inputs[0]);
        Assert.Same(x, x.Minimum(2).Inputs[0]);
        Assert.Equal([x, weights], x.Where(x.Value, weights).Inputs);
        Assert.Equal([x, weights, x], x.Concat(0, weights, x).Inputs);
    }

    [Fact]
    public void A_reshaped_variable_shares_the_value_and_not_the_gradient()
    {
        var x = new Parameter<double>(new Tensor<double>([2, 2], [1, 2, 3, 4]));
        Variable<double> flat = x.Reshape([4]);
        ((flat * flat).Sum() + x.Sum()).Backward();
        x.Value[1, 0] = 7;
        Assert.Equal(7, flat.Value[2]);
        Assert.Equal([2, 4, 6, 8], flat.Gradient.Span);
        Assert.Equal([3, 5, 7, 9], x.Gradient.Span);
    }
}
