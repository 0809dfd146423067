using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

/// <content>
/// Rows of logits. The largest of a row is subtracted before exp, which changes no result and overflows nowhere. A row that holds NaN or
/// +∞, or −∞ alone, has no softmax: its results are NaN. Matrices are given row after row with the number of columns.
/// </content>
public static partial class Kernels
{
    /// <summary>y[i, j] = exp(x[i, j]) / Σₖ exp(x[i, k]), for x and y (rows, columns). y may be the same span as x.</summary>
    /// <exception cref="ArgumentException">x is not whole rows.</exception>
    public static void Softmax<T>(ReadOnlySpan<T> x, Span<T> y, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Rows(nameof(Softmax), x.Length, columns);
        for (int i = 0; i < rows; i++) SoftmaxRow(x, y, i, columns, out _, out _);
    }

    /// <summary>dx[i, j] = y[i, j]·(dy[i, j] − Σₖ dy[i, k]·y[i, k]), where y = softmax(x), all (rows, columns).</summary>
    /// <exception cref="ArgumentException">y is not whole rows.</exception>
    public static void SoftmaxGradient<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Destination<T> dx, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!dx.IsWanted) return;
        int rows = Rows(nameof(SoftmaxGradient), y.Length, columns);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<T> yRow = y.Slice(i * columns, columns), dyRow = dy.Slice(i * columns, columns);
            Map(new SoftmaxGradientFunction<T>(TensorPrimitives.Dot(yRow, dyRow)), yRow, dyRow, Row(dx, i, columns));
        }
    }

    /// <summary>y[i] = ln Σⱼ exp(x[i, j]), for x (rows, columns) and y (rows); ±∞ where that is the row's largest.</summary>
    /// <exception cref="ArgumentException">x is not whole rows.</exception>
    public static void LogSumExp<T>(ReadOnlySpan<T> x, Span<T> y, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Rows(nameof(LogSumExp), x.Length, columns);
        for (int i = 0; i < rows; i++) y[i] = LogSumExpRow(x, i, columns);
    }

    /// <summary>y[i, j] = x[i, j] − ln Σₖ exp(x[i, k]), for x and y (rows, columns). y may be the same span as x.</summary>
    /// <exception cref="ArgumentException">x is not whole rows.</exception>
    public static void LogSoftmax<T>(ReadOnlySpan<T> x, Span<T> y, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Rows(nameof(LogSoftmax), x.Length, columns);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<T> row = x.Slice(i * columns, columns);
            TensorPrimitives.Subtract(row, LogSumExpRow(x, i, columns), y.Slice(i * columns, columns));
        }
    }

    private static int Rows(string operation, int length, int columns) => columns > 0 && length % columns == 0
        ? length / columns
        : throw new ArgumentException($"{operation}: {length} elements are not whole rows of {columns} columns");

    private static Destination<T> Row<T>(Destination<T> matrix, int row, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> span = matrix.Span.Slice(row * columns, columns);
        return matrix.Adds ? Destination<T>.AddTo(span) : Destination<T>.Overwrite(span);
    }

    /// <summary>ln Σⱼ exp(x[row, j]).</summary>
    private static T LogSumExpRow<T>(ReadOnlySpan<T> x, int row, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        SoftmaxRow(x, default, row, columns, out T largest, out T sum);
        return T.IsInfinity(largest) ? largest : largest + T.Log(sum);
    }

    /// <summary>
    /// One row of matrices x and y: y = exp(x − largest) / sum with sum = Σⱼ exp(x[j] − largest); an empty y is not written.
    /// So ln Σⱼ exp(x[j]) = largest + ln sum. Rows are to be computed from the first to the last.
    /// </summary>
    private static void SoftmaxRow<T>(ReadOnlySpan<T> x, Span<T> y, int row, int columns, out T largest, out T sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> from = x[(row * columns)..];
        Span<T> to = y.IsEmpty ? y : y[(row * columns)..];
        if (Vector512.IsHardwareAccelerated) SoftmaxRow<Vector512<T>, T>(from, to, columns, out largest, out sum);
        else if (Vector256.IsHardwareAccelerated) SoftmaxRow<Vector256<T>, T>(from, to, columns, out largest, out sum);
        else SoftmaxRow<Vector128<T>, T>(from, to, columns, out largest, out sum);
    }

    /// <summary>
    /// x and y begin with the row and end with the matrix. Where there is room, the row's last vector is read and written whole: what it
    /// writes behind the row's end is the beginning of the next row, which is computed later. Not so where y is x, whose next row is still needed.
    /// </summary>
    private static void SoftmaxRow<V, T>(ReadOnlySpan<T> x, Span<T> y, int columns, out T largest, out T sum)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref readonly T from = ref MemoryMarshal.GetReference(x);
        ref T to = ref MemoryMarshal.GetReference(y);
        bool keeps = y.Length > 0;
        int last = (columns - 1) / Simd<V, T>.Count * Simd<V, T>.Count, rest = columns - last; // The last vector holds 1 to all lanes.
        bool hasRoom = x.Length >= last + Simd<V, T>.Count;

        // Behind the row's end, −∞ is never the largest, and its exp adds 0.
        Simd<V, T> tail = Simd<V, T>.First(
            hasRoom ? Simd<V, T>.Load(in from, last) : Simd<V, T>.LoadFirst(in from, last, rest), rest, T.NegativeInfinity);
        Simd<V, T> maximum = tail;
        for (int j = 0; j < last; j += Simd<V, T>.Count) maximum = Simd<V, T>.MaxNative(maximum, Simd<V, T>.Load(in from, j));
        largest = maximum.Largest();

        Simd<V, T> shift = Simd<V, T>.Broadcast(largest);
        tail = Exp(tail - shift);
        Simd<V, T> total = tail;
        for (int j = 0; j < last; j += Simd<V, T>.Count)
        {
            Simd<V, T> exp = Exp(Simd<V, T>.Load(in from, j) - shift);
            if (keeps) exp.Store(ref to, j);
            total += exp;
        }

        sum = total.Sum();
        if (!keeps) return;
        Simd<V, T> scale = Simd<V, T>.Broadcast(T.One / sum);
        for (int j = 0; j < last; j += Simd<V, T>.Count) (Simd<V, T>.Load(in to, j) * scale).Store(ref to, j);
        if (hasRoom && !Unsafe.AreSame(in from, ref to)) (tail * scale).Store(ref to, last);
        else (tail * scale).StoreFirst(ref to, last, rest);
    }

    private readonly struct SoftmaxGradientFunction<T>(T dot) : IFunction2<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Simd<V, T> Of<V>(Simd<V, T> y, Simd<V, T> dy) where V : unmanaged => y * (dy - Simd<V, T>.Broadcast(dot));
    }
}
