using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Makemore.Tensors;

/// <summary>
/// Element [i, j] of a matrix lies at start + i·rowStride + j·columnStride. So the transpose is the same memory with the strides exchanged,
/// and a part is the same strides from another start.
/// </summary>
internal readonly ref struct Matrix<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ref T start;
    public readonly int RowStride;
    public readonly int ColumnStride;

    public Matrix(ref T start, int rowStride, int columnStride)
    {
        this.start = ref start;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

    /// <summary>A row-major matrix: its rows lie one after another, <paramref name="columns"/> elements each.</summary>
    public static Matrix<T> Of(ReadOnlySpan<T> elements, int columns) => new(ref MemoryMarshal.GetReference(elements), columns, 1);

    public Matrix<T> Transposed => new(ref start, ColumnStride, RowStride);

    public ref T this[int row, int column] => ref Unsafe.Add(ref start, ((nint)row * RowStride) + ((nint)column * ColumnStride));

    /// <summary>The part that begins at [row, column].</summary>
    public Matrix<T> From(int row, int column) => new(ref this[row, column], RowStride, ColumnStride);

    /// <summary>
    /// How many leading rows of a (rows, width) part have <paramref name="room"/> elements from their start to the part's last element.
    /// These may be read or written as whole vectors, although they are narrower.
    /// </summary>
    public int RowsWithRoom(int rows, int width, int room)
    {
        int lastStart = ((rows - 1) * RowStride) + width - room;
        return lastStart < 0 ? 0 : (lastStart / RowStride) + 1;
    }
}
