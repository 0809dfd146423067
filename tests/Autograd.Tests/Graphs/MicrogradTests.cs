using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Graphs;

/// <summary>The examples that people know from micrograd, and the traps that its users fell into.</summary>
public class MicrogradTests
{
    [Fact]
    public void Example_of_the_readme()
    {
        // README: micrograd's example
        var a = new Parameter<double>(-4.0, "a");
        var b = new Parameter<double>(2.0, "b");
        var c = a + b;
        var d = a * b + b.Pow(3);
        c += c + 1;
        c += 1 + c + (-a);
        d += d * 2 + (b + a).Relu();
        d += 3 * d + (b - a).Relu();
        var e = c - d;
        var f = e.Pow(2);
        var g = f / 2.0;
        g += 10.0 / f;
        g.Backward();
        // end
        Assert.Equal(24.7041, g.Value.Item, 4);
        Assert.Equal(138.8338, a.Gradient.Item, 4);
        Assert.Equal(645.5773, b.Gradient.Item, 4);
    }

    [Fact]
    public void The_readme_shows_this_code() => ReadmeText.ShowsPartsOf("tests/Autograd.Tests/Graphs/MicrogradTests.cs", 1);

    [Fact]
    public void Neuron()
    {
        var x1 = new Parameter<double>(2.0);
        var x2 = new Parameter<double>(0.0);
        var w1 = new Parameter<double>(-3.0);
        var w2 = new Parameter<double>(1.0);
        var bias = new Parameter<double>(6.8813735870195432); // chosen so that tanh' is 1/2
        Variable<double> output = ((x1 * w1) + (x2 * w2) + bias).Tanh();
        output.Backward();
        Assert.Equal(0.7071, output.Value.Item, 4);
        Assert.Equal(-1.5, x1.Gradient.Item, 12);
        Assert.Equal(1.0, w1.Gradient.Item, 12);
        Assert.Equal(0.5, x2.Gradient.Item, 12);
        Assert.Equal(0.0, w2.Gradient.Item, 12);
    }

    [Fact]
    public void Values_that_meet_again_add_up()
    {
        var a = new Parameter<double>(2);
        var b = new Parameter<double>(3);
        Variable<double> c = a + b;
        Variable<double> d = a * b;
        Variable<double> y = (c + d) + (c * d);
        y.Backward();
        Assert.Equal(41, y.Value.Item);
        Assert.Equal(25, a.Gradient.Item); // (1 + d) · 1 + (1 + c) · b
        Assert.Equal(19, b.Gradient.Item); // (1 + d) · 1 + (1 + c) · a
    }

    [Fact]
    public void A_sum_with_itself_counts_twice()
    {
        var a = new Parameter<double>(3);
        (a + a).Backward();
        Assert.Equal(2, a.Gradient.Item);
    }

    [Fact]
    public void A_product_with_itself_is_a_square()
    {
        var x = new Parameter<double>(new Tensor<double>([3], [1, -2, 5]));
        (x * x).Sum().Backward();
        Assert.Equal([2, -4, 10], x.Gradient.Span);
    }
}
