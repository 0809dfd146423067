using System.Numerics;
using System.Numerics.Tensors;

namespace Makemore.Tensors;

public static partial class Kernels
{
    private const int PairwiseBlock = 256;

    /// <summary>Σᵢ x[i], by halves: the rounding error grows with the logarithm of the length.</summary>
    public static T Sum<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Length <= PairwiseBlock) return TensorPrimitives.Sum(x);
        int half = x.Length / 2;
        return Sum(x[..half]) + Sum(x[half..]);
    }

    /// <summary>Sums over rows: y[j] = Σᵢ x[i, j], for x (rows, columns) and y (columns).</summary>
    public static void SumRows<T>(ReadOnlySpan<T> x, Destination<T> y, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        Span<T> sum = y.Accumulator();
        for (int j = 0; j < columns; j++)
        {
            double columnSum = 0;
            for (int i = j; i < x.Length; i += columns) columnSum += double.CreateTruncating(x[i]);
            sum[j] += T.CreateTruncating(columnSum);
        }
    }

    /// <summary>Sums over columns: y[i] = Σⱼ x[i, j], for x (rows, columns) and y (rows).</summary>
    public static void SumColumns<T>(ReadOnlySpan<T> x, Destination<T> y, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        Span<T> sum = y.Accumulator();
        for (int i = 0; i < sum.Length; i++) sum[i] += Sum(x.Slice(i * columns, columns));
    }
}
