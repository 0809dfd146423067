using System.Numerics;
using System.Numerics.Tensors;

namespace Makemore.Tensors;

public static partial class Kernels
{
    /// <summary>y[i, :] = table[indices[i], :]: the rows that the indices choose, in their order, for a table of <paramref name="columns"/> columns.</summary>
    /// <exception cref="ArgumentException">An index is no row of the table.</exception>
    public static void Gather<T>(ReadOnlySpan<T> table, ReadOnlySpan<int> indices, Span<T> y, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = table.Length / columns;
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)rows) throw OutsideOf("Gather", indices, i, rows);
            table.Slice(indices[i] * columns, columns).CopyTo(y.Slice(i * columns, columns));
        }
    }

    /// <summary>
    /// table[indices[i], :] += x[i, :]: the gradient of <see cref="Gather"/>. A row that was chosen twice receives two contributions, one never chosen 0.
    /// </summary>
    /// <exception cref="ArgumentException">An index is no row of the table.</exception>
    public static void ScatterAdd<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> indices, Destination<T> table, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!table.IsWanted) return;
        Span<T> sum = table.Accumulator();
        int rows = sum.Length / columns;
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)rows) throw OutsideOf("ScatterAdd", indices, i, rows);
            ReadOnlySpan<T> row = x.Slice(i * columns, columns);
            Span<T> target = sum.Slice(indices[i] * columns, columns);
            if (columns >= 8) TensorPrimitives.Add(target, row, target);
            else
                for (int j = 0; j < row.Length; j++)
                    target[j] += row[j];
        }
    }

    /// <summary>y[i] = x[i, indices[i]]: one element of each row.</summary>
    /// <exception cref="ArgumentException">An index is no column.</exception>
    public static void Pick<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> indices, Span<T> y, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)columns) throw OutsideOf("Pick", indices, i, columns);
            y[i] = x[(i * columns) + indices[i]];
        }
    }

    /// <summary>x[i, indices[i]] += y[i], and 0 elsewhere: the gradient of <see cref="Pick"/>.</summary>
    public static void PickGradient<T>(ReadOnlySpan<T> dy, ReadOnlySpan<int> indices, Destination<T> dx, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!dx.IsWanted) return;
        Span<T> sum = dx.Accumulator();
        for (int i = 0; i < indices.Length; i++) sum[(i * columns) + indices[i]] += dy[i];
    }

    private static ArgumentException OutsideOf(string operation, ReadOnlySpan<int> indices, int position, int bound) =>
        new($"{operation}: index {indices[position]} at position {position} is outside 0..{bound - 1}");
}
