using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Makemore.Tensors;

public static partial class Kernels
{
    /// <summary>
    /// dx[i, j] = dy[i, j] − exp(y[i, j])·Σₖ dy[i, k], where y = log softmax(x) and so exp(y) = softmax(x), all (rows, columns).
    /// </summary>
    /// <exception cref="ArgumentException">The length of y is not a multiple of the columns, or dy or dx differs from it.</exception>
    public static void LogSoftmaxGradient<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Destination<T> dx, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!dx.IsWanted) return;
        int rows = Rows(nameof(LogSoftmaxGradient), y.Length, columns);
        Require(nameof(LogSoftmaxGradient), "dy", dy.Length, y.Length);
        Require(nameof(LogSoftmaxGradient), "dx", dx.Span.Length, y.Length);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<T> yRow = y.Slice(i * columns, columns), dyRow = dy.Slice(i * columns, columns);
            Map(new LogSoftmaxGradientFunction<T>(TensorPrimitives.Sum(dyRow)), yRow, dyRow, dx.Slice(i * columns, columns));
        }
    }

    private readonly struct LogSoftmaxGradientFunction<T>(T sum) : IFunction2<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Simd<V, T> Of<V>(Simd<V, T> y, Simd<V, T> dy) where V : unmanaged => dy - (Simd.Exp(y) * Simd<V, T>.Broadcast(sum));
    }
}
