using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Graphs;

/// <summary>A scalar may stand on either side of every operator, and stays there.</summary>
public class OperatorTests
{
    [Theory]
    [InlineData("x + 3", 5, 1)]
    [InlineData("3 + x", 5, 1)]
    [InlineData("x - 3", -1, 1)]
    [InlineData("3 - x", 1, -1)]
    [InlineData("x * 3", 6, 3)]
    [InlineData("3 * x", 6, 3)]
    [InlineData("x / 4", 0.5, 0.25)]
    [InlineData("4 / x", 2, -1)]
    [InlineData("-x", -2, -1)]
    public void Has_value_and_gradient_at_2(string expression, double value, double gradient)
    {
        Check(expression, value, gradient, x => Written(expression, x, 3, 4));
        Check<float>(expression, (float)value, (float)gradient, x => Written(expression, x, 3, 4));
        Check<float>(expression, (float)value, (float)gradient, x => WithDoubles(expression, x));
    }

    // A double may stand beside a float variable.
    private static Variable<float> WithDoubles(string expression, Variable<float> x) => expression switch
    {
        "x + 3" => x + 3.0,
        "3 + x" => 3.0 + x,
        "x - 3" => x - 3.0,
        "3 - x" => 3.0 - x,
        "x * 3" => x * 3.0,
        "3 * x" => 3.0 * x,
        "x / 4" => x / 4.0,
        "4 / x" => 4.0 / x,
        _ => -x,
    };

    /// <summary>Numbers in an expression are written in the usual way, in float too.</summary>
    [Fact]
    public void A_float_variable_takes_numbers_of_any_kind()
    {
        var x = new Parameter<float>(4);
        Variable<float> y = 2.0 * x + x * 3 - x / 0.5 + (1f - x) + 1.0 / x;
        y.Backward();
        Assert.Equal(8 + 12 - 8 - 3 + 0.25f, y.Value.Item);
        Assert.Equal(2 + 3 - 2 - 1 - (1 / 16f), x.Gradient.Item);
    }

    private static void Check<T>(string expression, T value, T gradient, Func<Variable<T>, Variable<T>> written)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T two = T.CreateChecked(2);
        var x = new Parameter<T>(new Tensor<T>([2], [two, two]));
        Variable<T> y = written(x);
        y.Sum().Backward();
        Assert.Equal([value, value], y.Value.Span.ToArray());
        Assert.Equal([gradient, gradient], x.Gradient.Span.ToArray());
        bool isFirst = expression.StartsWith('x') || expression == "-x";
        Assert.Same(x, y.Inputs[isFirst ? 0 : 1]);
    }

    private static Variable<T> Written<T>(string expression, Variable<T> x, T three, T four)
        where T : unmanaged, IFloatingPointIeee754<T> => expression switch
        {
            "x + 3" => x + three,
            "3 + x" => three + x,
            "x - 3" => x - three,
            "3 - x" => three - x,
            "x * 3" => x * three,
            "3 * x" => three * x,
            "x / 4" => x / four,
            "4 / x" => four / x,
            _ => -x,
        };
}
