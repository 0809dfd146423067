using System.Numerics;
using System.Runtime.CompilerServices;

namespace Makemore.Tensors;

/// <summary>
/// The innermost loops of a matrix product. Four rows of C at a time, and two or three vectors wide, the running sums stay in registers
/// while k runs down the inner dimension. A step loads 3 vectors of B and 4 elements of A for 12 multiply-adds, so memory keeps up; and 12
/// sums, 3 vectors and an element just fit into 16 registers, where there are no more. One vector wide, it is eight rows: a multiply-add
/// takes four cycles and two begin in each, so fewer than eight sums would wait for themselves.
/// </summary>
internal static class MatrixTiles
{
    /// <summary>No tile has more vectors than this.</summary>
    public const int MostVectors = 12;

    private const int Rows = 4, RowsOfNarrow = 8;

    /// <summary>
    /// C = A·B or C += A·B for A (rows, depth), B (depth, 1 to 3 <paramref name="vectors"/>) and C (rows, width), where width is what these
    /// vectors hold or less. The vectors at <paramref name="bias"/> are added to every row of sums.
    /// <paramref name="edge"/> has room for a tile.
    /// </summary>
    public static void Multiply<V, T>(
        int vectors, Matrix<T> a, Matrix<T> b, Matrix<T> c, ref T edge, ref T bias, bool adds, int rows, int depth, int width)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (vectors == 1) Multiply<V, T, One>(a, b, c, ref edge, ref bias, adds, rows, depth, width);
        else if (vectors == 2) Multiply<V, T, Two>(a, b, c, ref edge, ref bias, adds, rows, depth, width);
        else Multiply<V, T, Three>(a, b, c, ref edge, ref bias, adds, rows, depth, width);
    }

    /// <summary>
    /// Whole tiles go straight to C. Where C is narrower they may write behind its rows, because what follows a row is computed later; but
    /// not behind its last row, and not when they add. Such tiles take the way over <paramref name="edge"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<V, T, W>(
        Matrix<T> a, Matrix<T> b, Matrix<T> c, ref T edge, ref T bias, bool adds, int rows, int depth, int width)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> where W : IVectors
    {
        int room = W.Count * Simd<V, T>.Count, rowsOfTile = W.Count == 1 ? RowsOfNarrow : Rows;
        int direct = W.Count == 1 || (adds && width < room) ? 0 : c.RowsWithRoom(rows, width, room) / Rows * Rows;
        if (W.Count > 1) MultiplyWide<V, T, W>(a, b, c, ref bias, adds, direct, depth);
        Matrix<T> sums = new(ref edge, room, 1);
        for (int i = direct; i < rows; i += rowsOfTile)
        {
            int left = Math.Min(rowsOfTile, rows - i);
            if (W.Count == 1) MultiplyNarrow<V, T>(a.From(i, 0), b, sums, ref bias, left, depth);
            else MultiplyWide<V, T, W>(a.From(i, 0), b, sums, ref bias, false, left, depth);
            CopyEdge<V, T>(sums, c.From(i, 0), adds, left, width);
        }
    }

    /// <summary>A tile C (8, 1 vector) from A (up to 8 rows, depth) and B (depth, 1 vector). Rows that A lacks are its last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyNarrow<V, T>(Matrix<T> a, Matrix<T> b, Matrix<T> c, ref T bias, int rows, int depth)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        int last = rows - 1;
        nint aStep = a.ColumnStride, bStep = b.RowStride;
        ref T x0 = ref a[0, 0], x1 = ref a[Math.Min(1, last), 0], x2 = ref a[Math.Min(2, last), 0], x3 = ref a[Math.Min(3, last), 0];
        ref T x4 = ref a[Math.Min(4, last), 0], x5 = ref a[Math.Min(5, last), 0];
        ref T x6 = ref a[Math.Min(6, last), 0], x7 = ref a[Math.Min(7, last), 0];
        ref T y = ref b[0, 0];
        Simd<V, T> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        nint offset = 0;
        for (int k = 0; k < depth; k++)
        {
            Simd<V, T> row = Simd<V, T>.Load(ref y, 0);
            c0 = Simd<V, T>.MultiplyAdd(Simd<V, T>.Broadcast(ref x0, offset), row, c0);
            c1 = Simd<V, T>.MultiplyAdd(Simd<V, T>.Broadcast(ref x1, offset), row, c1);
            c2 = Simd<V, T>.MultiplyAdd(Simd<V, T>.Broadcast(ref x2, offset), row, c2);
            c3 = Simd<V, T>.MultiplyAdd(Simd<V, T>.Broadcast(ref x3, offset), row, c3);
            c4 = Simd<V, T>.MultiplyAdd(Simd<V, T>.Broadcast(ref x4, offset), row, c4);
            c5 = Simd<V, T>.MultiplyAdd(Simd<V, T>.Broadcast(ref x5, offset), row, c5);
            c6 = Simd<V, T>.MultiplyAdd(Simd<V, T>.Broadcast(ref x6, offset), row, c6);
            c7 = Simd<V, T>.MultiplyAdd(Simd<V, T>.Broadcast(ref x7, offset), row, c7);
            offset += aStep;
            y = ref Unsafe.Add(ref y, bStep);
        }

        Simd<V, T> shift = Simd<V, T>.Load(ref bias, 0);
        (c0 + shift).Store(ref c[0, 0], 0);
        (c1 + shift).Store(ref c[1, 0], 0);
        (c2 + shift).Store(ref c[2, 0], 0);
        (c3 + shift).Store(ref c[3, 0], 0);
        (c4 + shift).Store(ref c[4, 0], 0);
        (c5 + shift).Store(ref c[5, 0], 0);
        (c6 + shift).Store(ref c[6, 0], 0);
        (c7 + shift).Store(ref c[7, 0], 0);
    }

    /// <summary>
    /// C (rows, 2 or 3 vectors) from A (rows, depth) and B (depth, 2 or 3 vectors). A last tile that lacks rows repeats A's last.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyWide<V, T, W>(
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

    /// <summary>A tile's sums (rows, width) into C, and nothing beside it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyEdge<V, T>(Matrix<T> sums, Matrix<T> c, bool adds, int rows, int width)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Simd<V, T>.Count;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < width; j += lanes)
            {
                int count = Math.Min(lanes, width - j);
                Simd<V, T> sum = Simd<V, T>.Load(ref sums[i, 0], j);
                if (adds) sum += Simd<V, T>.LoadFirst(ref c[i, 0], j, count);
                sum.StoreFirst(ref c[i, 0], j, count);
            }
        }
    }

    /// <summary>A number of vectors as a type, so that the compiler makes a loop for each that has no sums for the others.</summary>
    private interface IVectors
    {
        static abstract int Count { get; }
    }

    private readonly struct One : IVectors
    {
        public static int Count => 1;
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
