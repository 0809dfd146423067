using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Graphs;

/// <summary>What the README shows on operations from outside the library: that it works, and that it is this code.</summary>
public class OperationOfYourOwnTests
{
    private readonly Parameter<double> x = new(Tensor<double>.RandomNormal(new TorchGenerator(1), [4, 3]), "x");

    [Fact]
    public void Two_formulas_make_an_element_wise_operation()
    {
        Variable<double> y = x.Softplus();
        Assert.Equal(Math.Log(1 + Math.Exp(x.Value[2, 1])), y.Value[2, 1], 12);
        Assert.All(GradientCheck.Compare(y, new TorchGenerator(1)), parameter => Assert.True(parameter.Passes, $"{parameter}"));
    }

    [Fact]
    public void A_formula_serves_float_too()
    {
        var single = new Parameter<float>(new Tensor<float>([3], [0, 1, 1000]));
        Variable<float> y = single.Softplus();
        y.Sum().Backward();
        Assert.Equal(1000, y.Value[2]);
        Assert.Equal(0.5f, single.Gradient[0], 6);
        Assert.Equal(1 / (1 + MathF.Exp(-1)), single.Gradient[1], 6);
        Assert.Equal(1, single.Gradient[2]);
    }

    [Fact]
    public void A_class_makes_any_other_operation()
    {
        Variable<double> y = new Trace(x.MatMul(x.Transpose()));
        Assert.Equal((x * x).Sum().Value.Item, y.Value.Item, 12);
        Assert.All(GradientCheck.Compare(y, new TorchGenerator(1)), parameter => Assert.True(parameter.Passes, $"{parameter}"));
    }

    [Fact]
    public void The_readme_shows_this_code() => ReadmeText.ShowsPartsOf("tests/Autograd.Tests/Graphs/OperationOfYourOwnTests.cs", 2);
}

// README: an element-wise operation
public sealed class Softplus<T>(Variable<T> x) : Elementwise<T, SoftplusFormula>(x) where T : unmanaged, IFloatingPointIeee754<T>;

public readonly struct SoftplusFormula : IFormula
{
    // ln(1 + e^x), written so that no power of e overflows
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Simd.Max(x, 0) + Simd.Log(1 + Simd.Exp(-Simd.Abs(x)));

    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => 1 / (1 + Simd.Exp(-x));
}

public static class MyOperations
{
    extension<T>(Variable<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Variable<T> Softplus() => new Softplus<T>(x);
    }
}
// end

// README: any other operation
public sealed class Trace(Variable<double> x) : Variable<double>([], x) // the sum of a square matrix's diagonal, a scalar
{
    protected override void Forward()
    {
        Value.Item = 0;
        for (int i = 0; i < x.Shape[0]; i++) Value.Item += x.Value[i, i];
    }

    protected override void Backward()
    {
        Span<double> dx = GradientOf(x).Accumulator(); // x's gradient, to add to: it is 0 if nobody contributed yet
        for (int i = 0; i < x.Shape[0]; i++) dx[(i * x.Shape[1]) + i] += Gradient.Item;
    }
}
// end
