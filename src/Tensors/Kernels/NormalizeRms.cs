using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Makemore.Tensors;

public static partial class Kernels
{
    /// <summary>
    /// y[i, j] = x[i, j] · scales[i] with scales[i] = 1 / √(Σₖ x[i, k]² / columns + ε), for x and y (rows, columns) and scales (rows).
    /// </summary>
    /// <exception cref="ArgumentException">The length of x is not a multiple of the columns, or y or scales does not fit.</exception>
    public static void NormalizeRms<T>(ReadOnlySpan<T> x, Span<T> y, Span<T> scales, int columns, T epsilon)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Rows(nameof(NormalizeRms), x.Length, columns);
        Require(nameof(NormalizeRms), "y", y.Length, x.Length);
        Require(nameof(NormalizeRms), "scales", scales.Length, rows);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<T> row = x.Slice(i * columns, columns);
            scales[i] = T.One / T.Sqrt((TensorPrimitives.SumOfSquares(row) / T.CreateTruncating(columns)) + epsilon);
            TensorPrimitives.Multiply(row, scales[i], y.Slice(i * columns, columns));
        }
    }

    /// <summary>
    /// dx[i, j] = scales[i] · (dy[i, j] − y[i, j] · Σₖ dy[i, k]·y[i, k] / columns), where y and scales are what
    /// <see cref="NormalizeRms"/> computed.
    /// </summary>
    /// <exception cref="ArgumentException">The length of y is not a multiple of the columns, or another span does not fit.</exception>
    public static void NormalizeRmsGradient<T>(
        ReadOnlySpan<T> y, ReadOnlySpan<T> scales, ReadOnlySpan<T> dy, Destination<T> dx, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!dx.IsWanted) return;
        int rows = Rows(nameof(NormalizeRmsGradient), y.Length, columns);
        Require(nameof(NormalizeRmsGradient), "scales", scales.Length, rows);
        Require(nameof(NormalizeRmsGradient), "dy", dy.Length, y.Length);
        Require(nameof(NormalizeRmsGradient), "dx", dx.Span.Length, y.Length);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<T> yRow = y.Slice(i * columns, columns), dyRow = dy.Slice(i * columns, columns);
            T mean = TensorPrimitives.Dot(yRow, dyRow) / T.CreateTruncating(columns);
            Map(new NormalizeRmsGradientFunction<T>(scales[i], mean), yRow, dyRow, dx.Slice(i * columns, columns));
        }
    }

    private readonly struct NormalizeRmsGradientFunction<T>(T scale, T mean) : IFunction2<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Simd<V, T> Of<V>(Simd<V, T> y, Simd<V, T> dy) where V : unmanaged =>
            Simd<V, T>.Broadcast(scale) * (dy - (y * Simd<V, T>.Broadcast(mean)));
    }
}
