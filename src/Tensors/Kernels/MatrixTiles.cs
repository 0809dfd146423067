using System.Numerics;
using System.Runtime.CompilerServices;

namespace Makemore.Tensors;

/// <summary>
/// The innermost loops of a matrix product. A tile is four rows of C, two or three vectors wide; its running sums stay in registers while k
/// runs down the inner dimension. A step loads 3 vectors of B and 4 elements of A for 12 multiply-adds, so memory keeps up. And 12 sums, 3
/// vectors and an element just fit into 16 registers, which is all that AVX2 has.
/// </summary>
internal static class MatrixTiles
{
    /// <summary>No tile has more vectors than this.</summary>
    public const int MostVectors = 12;

    private const int Rows = 4;

    /// <summary>
    /// C = A·B or C += A·B for A (rows, depth), B (depth, 2 or 3 <paramref name="vectors"/>) and C (rows, width), where width is at most
    /// what these vectors hold. The vectors at <paramref name="bias"/> are added to every row of sums.
    /// <paramref name="edge"/> has room for a tile.
    /// </summary>
    public static void Multiply<V, T>(
        int vectors, Matrix<T> a, Matrix<T> b, Matrix<T> c, ref T edge, ref T bias, bool adds, int rows, int depth, int width)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (vectors == 2) Multiply<V, T, Two>(a, b, c, ref edge, ref bias, adds, rows, depth, width);
        else Multiply<V, T, Three>(a, b, c, ref edge, ref bias, adds, rows, depth, width);
    }

    /// <summary>
    /// Whole tiles go straight to C. If C is narrower, a tile may write past the end of a row, because the start of the next row is
    /// computed later; but not past the end of the last row, and not when it adds. Such a tile goes to <paramref name="edge"/> first.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<V, T, W>(
        Matrix<T> a, Matrix<T> b, Matrix<T> c, ref T edge, ref T bias, bool adds, int rows, int depth, int width)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> where W : IVectors
    {
        int room = W.Count * Simd<V, T>.Count, direct = adds && width < room ? 0 : c.RowsWithRoom(rows, width, room) / Rows * Rows;
        MultiplyWhole<V, T, W>(a, b, c, ref bias, adds, direct, depth);
        Matrix<T> tile = new(ref edge, room, 1);
        for (int i = direct; i < rows; i += Rows)
        {
            Matrix<T> part = c.From(i, 0);
            int left = Math.Min(Rows, rows - i);
            if (adds) CopyPart<V, T>(part, tile, left, width);
            MultiplyWhole<V, T, W>(a.From(i, 0), b, tile, ref bias, adds, left, depth);
            CopyPart<V, T>(tile, part, left, width);
        }
    }

    /// <summary>
    /// C (rows, 2 or 3 vectors) from A (rows, depth) and B (depth, 2 or 3 vectors). A last tile that lacks rows repeats A's last, and
    /// C needs room for it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyWhole<V, T, W>(
        Matrix<T> a, Matrix<T> b, Matrix<T> c, ref T bias, bool adds, int rows, int depth)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> where W : IVectors
    {
        int lanes = Simd<V, T>.Count, last = rows - 1;
        nint aStep = a.ColumnStride, bStep = b.RowStride;
        for (int i = 0; i < rows; i += Rows)
        {
            ref T x0 = ref a[i, 0], x1 = ref a[Math.Min(i + 1, last), 0];
            ref T x2 = ref a[Math.Min(i + 2, last), 0], x3 = ref a[Math.Min(i + 3, last), 0];
            ref T y = ref b[0, 0];
            Simd<V, T> c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
            Simd<V, T> c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
            nint offset = 0;
            for (int k = 0; k < depth; k++)
            {
                Simd<V, T> b0 = Simd<V, T>.Load(ref y, 0);
                Simd<V, T> b1 = Simd<V, T>.Load(ref y, lanes);
                Simd<V, T> b2 = W.Count == 3 ? Simd<V, T>.Load(ref y, 2 * lanes) : default;
                MultiplyAdd<V, T, W>(Simd<V, T>.Broadcast(ref x0, offset), b0, b1, b2, ref c00, ref c01, ref c02);
                MultiplyAdd<V, T, W>(Simd<V, T>.Broadcast(ref x1, offset), b0, b1, b2, ref c10, ref c11, ref c12);
                MultiplyAdd<V, T, W>(Simd<V, T>.Broadcast(ref x2, offset), b0, b1, b2, ref c20, ref c21, ref c22);
                MultiplyAdd<V, T, W>(Simd<V, T>.Broadcast(ref x3, offset), b0, b1, b2, ref c30, ref c31, ref c32);
                offset += aStep;
                y = ref Unsafe.Add(ref y, bStep);
            }

            Store<V, T, W>(c00, c01, c02, ref c[i, 0], ref bias, adds);
            Store<V, T, W>(c10, c11, c12, ref c[i + 1, 0], ref bias, adds);
            Store<V, T, W>(c20, c21, c22, ref c[i + 2, 0], ref bias, adds);
            Store<V, T, W>(c30, c31, c32, ref c[i + 3, 0], ref bias, adds);
        }
    }

    /// <summary>One row of a tile: sumⱼ += a·bⱼ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd<V, T, W>(
        Simd<V, T> a, Simd<V, T> b0, Simd<V, T> b1, Simd<V, T> b2, ref Simd<V, T> sum0, ref Simd<V, T> sum1, ref Simd<V, T> sum2)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> where W : IVectors
    {
        sum0 = Simd<V, T>.MultiplyAdd(a, b0, sum0);
        sum1 = Simd<V, T>.MultiplyAdd(a, b1, sum1);
        if (W.Count == 3) sum2 = Simd<V, T>.MultiplyAdd(a, b2, sum2);
    }

    /// <summary>One row of a tile into a row of C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V, T, W>(Simd<V, T> sum0, Simd<V, T> sum1, Simd<V, T> sum2, ref T row, ref T bias, bool adds)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> where W : IVectors
    {
        int lanes = Simd<V, T>.Count;
        if (adds)
        {
            sum0 += Simd<V, T>.Load(ref row, 0);
            sum1 += Simd<V, T>.Load(ref row, lanes);
            if (W.Count == 3) sum2 += Simd<V, T>.Load(ref row, 2 * lanes);
        }

        (sum0 + Simd<V, T>.Load(ref bias, 0)).Store(ref row, 0);
        (sum1 + Simd<V, T>.Load(ref bias, lanes)).Store(ref row, lanes);
        if (W.Count == 3) (sum2 + Simd<V, T>.Load(ref bias, 2 * lanes)).Store(ref row, 2 * lanes);
    }

    /// <summary>Copies (rows, width) elements, and nothing outside them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyPart<V, T>(Matrix<T> from, Matrix<T> to, int rows, int width)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < width; j += Simd<V, T>.Count)
            {
                int count = Math.Min(Simd<V, T>.Count, width - j);
                Simd<V, T>.LoadFirst(ref from[i, 0], j, count).StoreFirst(ref to[i, 0], j, count);
            }
        }
    }

    /// <summary>A number of vectors as a type, so that the compiler makes a loop for each that has no sums for the others.</summary>
    private interface IVectors
    {
        static abstract int Count { get; }
    }

    private readonly struct Two : IVectors
    {
        public static int Count => 2;
    }

    private readonly struct Three : IVectors
    {
        public static int Count => 3;
    }
}
