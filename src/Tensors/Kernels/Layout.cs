using System.Numerics;

namespace Makemore.Tensors;

public static partial class Kernels
{
    /// <summary>
    /// y[j, i] = x[i, j], for parts of matrices, x (rows, columns) and y (columns, rows), whose rows begin <paramref name="xStride"/> and
    /// <paramref name="yStride"/> elements apart. It is its own gradient, with the sizes exchanged.
    /// </summary>
    internal static void Transpose<T>(ReadOnlySpan<T> x, int xStride, Destination<T> y, int yStride, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;

        // In square blocks, so that the cache lines of x and y that are in use stay in the cache.
        const int Block = 16;
        for (int top = 0; top < rows; top += Block)
        {
            int height = Math.Min(Block, rows - top);
            for (int left = 0; left < columns; left += Block)
            {
                for (int j = left; j < Math.Min(left + Block, columns); j++)
                {
                    Span<T> row = y.Span.Slice((j * yStride) + top, height);
                    int at = (top * xStride) + j;
                    if (y.Adds)
                        for (int i = 0; i < row.Length; i++, at += xStride) row[i] += x[at];
                    else
                        for (int i = 0; i < row.Length; i++, at += xStride) row[i] = x[at];
                }
            }
        }
    }

    /// <summary>y[i, :] = x, for each of <paramref name="rows"/> rows.</summary>
    public static void RepeatRows<T>(ReadOnlySpan<T> x, Span<T> y, int rows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++) x.CopyTo(y.Slice(i * x.Length, x.Length));
    }

    /// <summary>
    /// Copies <paramref name="count"/> blocks of <paramref name="length"/> elements between two layouts: block i goes from x at
    /// xStart + i · xStride to y at yStart + i · yStride. Concatenation and slices along any axis are this, and so are their gradients.
    /// </summary>
    public static void CopyBlocks<T>(
        ReadOnlySpan<T> x, int xStart, int xStride, Destination<T> y, int yStart, int yStride, int length, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        for (int i = 0; i < count; i++) Copy(x.Slice(xStart + (i * xStride), length), y.Slice(yStart + (i * yStride), length));
    }
}
