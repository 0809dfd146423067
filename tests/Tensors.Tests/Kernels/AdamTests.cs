using System.Numerics;

namespace Makemore.Tensors.Tests;

public class AdamTests
{
    /// <summary>Bit for bit at every length below and above those of all vectors: each operation is rounded on its own.</summary>
    [Fact]
    public void A_step_is_that_of_the_three_formulas_number_by_number()
    {
        for (int length = 0; length <= 40; length++)
        {
            Check<float>(length);
            Check<double>(length);
        }
    }

    private static void Check<T>(int length) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var generator = new TorchGenerator((ulong)length);
        T Next(double scale) => T.CreateChecked(scale * (0.1 + generator.UniformDouble()));
        var numbers = new AdamNumbers<T>(Next(0.2), Next(0.9), Next(0.1), Next(0.05), Next(0.7), Next(1e-3));
        T[] p = Draw(), g = Draw(), m = Draw(), v = Draw();
        T[] expectedP = [.. p], expectedM = [.. m], expectedV = [.. v], before = [.. g];
        for (int i = 0; i < length; i++)
        {
            expectedM[i] += numbers.Taken1 * (g[i] - expectedM[i]);
            expectedV[i] = (numbers.Kept2 * expectedV[i]) + (numbers.Taken2 * g[i] * g[i]);
            expectedP[i] -= numbers.Size * (expectedM[i] / ((T.Sqrt(expectedV[i]) / numbers.RootOfCorrection2) + numbers.Epsilon));
        }

        Kernels.Adam<T>(p, g, m, v, numbers);
        Assert.Equal(expectedP, p);
        Assert.Equal(expectedM, m);
        Assert.Equal(expectedV, v);
        Assert.Equal(before, g);

        T[] Draw() => [.. Enumerable.Range(0, length).Select(_ => Next(1))];
    }
}
