using System.Numerics;

namespace Makemore.Tensors.Tests;

/// <summary>Element by element, for lengths around every vector width.</summary>
public class ArithmeticTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 41), 100, 129];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Agrees_with_plain_loops(int length)
    {
        Check<float>(length);
        Check<double>(length);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Descends_against_the_gradient(int length)
    {
        Descend<float>(length);
        Descend<double>(length);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_single_element_that_is_not_finite_is_found(double culprit)
    {
        var x = new double[70];
        Assert.True(Kernels.AllFinite<double>(x));
        Assert.True(Kernels.AllFinite<double>([]));
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = culprit;
            Assert.False(Kernels.AllFinite<double>(x));
            Assert.False(Kernels.AllFinite<float>(Array.ConvertAll(x, value => (float)value)));
            x[i] = double.MaxValue;
        }

        Assert.True(Kernels.AllFinite<double>(x));
    }

    private static void Check<T>(int length) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] x = Destinations.Numbers(length, seed: 1);
        T[] a = Destinations.Exactly<T>(x);
        Destinations.AssertLeaves<T>(x, z => Kernels.Copy(a, z));
        Destinations.AssertLeaves<T>([.. x.Select(value => -3 * value)], z => Kernels.Scale(a, T.CreateChecked(-3), z));
        var wide = new double[length];
        Kernels.Widen<T>(a, wide);
        Assert.Equal(Destinations.Exactly<double>(x), wide);
    }

    private static void Descend<T>(int length) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] weights = Destinations.Numbers(length, seed: 1), gradient = Destinations.Numbers(length, seed: 2);
        T[] parameters = Destinations.Exactly<T>(weights);
        Kernels.Descend(parameters, Destinations.Exactly<T>(gradient), T.CreateChecked(0.5));
        Assert.Equal(weights.Zip(gradient, (weight, slope) => T.CreateChecked(weight - (0.5 * slope))), parameters);
    }
}
