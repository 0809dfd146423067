using System.Numerics;
using System.Numerics.Tensors;

namespace Makemore.Tensors;

public static partial class Kernels
{
    /// <summary>y = max(x, 0), element by element; NaN stays NaN.</summary>
    public static void Relu<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Max(x, T.Zero, y);

    /// <summary>dx = dy where y &gt; 0, else 0. (At x = 0 there is a kink; 0 is the convention of PyTorch and micrograd.)</summary>
    public static void ReluGradient<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Destination<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!dx.IsWanted) return;
        Span<T> sum = dx.Accumulator();
        for (int i = 0; i < y.Length; i++) sum[i] += y[i] > T.Zero ? dy[i] : T.Zero;
    }
}
