using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

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
        if (rows == 0) return;
        T[] rented = ArrayPool<T>.Shared.Rent(columns);
        Span<T> row = rented.AsSpan(0, columns);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<T> upstream = dy.Slice(i * columns, columns);
            TensorPrimitives.Exp(y.Slice(i * columns, columns), row);
            TensorPrimitives.Multiply(row, TensorPrimitives.Sum(upstream), row);
            TensorPrimitives.Subtract(upstream, row, row);
            Copy(row, dx.Slice(i * columns, columns));
        }

        ArrayPool<T>.Shared.Return(rented);
    }
}
