using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Makemore.Tensors;

/// <summary>
/// Copies part of a matrix into a panel, whose rows are whole vectors, one after another. Columns of the panel past the width of the part
/// may hold anything: each column of a product has its own sums, and the sums of these columns are not kept.
/// </summary>
internal static class MatrixPanel
{
    /// <summary>Rows and columns of a block that is transposed in registers.</summary>
    private const int Block = 4;

    /// <summary>Copies B (depth, width), of which either the rows or the columns lie in one piece.</summary>
    public static void Copy<V, T>(Matrix<T> b, Matrix<T> panel, int depth, int width)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (b.ColumnStride == 1) CopyRows<V, T>(b, panel, depth, width);
        else CopyColumns(b, panel, depth, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows<V, T>(Matrix<T> b, Matrix<T> panel, int depth, int width)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Simd<V, T>.Count, wholeRows = b.RowsWithRoom(depth, width, panel.RowStride);
        for (int k = 0; k < wholeRows; k++)
            for (int j = 0; j < width; j += lanes) Simd<V, T>.Load(ref b[k, 0], j).Store(ref panel[k, 0], j);
        for (int k = wholeRows; k < depth; k++)
            for (int j = 0; j < width; j += lanes)
                Simd<V, T>.LoadFirst(ref b[k, 0], j, Math.Min(lanes, width - j)).Store(ref panel[k, 0], j);
    }

    /// <summary>Turns columns into rows, as many columns at a time as 128 bits hold; if fewer are left, the last is repeated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyColumns<T>(Matrix<T> b, Matrix<T> panel, int depth, int width) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int last = width - 1;
        for (int j = 0; j < width; j += Vector128<T>.Count)
        {
            ref T x0 = ref b[0, j], x1 = ref b[0, Math.Min(j + 1, last)];
            ref T x2 = ref b[0, Math.Min(j + 2, last)], x3 = ref b[0, Math.Min(j + 3, last)];
            if (typeof(T) == typeof(float) && Sse.IsSupported && depth >= Block)
            {
                // The last block ends with the columns: it may repeat some of the block before.
                for (int k = 0; k < depth; k += Block)
                    TransposeBlock(ref x0, ref x1, ref x2, ref x3, Math.Min(k, depth - Block), ref panel[0, j], panel.RowStride);
                continue;
            }

            ref T to = ref panel[0, j];
            for (int k = 0; k < depth; k++)
            {
                Vector128<T> row = Vector128.CreateScalar(Unsafe.Add(ref x0, k)).WithElement(1, Unsafe.Add(ref x1, k));
                if (Vector128<T>.Count > 2) row = row.WithElement(2, Unsafe.Add(ref x2, k)).WithElement(3, Unsafe.Add(ref x3, k));
                row.StoreUnsafe(ref to);
                to = ref Unsafe.Add(ref to, panel.RowStride);
            }
        }
    }

    /// <summary>Four elements of each of four columns, from k on, become the rows k to k + 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlock<T>(ref T x0, ref T x1, ref T x2, ref T x3, int k, ref T panel, int rowStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector128<float> a = Vector128.LoadUnsafe(ref x0, (nuint)k).AsSingle(), b = Vector128.LoadUnsafe(ref x1, (nuint)k).AsSingle();
        Vector128<float> c = Vector128.LoadUnsafe(ref x2, (nuint)k).AsSingle(), d = Vector128.LoadUnsafe(ref x3, (nuint)k).AsSingle();
        Vector128<float> ab01 = Sse.UnpackLow(a, b), ab23 = Sse.UnpackHigh(a, b); // a0 b0 a1 b1, a2 b2 a3 b3
        Vector128<float> cd01 = Sse.UnpackLow(c, d), cd23 = Sse.UnpackHigh(c, d);
        ref T row = ref Unsafe.Add(ref panel, (nint)k * rowStride);
        Sse.MoveLowToHigh(ab01, cd01).As<float, T>().StoreUnsafe(ref row); // a0 b0 c0 d0
        Sse.MoveHighToLow(cd01, ab01).As<float, T>().StoreUnsafe(ref row, (nuint)rowStride); // a1 b1 c1 d1
        Sse.MoveLowToHigh(ab23, cd23).As<float, T>().StoreUnsafe(ref row, (nuint)(2 * rowStride));
        Sse.MoveHighToLow(cd23, ab23).As<float, T>().StoreUnsafe(ref row, (nuint)(3 * rowStride));
    }
}
