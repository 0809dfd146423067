using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

/// <content>
/// Sums by halves (pairwise): the rounding error grows with the logarithm of the number of terms, not with the number itself
/// (Higham, Accuracy and Stability of Numerical Algorithms, section 4.2).
/// </content>
public static partial class Kernels
{
    /// <summary>Σᵢ x[i].</summary>
    public static T Sum<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T> => T.CreateTruncating(PairwiseSum(x));

    /// <summary>Sums over rows: y[j] = Σᵢ x[i, j], for x (rows, columns) and y (columns).</summary>
    public static void SumRows<T>(ReadOnlySpan<T> x, Destination<T> y, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        int rows = Rows(nameof(SumRows), x.Length, columns);
        if (Vector512.IsHardwareAccelerated) SumRows<Vector512<T>, T>(x, y, rows, columns);
        else if (Vector256.IsHardwareAccelerated) SumRows<Vector256<T>, T>(x, y, rows, columns);
        else SumRows<Vector128<T>, T>(x, y, rows, columns);
    }

    /// <summary>Sums over columns: y[i] = Σⱼ x[i, j], for x (rows, columns) and y (rows).</summary>
    public static void SumColumns<T>(ReadOnlySpan<T> x, Destination<T> y, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
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
        ref T to = ref MemoryMarshal.GetReference(y.Span[..columns]);
        for (int j = 0; j < columns; j += Simd<V, T>.Count)
        {
            int width = Math.Min(columns - j, Simd<V, T>.Count);
            Simd<V, T> sum = SumStrip<V, T>(x, j, width, 0, rows, columns);
            if (y.Adds) sum += Simd<V, T>.LoadFirst(in to, j, width);
            sum.StoreFirst(ref to, j, width);
        }
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
        int end = (firstRow + rows) * columns;
        for (int at = (firstRow * columns) + column; at < end; at += columns)
        {
            // A narrow strip may read into the next row, because those sums are not kept; but not past the last row.
            sum += at + Simd<V, T>.Count <= x.Length ? Simd<V, T>.Load(in from, at) : Simd<V, T>.LoadFirst(in from, at, width);
        }

        return sum;
    }
}
