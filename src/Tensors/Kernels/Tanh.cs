using System.Numerics;
using System.Numerics.Tensors;

namespace Makemore.Tensors;

public static partial class Kernels
{
    /// <summary>y = tanh(x), element by element. <paramref name="y"/> may be the same span as <paramref name="x"/>.</summary>
    public static void Tanh<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Tanh(x, y);

    /// <summary>dx = dy·(1 − y²), element by element, where y = tanh(x).</summary>
    public static void TanhGradient<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Destination<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!dx.IsWanted) return;
        Span<T> sum = dx.Accumulator();
        for (int i = 0; i < y.Length; i++) sum[i] += dy[i] * (T.One - (y[i] * y[i]));
    }
}
