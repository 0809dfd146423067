using System.Numerics;

namespace Makemore.Tensors;

public static partial class Kernels
{
    /// <summary>y = xᵖ, element by element; NaN where x is negative and p no whole number.</summary>
    public static void Power<T>(ReadOnlySpan<T> x, T exponent, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++) y[i] = T.Pow(x[i], exponent);
    }

    /// <summary>dx = dy · p · xᵖ⁻¹, element by element, and 0 for p = 0.</summary>
    public static void PowerGradient<T>(ReadOnlySpan<T> x, T exponent, ReadOnlySpan<T> dy, Destination<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!dx.IsWanted) return;
        Span<T> sum = dx.Accumulator();
        if (exponent == T.Zero) return;
        for (int i = 0; i < x.Length; i++) sum[i] += dy[i] * exponent * T.Pow(x[i], exponent - T.One);
    }
}
