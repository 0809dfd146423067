using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

/// <content>
/// Sums by halves (pairwise): the rounding error grows with the logarithm of the number of terms, not with the number
/// (Higham, Accuracy and Stability of Numerical Algorithms, section 4.2).
/// </content>
public static partial class Kernels
{
    /// <summary>Σᵢ x[i].</summary>
    public static T Sum<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T> => T.CreateTruncating(PairwiseSum(x));

    /// <summary>Sums over rows: y[j] = Σᵢ x[i, j], for x (rows, columns) and y (columns).</summary>
    /// <exception cref="ArgumentException">The length of x is not a multiple of the columns, or that of y is not their number.</exception>
    public static void SumRows<T>(ReadOnlySpan<T> x, Destination<T> y, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        int rows = Rows(nameof(SumRows), x.Length, columns);
        Require(nameof(SumRows), "y", y.Span.Length, columns);
        if (Vector512.IsHardwareAccelerated) SumRows<Vector512<T>, T>(x, y, rows, columns);
        else if (Vector256.IsHardwareAccelerated) SumRows<Vector256<T>, T>(x, y, rows, columns);
        else SumRows<Vector128<T>, T>(x, y, rows, columns);
    }

    /// <summary>Sums over columns: y[i] = Σⱼ x[i, j], for x (rows, columns) and y (rows).</summary>
    /// <exception cref="ArgumentException">A span does not have as many elements as the sizes say.</exception>
    public static void SumColumns<T>(ReadOnlySpan<T> x, Destination<T> y, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        Require(nameof(SumColumns), "x", x.Length, y.Span.Length, columns);
        Span<T> sum = y.Accumulator();
        for (int i = 0; i < sum.Length; i++) sum[i] += Sum(x.Slice(i * columns, columns));
    }

    private static double PairwiseSum<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Block = 256;
        if (x.Length <= Block) return double.CreateTruncating(TensorPrimitives.Sum(x));
        int half = x.Length / 2;
        return PairwiseSum(x[..half]) + PairwiseSum(x[half..]);
    }

    /// <summary>Up to this many rows are added one after another; more are added by halves.</summary>
    private const int RowsInOneSum = 64;

    private static void SumRows<V, T>(ReadOnlySpan<T> x, Destination<T> y, int rows, int columns)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T to = ref MemoryMarshal.GetReference(y.Span);
        int lanes = Simd<V, T>.Count, j = 0;
        for (; j <= columns - (4 * lanes); j += 4 * lanes)
        {
            (Simd<V, T> sum0, Simd<V, T> sum1, Simd<V, T> sum2, Simd<V, T> sum3) = SumFourStrips<V, T>(x, j, 0, rows, columns);
            if (y.Adds)
            {
                sum0 += Simd<V, T>.Load(in to, j);
                sum1 += Simd<V, T>.Load(in to, j + lanes);
                sum2 += Simd<V, T>.Load(in to, j + (2 * lanes));
                sum3 += Simd<V, T>.Load(in to, j + (3 * lanes));
            }

            sum0.Store(ref to, j);
            sum1.Store(ref to, j + lanes);
            sum2.Store(ref to, j + (2 * lanes));
            sum3.Store(ref to, j + (3 * lanes));
        }

        for (; j < columns; j += lanes)
        {
            int width = Math.Min(columns - j, lanes);
            Simd<V, T> sum = SumStrip<V, T>(x, j, width, 0, rows, columns);
            if (y.Adds) sum += Simd<V, T>.LoadFirst(in to, j, width);
            sum.StoreFirst(ref to, j, width);
        }
    }

    /// <summary>
    /// The sums of four vectors of columns, starting at <paramref name="column"/>, over some of the rows. One vector alone would have to
    /// wait for each addition before the next.
    /// </summary>
    private static (Simd<V, T> Sum0, Simd<V, T> Sum1, Simd<V, T> Sum2, Simd<V, T> Sum3) SumFourStrips<V, T>(
        ReadOnlySpan<T> x, int column, int firstRow, int rows, int columns)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rows > RowsInOneSum)
        {
            int half = rows / 2;
            (Simd<V, T> top0, Simd<V, T> top1, Simd<V, T> top2, Simd<V, T> top3) =
                SumFourStrips<V, T>(x, column, firstRow, half, columns);
            (Simd<V, T> low0, Simd<V, T> low1, Simd<V, T> low2, Simd<V, T> low3) =
                SumFourStrips<V, T>(x, column, firstRow + half, rows - half, columns);
            return (top0 + low0, top1 + low1, top2 + low2, top3 + low3);
        }

        ref readonly T from = ref MemoryMarshal.GetReference(x);
        Simd<V, T> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        int lanes = Simd<V, T>.Count, at = (firstRow * columns) + column;
        for (int row = 0; row < rows; row++, at += columns)
        {
            sum0 += Simd<V, T>.Load(in from, at);
            sum1 += Simd<V, T>.Load(in from, at + lanes);
            sum2 += Simd<V, T>.Load(in from, at + (2 * lanes));
            sum3 += Simd<V, T>.Load(in from, at + (3 * lanes));
        }

        return (sum0, sum1, sum2, sum3);
    }

    /// <summary>The sums of at most a vector of columns, starting at <paramref name="column"/>, over some of the rows.</summary>
    private static Simd<V, T> SumStrip<V, T>(ReadOnlySpan<T> x, int column, int width, int firstRow, int rows, int columns)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rows > RowsInOneSum)
        {
            int half = rows / 2;
            return SumStrip<V, T>(x, column, width, firstRow, half, columns)
                + SumStrip<V, T>(x, column, width, firstRow + half, rows - half, columns);
        }

        ref readonly T from = ref MemoryMarshal.GetReference(x);
        Simd<V, T> sum = default;
        int at = (firstRow * columns) + column;
        for (int row = 0; row < rows; row++, at += columns)
        {
            // A narrow strip may read into the next row, because those sums are not kept; but not past the last row.
            sum += at + Simd<V, T>.Count <= x.Length ? Simd<V, T>.Load(in from, at) : Simd<V, T>.LoadFirst(in from, at, width);
        }

        return sum;
    }
}
