using System.Numerics;
using System.Numerics.Tensors;

namespace Makemore.Tensors;

public static partial class Kernels
{
    /// <summary>y[i, j] = exp(x[i, j]) / Σₖ exp(x[i, k]), for x and y (rows, columns).</summary>
    public static void Softmax<T>(ReadOnlySpan<T> x, Span<T> y, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int start = 0; start < x.Length; start += columns)
        {
            ReadOnlySpan<T> row = x.Slice(start, columns);
            Span<T> result = y.Slice(start, columns);
            TensorPrimitives.Subtract(row, TensorPrimitives.Max(row), result);
            TensorPrimitives.Exp(result, result);
            TensorPrimitives.Divide(result, TensorPrimitives.Sum<T>(result), result);
        }
    }

    /// <summary>dx[i, j] = y[i, j]·(dy[i, j] − Σₖ dy[i, k]·y[i, k]), where y = softmax(x), all (rows, columns).</summary>
    public static void SoftmaxGradient<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Destination<T> dx, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!dx.IsWanted) return;
        Span<T> sum = dx.Accumulator();
        for (int start = 0; start < y.Length; start += columns)
        {
            T dot = TensorPrimitives.Dot(y.Slice(start, columns), dy.Slice(start, columns));
            for (int j = start; j < start + columns; j++) sum[j] += y[j] * (dy[j] - dot);
        }
    }

    /// <summary>y[i] = ln Σⱼ exp(x[i, j]), for x (rows, columns) and y (rows).</summary>
    public static void LogSumExp<T>(ReadOnlySpan<T> x, Span<T> y, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length / columns; i++)
        {
            ReadOnlySpan<T> row = x.Slice(i * columns, columns);
            T largest = TensorPrimitives.Max(row);
            T sum = T.Zero;
            foreach (T value in row) sum += T.Exp(value - largest);
            y[i] = T.IsInfinity(largest) ? largest : largest + T.Log(sum);
        }
    }

    /// <summary>y[i, j] = x[i, j] − ln Σₖ exp(x[i, k]), for x and y (rows, columns).</summary>
    public static void LogSoftmax<T>(ReadOnlySpan<T> x, Span<T> y, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> logSumExp = stackalloc T[1];
        for (int start = 0; start < x.Length; start += columns)
        {
            ReadOnlySpan<T> row = x.Slice(start, columns);
            LogSumExp(row, logSumExp, columns);
            TensorPrimitives.Subtract(row, logSumExp[0], y.Slice(start, columns));
        }
    }
}
