using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

public static partial class Kernels
{
    /// <summary>
    /// y[i, :] = table[indices[i], :]: the rows that the indices choose, in their order, for a table of <paramref name="columns"/> columns.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// An index is not a row of the table, or a span does not have as many elements as the sizes say; the message names
    /// <paramref name="operation"/>.
    /// </exception>
    public static void Gather<T>(
        ReadOnlySpan<T> table, ReadOnlySpan<int> indices, Span<T> y, int columns, string operation = nameof(Gather))
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Rows(operation, table.Length, columns);
        Require(operation, "y", y.Length, indices.Length, columns);
        if (columns == 0) return;
        RequireInside(operation, indices, rows);

        // The narrowest vector that holds a row writes the fewest elements that are overwritten later.
        if (Vector512.IsHardwareAccelerated && columns > Vector256<T>.Count) CopyChosen<Vector512<T>, T>(table, indices, y, columns);
        else if (Vector256.IsHardwareAccelerated && columns > Vector128<T>.Count) CopyChosen<Vector256<T>, T>(table, indices, y, columns);
        else CopyChosen<Vector128<T>, T>(table, indices, y, columns);
    }

    /// <summary>
    /// table[indices[i], :] += x[i, :]: the gradient of <see cref="Gather"/>.
    /// A row that was chosen twice receives two contributions; a row that was never chosen receives 0.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// An index is not a row of the table, or a span does not have as many elements as the sizes say; the message names
    /// <paramref name="operation"/>.
    /// </exception>
    public static void ScatterAdd<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<int> indices, Destination<T> table, int columns, string operation = nameof(ScatterAdd))
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!table.IsWanted) return;
        int rows = Rows(operation, table.Span.Length, columns);
        Require(operation, "x", x.Length, indices.Length, columns);
        if (columns == 0) return;
        RequireInside(operation, indices, rows);
        if (Vector512.IsHardwareAccelerated && columns > Vector256<T>.Count)
            AddChosen<Vector512<T>, T>(x, indices, table, rows, columns);
        else if (Vector256.IsHardwareAccelerated && columns > Vector128<T>.Count)
            AddChosen<Vector256<T>, T>(x, indices, table, rows, columns);
        else AddChosen<Vector128<T>, T>(x, indices, table, rows, columns);
    }

    /// <summary>
    /// Copies whole vectors where there is room: what they write past the end of a row is the beginning of the next, which is copied later.
    /// </summary>
    private static void CopyChosen<V, T>(ReadOnlySpan<T> table, ReadOnlySpan<int> indices, Span<T> y, int columns)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref readonly T from = ref MemoryMarshal.GetReference(table);
        ref T to = ref MemoryMarshal.GetReference(y);
        int lanes = Simd<V, T>.Count, whole = (columns + lanes - 1) / lanes * lanes;
        for (int i = 0; i < indices.Length; i++)
        {
            int row = indices[i] * columns, target = i * columns;
            if (row + whole > table.Length || target + whole > y.Length) table.Slice(row, columns).CopyTo(y.Slice(target, columns));
            else
                for (int j = 0; j < whole; j += lanes) Simd<V, T>.Load(in from, row + j).Store(ref to, target + j);
        }
    }

    /// <summary>Adds up in rows of whole vectors, whose last lanes may hold anything, and copies the sums to the table.</summary>
    private static void AddChosen<V, T>(ReadOnlySpan<T> x, ReadOnlySpan<int> indices, Destination<T> table, int rows, int columns)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Simd<V, T>.Count, whole = (columns + lanes - 1) / lanes * lanes;
        if ((long)rows * whole > Array.MaxLength) RefuseSums(rows, whole);
        T[] scratch = ArrayPool<T>.Shared.Rent(rows * whole);
        scratch.AsSpan(0, rows * whole).Clear();
        ref T sums = ref MemoryMarshal.GetArrayDataReference(scratch);
        ref readonly T from = ref MemoryMarshal.GetReference(x);
        for (int i = 0; i < indices.Length; i++)
        {
            int row = i * columns, sum = indices[i] * whole;
            for (int j = 0; j < columns; j += lanes)
            {
                Simd<V, T> term = row + j + lanes <= x.Length ? Simd<V, T>.Load(in from, row + j)
                    : Simd<V, T>.LoadFirst(in from, row + j, Math.Min(lanes, columns - j));
                (Simd<V, T>.Load(in sums, sum + j) + term).Store(ref sums, sum + j);
            }
        }

        ref T to = ref MemoryMarshal.GetReference(table.Span);
        for (int row = 0; row < rows; row++)
        {
            for (int j = 0; j < columns; j += lanes)
            {
                int count = Math.Min(lanes, columns - j);
                Simd<V, T> sum = Simd<V, T>.Load(in sums, (row * whole) + j);
                if (table.Adds) sum += Simd<V, T>.LoadFirst(in to, (row * columns) + j, count);
                sum.StoreFirst(ref to, (row * columns) + j, count);
            }
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    [DoesNotReturn]
    private static void RefuseSums(int rows, int columns) =>
        throw new ArgumentException($"ScatterAdd: the sums of {rows} rows of {columns} elements do not fit into an array");

    /// <summary>y[i] = x[i, indices[i]]: one element of each row.</summary>
    /// <exception cref="ArgumentException">An index is not a column, or a span does not have as many elements as the sizes say.</exception>
    public static void Pick<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> indices, Span<T> y, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require(nameof(Pick), "x", x.Length, indices.Length, columns);
        Require(nameof(Pick), "y", y.Length, indices.Length);
        RequireInside(nameof(Pick), indices, columns);
        for (int i = 0; i < indices.Length; i++) y[i] = x[(i * columns) + indices[i]];
    }

    /// <summary>dx[i, indices[i]] += dy[i], and 0 elsewhere: the gradient of <see cref="Pick"/>.</summary>
    /// <exception cref="ArgumentException">An index is not a column, or a span does not have as many elements as the sizes say.</exception>
    public static void PickGradient<T>(ReadOnlySpan<T> dy, ReadOnlySpan<int> indices, Destination<T> dx, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!dx.IsWanted) return;
        Require(nameof(PickGradient), "dy", dy.Length, indices.Length);
        Require(nameof(PickGradient), "dx", dx.Span.Length, indices.Length, columns);
        RequireInside(nameof(PickGradient), indices, columns);
        Span<T> sum = dx.Accumulator();
        for (int i = 0; i < indices.Length; i++) sum[(i * columns) + indices[i]] += dy[i];
    }
}
