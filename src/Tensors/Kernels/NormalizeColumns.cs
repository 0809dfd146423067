using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

/// <content>
/// Columns brought to mean 0 and variance 1. The kernels walk down strips: a strip is a vector of neighbouring columns, whose means and
/// sums stay in registers while the rows go by.
/// </content>
public static partial class Kernels
{
    /// <summary>
    /// means[j] = Σᵢ x[i, j] / rows and variances[j] = Σᵢ (x[i, j] − means[j])² / (rows − correction), for x (rows, columns). The mean
    /// comes first, and the correction is 0 or 1, as in <see cref="Reduction.Variance"/>. NaN if the rows are not more than the correction.
    /// </summary>
    /// <exception cref="ArgumentException">The length of x is not a multiple of the columns, or another span does not fit.</exception>
    public static void ColumnStatistics<T>(ReadOnlySpan<T> x, Span<T> means, Span<T> variances, int columns, int correction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Rows(nameof(ColumnStatistics), x.Length, columns);
        Require(nameof(ColumnStatistics), "means", means.Length, columns);
        Require(nameof(ColumnStatistics), "variances", variances.Length, columns);
        SumRows(x, means, columns);
        TensorPrimitives.Divide(means, T.CreateTruncating(rows), means);
        T divisor = VarianceDivisor<T>(rows, correction);
        if (Vector512.IsHardwareAccelerated) ColumnVariances<Vector512<T>, T>(x, means, variances, rows, columns, divisor);
        else if (Vector256.IsHardwareAccelerated) ColumnVariances<Vector256<T>, T>(x, means, variances, rows, columns, divisor);
        else ColumnVariances<Vector128<T>, T>(x, means, variances, rows, columns, divisor);
    }

    /// <summary>y[i, j] = (x[i, j] − means[j]) / √(variances[j] + ε) · scale[j] + shift[j], for x and y (rows, columns).</summary>
    /// <exception cref="ArgumentException">The length of x is not a multiple of the columns, or another span does not fit.</exception>
    public static void NormalizeColumns<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> means, ReadOnlySpan<T> variances, ReadOnlySpan<T> scale, ReadOnlySpan<T> shift, Span<T> y,
        int columns, T epsilon)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Rows(nameof(NormalizeColumns), x.Length, columns);
        Require(nameof(NormalizeColumns), "means", means.Length, columns);
        Require(nameof(NormalizeColumns), "variances", variances.Length, columns);
        Require(nameof(NormalizeColumns), "scale", scale.Length, columns);
        Require(nameof(NormalizeColumns), "shift", shift.Length, columns);
        Require(nameof(NormalizeColumns), "y", y.Length, x.Length);
        if (Vector512.IsHardwareAccelerated)
            NormalizeStrips<Vector512<T>, T>(x, means, variances, scale, shift, y, rows, columns, epsilon);
        else if (Vector256.IsHardwareAccelerated)
            NormalizeStrips<Vector256<T>, T>(x, means, variances, scale, shift, y, rows, columns, epsilon);
        else NormalizeStrips<Vector128<T>, T>(x, means, variances, scale, shift, y, rows, columns, epsilon);
    }

    /// <summary>
    /// The gradients of <see cref="NormalizeColumns"/>, from dy (rows, columns). With z = (x − means) / √(variances + ε):
    /// dshift[j] = Σᵢ dy[i, j], dscale[j] = Σᵢ dy[i, j]·z[i, j], and dx[i, j] is scale[j] / √(variances[j] + ε) times
    /// dy[i, j] if means and variances are given numbers, or times dy[i, j] − dshift[j] / rows − z[i, j]·dscale[j] / (rows − correction) if
    /// they are what <see cref="ColumnStatistics"/> made of x: then each x moves them too.
    /// </summary>
    /// <param name="x">(rows, columns).</param>
    /// <param name="means">(columns).</param>
    /// <param name="variances">(columns).</param>
    /// <param name="scale">(columns).</param>
    /// <param name="dy">(rows, columns).</param>
    /// <param name="dx">(rows, columns).</param>
    /// <param name="dscale">(columns).</param>
    /// <param name="dshift">(columns).</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="correction">The correction of variances that are x's own; null if means and variances are given numbers.</param>
    /// <exception cref="ArgumentException">The length of x is not a multiple of the columns, or another span does not fit.</exception>
    public static void NormalizeColumnsGradient<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> means, ReadOnlySpan<T> variances, ReadOnlySpan<T> scale, ReadOnlySpan<T> dy,
        Destination<T> dx, Destination<T> dscale, Destination<T> dshift, int columns, T epsilon, int? correction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Rows(nameof(NormalizeColumnsGradient), x.Length, columns);
        Require(nameof(NormalizeColumnsGradient), "means", means.Length, columns);
        Require(nameof(NormalizeColumnsGradient), "variances", variances.Length, columns);
        Require(nameof(NormalizeColumnsGradient), "scale", scale.Length, columns);
        Require(nameof(NormalizeColumnsGradient), "dy", dy.Length, x.Length);
        if (dx.IsWanted) Require(nameof(NormalizeColumnsGradient), "dx", dx.Span.Length, x.Length);
        if (dscale.IsWanted) Require(nameof(NormalizeColumnsGradient), "dscale", dscale.Span.Length, columns);
        if (dshift.IsWanted) Require(nameof(NormalizeColumnsGradient), "dshift", dshift.Span.Length, columns);
        if (Vector512.IsHardwareAccelerated)
            SendStrips<Vector512<T>, T>(
                x, means, variances, scale, dy, dx, dscale, dshift, rows, columns, epsilon, correction);
        else if (Vector256.IsHardwareAccelerated)
            SendStrips<Vector256<T>, T>(
                x, means, variances, scale, dy, dx, dscale, dshift, rows, columns, epsilon, correction);
        else
            SendStrips<Vector128<T>, T>(
                x, means, variances, scale, dy, dx, dscale, dshift, rows, columns, epsilon, correction);
    }

    private static T VarianceDivisor<T>(int rows, int correction) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.CreateTruncating(Math.Max(0, rows - correction));

    private static void ColumnVariances<V, T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> means, Span<T> variances, int rows, int columns, T divisor)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T to = ref MemoryMarshal.GetReference(variances);
        for (int j = 0; j < columns; j += Simd<V, T>.Count)
        {
            int width = Math.Min(columns - j, Simd<V, T>.Count);
            var deviations = new OfColumn<V, T>(LoadPart<V, T>(means, j, width), 1);
            (_, Simd<V, T> squares) = StripSums<V, T, OfColumn<V, T>>(deviations, x, default, j, width, 0, rows, columns);
            StoreLast(squares / Simd<V, T>.Broadcast(divisor), ref to, j, width);
        }
    }

    private static void NormalizeStrips<V, T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> means, ReadOnlySpan<T> variances, ReadOnlySpan<T> scale, ReadOnlySpan<T> shift, Span<T> y,
        int rows, int columns, T epsilon)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T to = ref MemoryMarshal.GetReference(y);
        for (int j = 0; j < columns; j += Simd<V, T>.Count)
        {
            int width = Math.Min(columns - j, Simd<V, T>.Count);
            Simd<V, T> mean = LoadLast<V, T>(means, j, width), moved = LoadLast<V, T>(shift, j, width);
            Simd<V, T> factor = LoadLast<V, T>(scale, j, width) * InverseDeviation<V, T>(variances, j, width, epsilon);
            for (int i = 0, at = j; i < rows; i++, at += columns)
                StoreLast(Simd<V, T>.MultiplyAdd(LoadLast<V, T>(x, at, width) - mean, factor, moved), ref to, at, width);
        }
    }

    /// <summary>Two walks down each strip: the sums, which are the gradients of shift and scale, and then x's gradient.</summary>
    private static void SendStrips<V, T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> means, ReadOnlySpan<T> variances, ReadOnlySpan<T> scale, ReadOnlySpan<T> dy,
        Destination<T> dx, Destination<T> dscale, Destination<T> dshift, int rows, int columns, T epsilon, int? correction)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        var n = Simd<V, T>.Broadcast(T.CreateTruncating(rows));
        var divisor = Simd<V, T>.Broadcast(VarianceDivisor<T>(rows, correction ?? 0));
        for (int j = 0; j < columns; j += Simd<V, T>.Count)
        {
            int width = Math.Min(columns - j, Simd<V, T>.Count);
            Simd<V, T> inverseDeviation = InverseDeviation<V, T>(variances, j, width, epsilon);
            var z = new OfColumn<V, T>(LoadPart<V, T>(means, j, width), inverseDeviation);
            (Simd<V, T> sum, Simd<V, T> product) = StripSums<V, T, OfColumn<V, T>>(z, x, dy, j, width, 0, rows, columns);
            Send(sum, dshift, j, width);
            Send(product, dscale, j, width);
            if (!dx.IsWanted) continue;
            Simd<V, T> factor = LoadPart<V, T>(scale, j, width) * inverseDeviation;
            if (correction is null) SendStrip(dy, factor, dx, j, width, rows, columns);
            else SendStrip(z, x, dy, sum / n, product / divisor, factor, dx, j, width, rows, columns);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SendStrip<V, T>(
        OfColumn<V, T> z, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Simd<V, T> mean, Simd<V, T> meanProduct, Simd<V, T> factor,
        Destination<T> dx, int column, int width, int rows, int columns)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> before = dx.Span;
        ref T to = ref MemoryMarshal.GetReference(dx.Span);
        for (int i = 0, at = column; i < rows; i++, at += columns)
        {
            Simd<V, T> moved = mean + (z.Of(LoadLast<V, T>(x, at, width), row: i) * meanProduct);
            Simd<V, T> sent = (LoadLast<V, T>(dy, at, width) - moved) * factor;
            if (dx.Adds) sent += LoadLast<V, T>(before, at, width);
            StoreLast(sent, ref to, at, width);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SendStrip<V, T>(
        ReadOnlySpan<T> dy, Simd<V, T> factor, Destination<T> dx, int column, int width, int rows, int columns)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> before = dx.Span;
        ref T to = ref MemoryMarshal.GetReference(dx.Span);
        for (int i = 0, at = column; i < rows; i++, at += columns)
        {
            Simd<V, T> sent = LoadLast<V, T>(dy, at, width) * factor;
            if (dx.Adds) sent += LoadLast<V, T>(before, at, width);
            StoreLast(sent, ref to, at, width);
        }
    }

    /// <summary>z = (x − mean) / deviation of a vector of a row.</summary>
    private interface INormal<V, T>
    {
        Simd<V, T> Of(Simd<V, T> x, int row);
    }

    private readonly struct OfColumn<V, T>(Simd<V, T> mean, Simd<V, T> inverseDeviation) : INormal<V, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Simd<V, T> Of(Simd<V, T> x, int row) => (x - mean) * inverseDeviation;
    }

    /// <summary>
    /// For a strip at <paramref name="column"/>, over some of the rows: Σ w and Σ w·z, with z of x. An empty w stands for z itself. Many
    /// rows are added by halves. Two rows go by at a time, because each sum has to wait for the one before.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Simd<V, T> Sum, Simd<V, T> Product) StripSums<V, T, N>(
        N z, ReadOnlySpan<T> x, ReadOnlySpan<T> w, int column, int width, int firstRow, int rows, int columns)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> where N : struct, INormal<V, T>, allows ref struct
    {
        if (rows > RowsInOneSum)
        {
            int half = rows / 2;
            (Simd<V, T> top, Simd<V, T> topProduct) = StripSums<V, T, N>(z, x, w, column, width, firstRow, half, columns);
            (Simd<V, T> low, Simd<V, T> lowProduct) =
                StripSums<V, T, N>(z, x, w, column, width, firstRow + half, rows - half, columns);
            return (top + low, topProduct + lowProduct);
        }

        ref readonly T from = ref MemoryMarshal.GetReference(x), weights = ref MemoryMarshal.GetReference(w);
        Simd<V, T> sum0 = default, sum1 = default, product0 = default, product1 = default;
        int end = firstRow + rows, row = firstRow, at = (firstRow * columns) + column;
        for (; row + 1 < end && at + columns + Simd<V, T>.Count <= x.Length; row += 2, at += 2 * columns)
        {
            Simd<V, T> z0 = z.Of(Simd<V, T>.Load(in from, at), row), z1 = z.Of(Simd<V, T>.Load(in from, at + columns), row + 1);
            Simd<V, T> w0 = w.IsEmpty ? z0 : Simd<V, T>.Load(in weights, at);
            Simd<V, T> w1 = w.IsEmpty ? z1 : Simd<V, T>.Load(in weights, at + columns);
            (sum0, sum1) = (sum0 + w0, sum1 + w1);
            (product0, product1) = (Simd<V, T>.MultiplyAdd(w0, z0, product0), Simd<V, T>.MultiplyAdd(w1, z1, product1));
        }

        for (; row < end; row++, at += columns)
        {
            Simd<V, T> z0 = z.Of(LoadLast<V, T>(x, at, width), row), w0 = w.IsEmpty ? z0 : LoadLast<V, T>(w, at, width);
            (sum0, product0) = (sum0 + w0, Simd<V, T>.MultiplyAdd(w0, z0, product0));
        }

        return (sum0 + sum1, product0 + product1);
    }

    /// <summary>A strip of a row of numbers, one for each column; zeros past the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Simd<V, T> LoadPart<V, T>(ReadOnlySpan<T> x, int at, int width)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> =>
        width == Simd<V, T>.Count ? Simd<V, T>.Load(in MemoryMarshal.GetReference(x), at) : LoadFewer<V, T>(x, at, width);

    // Not in line, like the walks down a strip: a method is then small enough for the compiler to put all else in line, which it must.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Simd<V, T> LoadFewer<V, T>(ReadOnlySpan<T> x, int at, int width)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> =>
        Simd<V, T>.LoadFirst(in MemoryMarshal.GetReference(x), at, width);

    /// <summary>1 / √(variances + ε).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Simd<V, T> InverseDeviation<V, T>(ReadOnlySpan<T> variances, int at, int width, T epsilon)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> =>
        1 / Simd.Sqrt(LoadLast<V, T>(variances, at, width) + Simd<V, T>.Broadcast(epsilon));

    /// <summary>The sums of a strip, to where they go.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Send<V, T>(Simd<V, T> sums, Destination<T> destination, int at, int width)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!destination.IsWanted) return;
        if (destination.Adds) sums += LoadPart<V, T>(destination.Span, at, width);
        StoreLast(sums, ref MemoryMarshal.GetReference(destination.Span), at, width);
    }

    /// <summary>Writes the lanes of a strip that are its own; a last strip may have fewer than a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLast<V, T>(Simd<V, T> lanes, ref T start, int at, int width)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (width == Simd<V, T>.Count) lanes.Store(ref start, at);
        else lanes.StoreFirst(ref start, at, width);
    }
}
