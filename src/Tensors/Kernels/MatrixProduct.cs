using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

/// <summary>
/// C = A·B for matrices with any strides, so that a product with a transpose is the same work.
/// <para>B is cut into panels: a block of its rows, and as many of its columns as fill two or three vectors. <see cref="MatrixTiles"/>
/// makes a strip of C from one panel and all rows of A.</para>
/// <para>An element of C is summed over the inner dimension in order, block after block, whatever is computed next to it. So rows may be
/// computed separately, <c>Compute(a.From(row, 0), b, ...)</c>, and come out the same to the last bit.</para>
/// </summary>
/// <remarks>
/// The methods ask for full optimization at once: they are loops, which the runtime would first run slowly to learn about them.
/// </remarks>
internal static class MatrixProduct
{
    /// <summary>Products in one running sum: rounding errors grow with a sum's length, and a panel this deep stays in the cache.</summary>
    private const int InnerBlock = 256;

    /// <summary>With more rows than this, copying each panel into one piece pays, even if its vectors could be read from B.</summary>
    private const int RowsThatPayForCopying = 64;

    /// <summary>
    /// C (rows, columns) becomes, or grows by, A·B for A (rows, inner) and B (inner, columns); <paramref name="bias"/> (columns), unless
    /// it is empty, is added to every row of finished sums.
    /// </summary>
    public static void Compute<T>(
        Matrix<T> a, Matrix<T> b, Destination<T> c, int rows, int inner, int columns, ReadOnlySpan<T> bias = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (inner == 0) c.Accumulator(); // an empty sum is 0

        // A tile is at least two vectors wide: the widest vectors that a row of C fills more than one of.
        if (Vector512.IsHardwareAccelerated && columns > Vector512<T>.Count) Compute<Vector512<T>, T>(a, b, c, rows, inner, columns, bias);
        else if (Vector256.IsHardwareAccelerated && columns > Vector256<T>.Count)
            Compute<Vector256<T>, T>(a, b, c, rows, inner, columns, bias);
        else Compute<Vector128<T>, T>(a, b, c, rows, inner, columns, bias);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compute<V, T>(Matrix<T> a, Matrix<T> b, Destination<T> c, int rows, int inner, int columns, ReadOnlySpan<T> bias)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Simd<V, T>.Count, widest = 3 * lanes, deepest = Math.Min(inner, InnerBlock);
        Matrix<T> result = Matrix<T>.Of(c.Span, columns);

        // The shared pool keeps arrays for each thread: after the first product, nothing is allocated.
        T[] scratch = ArrayPool<T>.Shared.Rent(((deepest + 1) * widest) + (MatrixTiles.MostVectors * lanes));
        Span<T> panelBias = scratch.AsSpan(deepest * widest, widest);
        ref T edge = ref scratch[(deepest + 1) * widest];
        for (int k = 0; k < inner; k += InnerBlock)
        {
            int depth = Math.Min(InnerBlock, inner - k);
            bool adds = c.Adds || k > 0;
            int vectors;

            // From right to left: what a tile writes past the end of a row is the beginning of the next row, which is computed later.
            for (int end = Math.Max(2, (columns + lanes - 1) / lanes); end > 0; end -= vectors)
            {
                vectors = VectorsOfLastPanel(end);
                int j = (end - vectors) * lanes, width = Math.Min(vectors * lanes, columns - j);
                Matrix<T> panel = b.From(k, j);
                if (b.ColumnStride != 1 || width < vectors * lanes || rows > RowsThatPayForCopying)
                {
                    panel = new Matrix<T>(ref scratch[0], vectors * lanes, 1);
                    MatrixPanel.Copy<V, T>(b.From(k, j), panel, depth, width);
                }

                panelBias.Clear();
                if (k + depth == inner && !bias.IsEmpty) bias.Slice(j, width).CopyTo(panelBias);
                MatrixTiles.Multiply<V, T>(
                    vectors, a.From(0, k), panel, result.From(0, j), ref edge, ref panelBias[0], adds, rows, depth, width);
            }
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    /// <summary>Three vectors make the best tiles. But four are 2 + 2: one alone has too few sums to keep the multipliers busy.</summary>
    private static int VectorsOfLastPanel(int vectors) => vectors == 4 ? 2 : Math.Min(vectors, 3);
}
