using System.Numerics;

namespace Makemore.Tensors.Tests;

public class ReluTests
{
    [Theory]
    [MemberData(nameof(ArithmeticTests.Lengths), MemberType = typeof(ArithmeticTests))]
    public void Agrees_with_plain_loops(int length)
    {
        Check<float>(length);
        Check<double>(length);
    }

    [Fact]
    public void What_is_not_a_number_stays_so()
    {
        var y = new double[3];
        Kernels.Relu([double.NaN, double.PositiveInfinity, double.NegativeInfinity], y);
        Assert.Equal([double.NaN, double.PositiveInfinity, 0], y);
    }

    private static void Check<T>(int length) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] x = Destinations.Numbers(length, seed: 1), dy = Destinations.Numbers(length, seed: 2); // a few of x are 0, at the kink
        int[] expected = [.. x.Select(value => Math.Max(value, 0))];
        T[] y = new T[length], arriving = Destinations.Exactly<T>(dy);
        Kernels.Relu(Destinations.Exactly<T>(x), y);
        Assert.Equal(Destinations.Exactly<T>(expected), y);
        Destinations.AssertLeaves<T>([.. x.Zip(dy, (value, slope) => value > 0 ? slope : 0)], dx => Kernels.ReluGradient(y, arriving, dx));
    }
}
