using System.Numerics;

namespace Makemore.Tensors.Tests;

public class PowerTests
{
    public static TheoryData<double> Exponents => new(-2, -1, -0.5, 0, 0.5, 1, 1.7, 2, 3);

    [Theory]
    [MemberData(nameof(Exponents))]
    public void Agrees_with_plain_loops(double exponent)
    {
        Check<float>(exponent, 1e-6);
        Check<double>(exponent, 1e-14);
    }

    [Fact]
    public void At_0_the_gradient_is_that_of_the_polynomial()
    {
        Assert.Equal(0, GradientAt(0, exponent: 0)); // 0 · 0⁻¹ would be NaN
        Assert.Equal(1, GradientAt(0, exponent: 1));
        Assert.Equal(0, GradientAt(0, exponent: 2));
    }

    [Fact]
    public void Negative_numbers_have_whole_powers_only()
    {
        var y = new double[1];
        Kernels.Power([-2.0], 3, y);
        Assert.Equal(-8, y[0]);
        Kernels.Power([-2.0], 0.5, y);
        Assert.Equal(double.NaN, y[0]);
    }

    private static double GradientAt(double x, double exponent)
    {
        var dx = new double[1];
        Kernels.PowerGradient<double>([x], exponent, [1], dx);
        return dx[0];
    }

    private static void Check<T>(double exponent, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] x = [.. Enumerable.Range(1, 30).Select(i => i * 0.25)];
        double[] dy = Destinations.Exactly<double>(Destinations.Numbers(30, seed: 1));
        T[] tx = Array.ConvertAll(x, T.CreateChecked), tdy = Array.ConvertAll(dy, T.CreateChecked), y = new T[30];
        Kernels.Power(tx, T.CreateChecked(exponent), y);
        T[] overwritten = new T[30], added = new T[30];
        overwritten.AsSpan().Fill(T.NaN);
        added.AsSpan().Fill(T.One);
        Kernels.PowerGradient(tx, T.CreateChecked(exponent), tdy, overwritten);
        Kernels.PowerGradient(tx, T.CreateChecked(exponent), tdy, Destination<T>.AddTo(added));
        Kernels.PowerGradient(tx, T.CreateChecked(exponent), tdy, default);
        for (int i = 0; i < 30; i++)
        {
            double value = Math.Pow(x[i], exponent), gradient = dy[i] * exponent * Math.Pow(x[i], exponent - 1);
            Assert.Equal(value, double.CreateChecked(y[i]), tolerance * value);
            Assert.Equal(gradient, double.CreateChecked(overwritten[i]), tolerance * Math.Abs(gradient));
            Assert.Equal(1 + gradient, double.CreateChecked(added[i]), tolerance * (1 + Math.Abs(gradient)));
        }
    }
}
