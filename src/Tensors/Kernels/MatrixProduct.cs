using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

/// <summary>
/// C = A·B for matrices with any strides, so that a product with a transpose is the same work.
/// B is cut into panels: at most <see cref="InnerBlock"/> rows, and as many columns as one to three vectors hold. A panel is copied so that its rows
/// are whole vectors one after the other. Then, four rows of C at a time, 4 x 3 running sums stay in registers while k runs down the panel:
/// each step loads 3 vectors of B and 4 elements of A for 12 multiply-adds, and memory keeps up.
/// Every element of C is summed in the same order, whatever rows are computed with it: over k in a block, then block after block.
/// </summary>
internal static class MatrixProduct
{
    /// <summary>The products in a running sum before it is added to C: rounding errors grow with the length of a sum, and a panel should stay in the cache.</summary>
    private const int InnerBlock = 256;

    private const int TileRows = 4;

    public static void Compute<T>(Matrix<T> a, Matrix<T> b, Destination<T> c, int rows, int inner, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rows == 0 || columns == 0) return;
        if (inner == 0)
        {
            c.Accumulator();
            return;
        }

        Matrix<T> result = Matrix<T>.Of(c.Span, columns);
        if (Vector512.IsHardwareAccelerated) Compute<Vector512<T>, T>(a, b, result, c.Adds, rows, inner, columns);
        else if (Vector256.IsHardwareAccelerated) Compute<Vector256<T>, T>(a, b, result, c.Adds, rows, inner, columns);
        else Compute<Vector128<T>, T>(a, b, result, c.Adds, rows, inner, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compute<V, T>(Matrix<T> a, Matrix<T> b, Matrix<T> c, bool adds, int rows, int inner, int columns)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Simd<V, T>.Count;
        T[] scratch = ArrayPool<T>.Shared.Rent((Math.Min(inner, InnerBlock) + TileRows) * 3 * lanes);
        for (int k = 0; k < inner; k += InnerBlock)
        {
            int depth = Math.Min(InnerBlock, inner - k);
            int vectors;
            for (int end = (columns + lanes - 1) / lanes; end > 0; end -= vectors)
            {
                vectors = PanelVectors(end);
                int j = (end - vectors) * lanes, width = Math.Min(vectors * lanes, columns - j);
                Matrix<T> panel = b.From(k, j);
                if (b.ColumnStride != 1 || width % lanes != 0 || rows > 64)
                {
                    panel = new Matrix<T>(ref scratch[0], vectors * lanes, 1);
                    if (b.ColumnStride == 1) Copy<V, T>(b.From(k, j), panel, depth, width);
                    else Transpose(b.From(k, j), panel, depth, width);
                }

                Matrix<T> edge = new(ref scratch[Math.Min(inner, InnerBlock) * 3 * lanes], 3 * lanes, 1);
                Matrix<T> left = a.From(0, k), result = c.From(0, j);
                if (vectors == 1) MultiplyPanel<V, T, One>(left, panel, result, edge, adds || k > 0, rows, depth, width);
                else if (vectors == 2) MultiplyPanel<V, T, Two>(left, panel, result, edge, adds || k > 0, rows, depth, width);
                else MultiplyPanel<V, T, Three>(left, panel, result, edge, adds || k > 0, rows, depth, width);
            }
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    /// <summary>Three vectors; but the last four are 2 + 2, because a panel of one vector has too few sums to keep the multipliers busy.</summary>
    private static int PanelVectors(int vectorsLeft) => vectorsLeft == 4 ? 2 : Math.Min(vectorsLeft, 3);

    /// <summary>Of a matrix (rows, width), the leading rows in which as many elements as <paramref name="room"/> lie before the matrix ends.</summary>
    private static int RowsWithRoom<T>(Matrix<T> matrix, int rows, int width, int room) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lastStart = ((rows - 1) * matrix.RowStride) + width - room;
        return lastStart < 0 ? 0 : (lastStart / matrix.RowStride) + 1;
    }

    /// <summary>
    /// Copies B (depth, width) into a panel. Whole vectors are read as long as what lies behind a row is still inside B: the columns behind
    /// the width may hold anything, their sums are not kept.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<V, T>(Matrix<T> b, Matrix<T> panel, int depth, int width)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Simd<V, T>.Count, wholeRows = RowsWithRoom(b, depth, width, panel.RowStride);
        for (int k = 0; k < wholeRows; k++)
        {
            ref T from = ref b[k, 0], to = ref panel[k, 0];
            for (int j = 0; j < width; j += lanes) Simd<V, T>.Load(ref from, j).Store(ref to, j);
        }

        for (int k = wholeRows; k < depth; k++)
        {
            ref T from = ref b[k, 0], to = ref panel[k, 0];
            for (int j = 0; j < width; j += lanes) Simd<V, T>.LoadFirst(ref from, j, Math.Min(lanes, width - j)).Store(ref to, j);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose<T>(Matrix<T> b, Matrix<T> panel, int depth, int width) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector128<T>.Count;
        for (int j = 0; j < width; j += lanes)
        {
            int last = width - j - 1;
            ref T x0 = ref b[0, j], x1 = ref b[0, j + Math.Min(1, last)], x2 = ref b[0, j + Math.Min(2, last)], x3 = ref b[0, j + Math.Min(3, last)];
            ref T to = ref panel[0, j];
            for (int k = 0; k < depth; k++)
            {
                if (typeof(T) == typeof(float))
                {
                    Vector128.Create((float)(object)Unsafe.Add(ref x0, k), (float)(object)Unsafe.Add(ref x1, k), (float)(object)Unsafe.Add(ref x2, k), (float)(object)Unsafe.Add(ref x3, k))
                       .StoreUnsafe(ref Unsafe.As<T, float>(ref to));
                }
                else
                {
                    Vector128.Create((double)(object)Unsafe.Add(ref x0, k), (double)(object)Unsafe.Add(ref x1, k)).StoreUnsafe(ref Unsafe.As<T, double>(ref to));
                }

                to = ref Unsafe.Add(ref to, panel.RowStride);
            }
        }
    }

    /// <summary>C = A·B or C += A·B for A (rows, depth), B (depth, width) and C (rows, width), where a row of B fills W vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyPanel<V, T, W>(
        Matrix<T> a, Matrix<T> b, Matrix<T> c, Matrix<T> edge, bool adds, int rows, int depth, int width)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> where W : IVectors
    {
        int wholeRows = adds ? 0 : RowsWithRoom(c, rows, width, W.Count * Simd<V, T>.Count) / TileRows * TileRows;
        MultiplyTiles<V, T, W>(a, b, c, wholeRows, depth);
        for (int i = wholeRows; i < rows; i += TileRows)
        {
            int tileRows = Math.Min(TileRows, rows - i);
            MultiplyTiles<V, T, W>(a.From(i, 0), b, edge, tileRows, depth);
            WriteEdge<V, T>(edge, c.From(i, 0), adds, tileRows, width);
        }
    }

    /// <summary>C = A·B for A (rows, depth), B (depth, W vectors) and C (4, W vectors). With fewer rows than 4 the last one is repeated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTiles<V, T, W>(Matrix<T> a, Matrix<T> b, Matrix<T> c, int rows, int depth)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> where W : IVectors
    {
        int lanes = Simd<V, T>.Count;
        nint aStep = a.ColumnStride, bStep = b.RowStride;
        for (int i = 0; i < rows; i += TileRows)
        {
            int last = rows - 1;
            ref T x0 = ref a[i, 0], x1 = ref a[Math.Min(i + 1, last), 0], x2 = ref a[Math.Min(i + 2, last), 0], x3 = ref a[Math.Min(i + 3, last), 0];
            ref T y = ref b[0, 0];
            Simd<V, T> c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
            Simd<V, T> c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
            nint offset = 0;
            for (int k = 0; k < depth; k++)
            {
                Simd<V, T> b0 = Simd<V, T>.Load(ref y, 0);
                Simd<V, T> b1 = W.Count > 1 ? Simd<V, T>.Load(ref y, lanes) : default;
                Simd<V, T> b2 = W.Count > 2 ? Simd<V, T>.Load(ref y, 2 * lanes) : default;
                Simd<V, T> a0 = Simd<V, T>.Broadcast(ref x0, offset);
                c00 = Simd<V, T>.MultiplyAdd(a0, b0, c00);
                if (W.Count > 1) c01 = Simd<V, T>.MultiplyAdd(a0, b1, c01);
                if (W.Count > 2) c02 = Simd<V, T>.MultiplyAdd(a0, b2, c02);
                Simd<V, T> a1 = Simd<V, T>.Broadcast(ref x1, offset);
                c10 = Simd<V, T>.MultiplyAdd(a1, b0, c10);
                if (W.Count > 1) c11 = Simd<V, T>.MultiplyAdd(a1, b1, c11);
                if (W.Count > 2) c12 = Simd<V, T>.MultiplyAdd(a1, b2, c12);
                Simd<V, T> a2 = Simd<V, T>.Broadcast(ref x2, offset);
                c20 = Simd<V, T>.MultiplyAdd(a2, b0, c20);
                if (W.Count > 1) c21 = Simd<V, T>.MultiplyAdd(a2, b1, c21);
                if (W.Count > 2) c22 = Simd<V, T>.MultiplyAdd(a2, b2, c22);
                Simd<V, T> a3 = Simd<V, T>.Broadcast(ref x3, offset);
                c30 = Simd<V, T>.MultiplyAdd(a3, b0, c30);
                if (W.Count > 1) c31 = Simd<V, T>.MultiplyAdd(a3, b1, c31);
                if (W.Count > 2) c32 = Simd<V, T>.MultiplyAdd(a3, b2, c32);
                offset += aStep;
                y = ref Unsafe.Add(ref y, bStep);
            }

            Store<V, T, W>(ref c[i, 0], c00, c01, c02);
            Store<V, T, W>(ref c[i + 1, 0], c10, c11, c12);
            Store<V, T, W>(ref c[i + 2, 0], c20, c21, c22);
            Store<V, T, W>(ref c[i + 3, 0], c30, c31, c32);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V, T, W>(ref T row, Simd<V, T> sum0, Simd<V, T> sum1, Simd<V, T> sum2)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> where W : IVectors
    {
        sum0.Store(ref row, 0);
        if (W.Count > 1) sum1.Store(ref row, Simd<V, T>.Count);
        if (W.Count > 2) sum2.Store(ref row, 2 * Simd<V, T>.Count);
    }

    /// <summary>A tile's sums (rows, width) into C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteEdge<V, T>(Matrix<T> sums, Matrix<T> c, bool adds, int rows, int width)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Simd<V, T>.Count, whole = width / lanes * lanes;
        for (int i = 0; i < rows; i++)
        {
            ref T to = ref c[i, 0];
            ref T from = ref sums[i, 0];
            for (int j = 0; j < whole; j += lanes)
            {
                Simd<V, T> sum = Simd<V, T>.Load(ref from, j);
                if (adds) sum = Simd<V, T>.Load(ref to, j) + sum;
                sum.Store(ref to, j);
            }

            if (whole < width)
            {
                Simd<V, T> sum = Simd<V, T>.Load(ref from, whole);
                if (adds) sum = Simd<V, T>.LoadFirst(ref to, whole, width - whole) + sum;
                sum.StoreFirst(ref to, whole, width - whole);
            }
        }
    }

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
