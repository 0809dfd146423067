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
    /// <exception cref="ArgumentException">A span does not have as many elements as the sizes say.</exception>
    public static void RepeatRows<T>(ReadOnlySpan<T> x, Span<T> y, int rows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require(nameof(RepeatRows), "y", y.Length, rows, x.Length);
        if (x.IsEmpty) return;
        for (int i = 0; i < rows; i++) x.CopyTo(y.Slice(i * x.Length, x.Length));
    }

    /// <summary>
    /// Copies <paramref name="count"/> blocks of <paramref name="length"/> elements between two layouts: block i goes from x at
    /// xStart + i · xStride to y at yStart + i · yStride. Concatenation and slices along any axis are this, and so are their gradients.
    /// </summary>
    /// <exception cref="ArgumentException">A size is negative, or a block ends past the end of x or y.</exception>
    public static void CopyBlocks<T>(
        ReadOnlySpan<T> x, int xStart, int xStride, Destination<T> y, int yStart, int yStride, int length, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        RequireBlocks("x", x.Length, xStart, xStride, length, count);
        RequireBlocks("y", y.Span.Length, yStart, yStride, length, count);
        if (length == 0) return;
        for (int i = 0; i < count; i++) Copy(x.Slice(xStart + (i * xStride), length), y.Slice(yStart + (i * yStride), length));
    }

    private static void RequireBlocks(string name, int available, int start, int stride, int length, int count)
    {
        bool negative = (start | stride | length | count) < 0;
        long end = count == 0 ? 0 : start + ((count - 1L) * stride) + length;
        if (negative || end > available)
            throw new ArgumentException(
                $"CopyBlocks: {name} has {available} elements, too few for {count} blocks of {length} elements, " +
                $"of which the first begins at {start}, and each later one {stride} further on");
    }
}
