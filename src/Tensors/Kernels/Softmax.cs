using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

/// <content>
/// Rows of logits. The largest of a row is subtracted before exp, so that nothing overflows; this changes no result. A row that holds NaN
/// or +∞, or nothing but −∞, has no softmax: its results are NaN. Matrices are given row after row, with the number of columns.
/// </content>
public static partial class Kernels
{
    /// <summary>y[i, j] = exp(x[i, j]) / Σₖ exp(x[i, k]), for x and y (rows, columns). y may be the same span as x.</summary>
    /// <exception cref="ArgumentException">The length of x is not a multiple of the columns, or y does not fit.</exception>
    public static void Softmax<T>(ReadOnlySpan<T> x, Span<T> y, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Rows(nameof(Softmax), x.Length, columns);
        Require(nameof(Softmax), "y", y.Length, x.Length);
        Span<T> largest = stackalloc T[SoftmaxBlock], sums = stackalloc T[SoftmaxBlock];
        for (int row = 0; row < rows;) row += SoftmaxRows(x, y, row, columns, largest, sums);
    }

    /// <summary>dx[i, j] = y[i, j]·(dy[i, j] − Σₖ dy[i, k]·y[i, k]), where y = softmax(x), all (rows, columns).</summary>
    /// <exception cref="ArgumentException">The length of y is not a multiple of the columns, or dy or dx differs from it.</exception>
    public static void SoftmaxGradient<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Destination<T> dx, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!dx.IsWanted) return;
        int rows = Rows(nameof(SoftmaxGradient), y.Length, columns);
        Require(nameof(SoftmaxGradient), "dy", dy.Length, y.Length);
        Require(nameof(SoftmaxGradient), "dx", dx.Span.Length, y.Length);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<T> yRow = y.Slice(i * columns, columns), dyRow = dy.Slice(i * columns, columns);
            Map(new SoftmaxGradientFunction<T>(TensorPrimitives.Dot(yRow, dyRow)), yRow, dyRow, dx.Slice(i * columns, columns));
        }
    }

    /// <summary>
    /// y[i] = ln Σⱼ exp(x[i, j]), for x (rows, columns) and y (rows); NaN if the row holds NaN, otherwise ±∞ if that is its largest. Rows
    /// without columns give −∞, the logarithm of an empty sum.
    /// </summary>
    /// <exception cref="ArgumentException">The length of x is not a multiple of the columns, or y does not fit.</exception>
    public static void LogSumExp<T>(ReadOnlySpan<T> x, Span<T> y, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Rows(nameof(LogSumExp), x.Length, columns);
        if (columns == 0) y.Fill(T.NegativeInfinity); // the logarithm of an empty sum
        else Require(nameof(LogSumExp), "y", y.Length, rows);
        Span<T> largest = stackalloc T[SoftmaxBlock], sums = stackalloc T[SoftmaxBlock];
        for (int first = 0, count; first < rows; first += count)
        {
            count = SoftmaxRows(x, default, first, columns, largest, sums);
            for (int i = 0; i < count; i++)
            {
                y[first + i] = T.IsInfinity(largest[i])
                    ? TensorPrimitives.Max(x.Slice((first + i) * columns, columns)) // Unlike SoftmaxRows it finds NaN beside infinities.
                    : largest[i] + T.Log(sums[i]);
            }
        }
    }

    /// <summary>y[i, j] = x[i, j] − ln Σₖ exp(x[i, k]), for x and y (rows, columns). y may be the same span as x.</summary>
    /// <exception cref="ArgumentException">The length of x is not a multiple of the columns, or y does not fit.</exception>
    public static void LogSoftmax<T>(ReadOnlySpan<T> x, Span<T> y, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Rows(nameof(LogSoftmax), x.Length, columns);
        Require(nameof(LogSoftmax), "y", y.Length, x.Length);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<T> row = x.Slice(i * columns, columns);
            T logSumExp = default;
            LogSumExp(row, new Span<T>(ref logSumExp), columns);
            if (T.IsPositiveInfinity(logSumExp)) logSumExp = T.NaN; // There is no softmax: NaN, even where x − ∞ would be −∞.
            TensorPrimitives.Subtract(row, logSumExp, y.Slice(i * columns, columns));
        }
    }

    /// <summary>How many rows <see cref="SoftmaxRows{T}"/> has room for at a time.</summary>
    private const int SoftmaxBlock = 16;

    /// <summary>
    /// Rows of matrices x and y, from <paramref name="first"/> on, as many as <paramref name="largest"/> and <paramref name="sums"/> have
    /// room for: y = exp(x − largest) / sum with sum = Σⱼ exp(x[j] − largest); an empty y is not written.
    /// So ln Σⱼ exp(x[j]) = largest + ln sum. Rows must be computed from the first to the last. Returns how many were computed.
    /// </summary>
    private static int SoftmaxRows<T>(ReadOnlySpan<T> x, Span<T> y, int first, int columns, Span<T> largest, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> from = x[(first * columns)..];
        Span<T> to = y.IsEmpty ? y : y[(first * columns)..];
        int rows = Math.Min(largest.Length, from.Length / columns);
        if (Vector512.IsHardwareAccelerated) SoftmaxRows<Vector512<T>, T>(from, to, columns, largest[..rows], sums[..rows]);
        else if (Vector256.IsHardwareAccelerated) SoftmaxRows<Vector256<T>, T>(from, to, columns, largest[..rows], sums[..rows]);
        else SoftmaxRows<Vector128<T>, T>(from, to, columns, largest[..rows], sums[..rows]);
        return rows;
    }

    /// <summary>
    /// Three short loops over the rows, not one long one. Each step of a row waits for the step before, so the processor works on several
    /// rows at once; and it sees only as far ahead as the next rounds of a short loop.
    /// <para>x and y begin with the first row and end with the matrix. If there is room, the row's last vector is read and written whole:
    /// what it writes past the row's end is the beginning of the next row, which is computed later. Not if y is x, whose next row is still
    /// needed.</para>
    /// <para>Past the row's end, exp is taken of whatever is there, and not counted. Filling in −∞ would be slow, because exp then
    /// underflows.</para>
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftmaxRows<V, T>(ReadOnlySpan<T> x, Span<T> y, int columns, Span<T> largest, Span<T> sums)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref readonly T from = ref MemoryMarshal.GetReference(x);
        ref T to = ref MemoryMarshal.GetReference(y);
        int lanes = Simd<V, T>.Count, last = (columns - 1) / lanes * lanes, rest = columns - last; // The last vector holds 1 to all lanes.

        for (int i = 0, row = 0; i < largest.Length; i++, row += columns)
        {
            // Past the row's end, −∞ is never the largest.
            Simd<V, T> maximum = Simd<V, T>.First(LoadLast<V, T>(x, row + last, rest), rest, T.NegativeInfinity);
            for (int j = row; j < row + last; j += lanes) maximum = Simd<V, T>.MaxNative(maximum, Simd<V, T>.Load(in from, j));
            largest[i] = maximum.Largest();
        }

        for (int i = 0, row = 0; i < sums.Length; i++, row += columns)
        {
            Simd<V, T> shift = Simd<V, T>.Broadcast(largest[i]), tail = Simd.Exp(LoadLast<V, T>(x, row + last, rest) - shift);
            Simd<V, T> total = Simd<V, T>.First(tail, rest, T.Zero);
            for (int j = row; j < row + last; j += lanes)
            {
                Simd<V, T> exp = Simd.Exp(Simd<V, T>.Load(in from, j) - shift);
                if (!y.IsEmpty) exp.Store(ref to, j);
                total += exp;
            }

            sums[i] = total.Sum();
            if (y.IsEmpty) continue;
            if (y.Length >= row + last + lanes && !Unsafe.AreSame(in from, ref to)) tail.Store(ref to, row + last);
            else tail.StoreFirst(ref to, row + last, rest);
        }

        if (y.IsEmpty) return;
        for (int i = 0, row = 0; i < sums.Length; i++, row += columns)
        {
            Simd<V, T> scale = Simd<V, T>.Broadcast(T.One / sums[i]), tail = LoadLast<V, T>(y, row + last, rest);
            for (int j = row; j < row + last; j += lanes) (Simd<V, T>.Load(in to, j) * scale).Store(ref to, j);
            (tail * scale).StoreFirst(ref to, row + last, rest);
        }
    }

    /// <summary>A row's last vector, of which <paramref name="count"/> lanes are the row's; the next row's may follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Simd<V, T> LoadLast<V, T>(ReadOnlySpan<T> x, int at, int count)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref readonly T from = ref MemoryMarshal.GetReference(x);
        return x.Length >= at + Simd<V, T>.Count ? Simd<V, T>.Load(in from, at) : Simd<V, T>.LoadFirst(in from, at, count);
    }

    private readonly struct SoftmaxGradientFunction<T>(T dot) : IFunction2<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Simd<V, T> Of<V>(Simd<V, T> y, Simd<V, T> dy) where V : unmanaged => y * (dy - Simd<V, T>.Broadcast(dot));
    }
}
