using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

/// <content>Rows brought to mean 0 and variance 1.</content>
public static partial class Kernels
{
    /// <summary>
    /// y[i, j] = z[i, j] · scale[j] + shift[j] with z[i, j] = (x[i, j] − means[i]) · inverses[i], for x and y (rows, columns), where
    /// means[i] = Σⱼ x[i, j] / columns and inverses[i] = 1 / √(Σⱼ (x[i, j] − means[i])² / columns + ε) are left for the gradient.
    /// </summary>
    /// <exception cref="ArgumentException">The length of x is not a multiple of the columns, or another span does not fit.</exception>
    public static void NormalizeRows<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> scale, ReadOnlySpan<T> shift, Span<T> y, Span<T> means, Span<T> inverses, int columns, T epsilon)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Rows(nameof(NormalizeRows), x.Length, columns);
        Require(nameof(NormalizeRows), "scale", scale.Length, columns);
        Require(nameof(NormalizeRows), "shift", shift.Length, columns);
        Require(nameof(NormalizeRows), "y", y.Length, x.Length);
        Require(nameof(NormalizeRows), "means", means.Length, rows);
        Require(nameof(NormalizeRows), "inverses", inverses.Length, rows);
        if (Vector512.IsHardwareAccelerated) NormalizeEachRow<Vector512<T>, T>(x, scale, shift, y, means, inverses, columns, epsilon);
        else if (Vector256.IsHardwareAccelerated) NormalizeEachRow<Vector256<T>, T>(x, scale, shift, y, means, inverses, columns, epsilon);
        else NormalizeEachRow<Vector128<T>, T>(x, scale, shift, y, means, inverses, columns, epsilon);
    }

    /// <summary>
    /// The gradients of <see cref="NormalizeRows"/>, from dy (rows, columns) and the means and inverses that it left:
    /// dshift[j] = Σᵢ dy[i, j], dscale[j] = Σᵢ dy[i, j]·z[i, j], and with dz = dy · scale
    /// dx[i, j] = inverses[i] · (dz[i, j] − Σₖ dz[i, k] / columns − z[i, j] · Σₖ dz[i, k]·z[i, k] / columns).
    /// </summary>
    /// <exception cref="ArgumentException">The length of x is not a multiple of the columns, or another span does not fit.</exception>
    public static void NormalizeRowsGradient<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> scale, ReadOnlySpan<T> means, ReadOnlySpan<T> inverses, ReadOnlySpan<T> dy,
        Destination<T> dx, Destination<T> dscale, Destination<T> dshift, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = Rows(nameof(NormalizeRowsGradient), x.Length, columns);
        Require(nameof(NormalizeRowsGradient), "scale", scale.Length, columns);
        Require(nameof(NormalizeRowsGradient), "means", means.Length, rows);
        Require(nameof(NormalizeRowsGradient), "inverses", inverses.Length, rows);
        Require(nameof(NormalizeRowsGradient), "dy", dy.Length, x.Length);
        if (dx.IsWanted) Require(nameof(NormalizeRowsGradient), "dx", dx.Span.Length, x.Length);
        if (dscale.IsWanted) Require(nameof(NormalizeRowsGradient), "dscale", dscale.Span.Length, columns);
        if (dshift.IsWanted) Require(nameof(NormalizeRowsGradient), "dshift", dshift.Span.Length, columns);
        if (Vector512.IsHardwareAccelerated)
            SendRowsAndColumns<Vector512<T>, T>(x, scale, means, inverses, dy, dx, dscale, dshift, columns);
        else if (Vector256.IsHardwareAccelerated)
            SendRowsAndColumns<Vector256<T>, T>(x, scale, means, inverses, dy, dx, dscale, dshift, columns);
        else SendRowsAndColumns<Vector128<T>, T>(x, scale, means, inverses, dy, dx, dscale, dshift, columns);
    }

    private static void NormalizeEachRow<V, T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> scale, ReadOnlySpan<T> shift, Span<T> y, Span<T> means, Span<T> inverses, int columns, T epsilon)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref readonly T from = ref MemoryMarshal.GetReference(x);
        ref readonly T scales = ref MemoryMarshal.GetReference(scale), shifts = ref MemoryMarshal.GetReference(shift);
        ref T to = ref MemoryMarshal.GetReference(y);
        T n = T.CreateTruncating(columns);
        int lanes = Simd<V, T>.Count, last = (columns - 1) / lanes * lanes, rest = columns - last; // The last vector holds 1 to all lanes.
        for (int i = 0, row = 0; i < means.Length; i++, row += columns)
        {
            Simd<V, T> tail = Simd<V, T>.First(LoadLast<V, T>(x, row + last, rest), rest, T.Zero), sum = tail;
            for (int j = 0; j < last; j += lanes) sum += Simd<V, T>.Load(in from, row + j);
            Simd<V, T> mean = Simd<V, T>.Broadcast(means[i] = sum.Sum() / n);

            Simd<V, T> deviation = Simd<V, T>.First(tail - mean, rest, T.Zero), squares = deviation * deviation;
            for (int j = 0; j < last; j += lanes)
            {
                Simd<V, T> other = Simd<V, T>.Load(in from, row + j) - mean;
                squares = Simd<V, T>.MultiplyAdd(other, other, squares);
            }

            Simd<V, T> inverse = Simd<V, T>.Broadcast(inverses[i] = T.One / T.Sqrt((squares.Sum() / n) + epsilon));
            for (int j = 0; j < last; j += lanes)
            {
                Simd<V, T> z = (Simd<V, T>.Load(in from, row + j) - mean) * inverse;
                Simd<V, T>.MultiplyAdd(z, Simd<V, T>.Load(in scales, j), Simd<V, T>.Load(in shifts, j)).Store(ref to, row + j);
            }

            Simd<V, T> lastScale = LoadLast<V, T>(scale, last, rest), lastShift = LoadLast<V, T>(shift, last, rest);
            StoreLast(Simd<V, T>.MultiplyAdd(deviation * inverse, lastScale, lastShift), ref to, row + last, rest);
        }
    }

    private static void SendRowsAndColumns<V, T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> scale, ReadOnlySpan<T> means, ReadOnlySpan<T> inverses, ReadOnlySpan<T> dy,
        Destination<T> dx, Destination<T> dscale, Destination<T> dshift, int columns)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        var z = new OfRow<V, T>(means, inverses);
        if (dx.IsWanted) SendRows<V, T>(z, x, scale, inverses, dy, dx, columns);
        if (!dscale.IsWanted && !dshift.IsWanted) return;
        for (int j = 0; j < columns; j += Simd<V, T>.Count)
        {
            int width = Math.Min(columns - j, Simd<V, T>.Count);
            (Simd<V, T> sum, Simd<V, T> product) = StripSums<V, T, OfRow<V, T>>(z, x, dy, j, width, 0, means.Length, columns);
            Send(sum, dshift, j, width);
            Send(product, dscale, j, width);
        }
    }

    private static void SendRows<V, T>(
        OfRow<V, T> z, ReadOnlySpan<T> x, ReadOnlySpan<T> scale, ReadOnlySpan<T> inverses, ReadOnlySpan<T> dy, Destination<T> dx,
        int columns)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref readonly T from = ref MemoryMarshal.GetReference(x), arriving = ref MemoryMarshal.GetReference(dy);
        ref readonly T scales = ref MemoryMarshal.GetReference(scale);
        ref T to = ref MemoryMarshal.GetReference(dx.Span);
        bool adds = dx.Adds;
        T n = T.CreateTruncating(columns);
        int lanes = Simd<V, T>.Count, last = (columns - 1) / lanes * lanes, rest = columns - last;
        for (int i = 0, row = 0; i < inverses.Length; i++, row += columns)
        {
            // Past the row's end, dz is 0.
            Simd<V, T> lastZ = z.Of(LoadLast<V, T>(x, row + last, rest), i), lastScale = LoadLast<V, T>(scale, last, rest);
            Simd<V, T> lastDz = Simd<V, T>.First(LoadLast<V, T>(dy, row + last, rest) * lastScale, rest, T.Zero);
            Simd<V, T> sum = lastDz, product = Simd<V, T>.First(lastDz * lastZ, rest, T.Zero);
            for (int j = 0; j < last; j += lanes)
            {
                Simd<V, T> dz = Simd<V, T>.Load(in arriving, row + j) * Simd<V, T>.Load(in scales, j);
                sum += dz;
                product = Simd<V, T>.MultiplyAdd(dz, z.Of(Simd<V, T>.Load(in from, row + j), i), product);
            }

            Simd<V, T> meanSum = Simd<V, T>.Broadcast(sum.Sum() / n), meanProduct = Simd<V, T>.Broadcast(product.Sum() / n);
            Simd<V, T> inverse = Simd<V, T>.Broadcast(inverses[i]);
            for (int j = 0; j < last; j += lanes)
            {
                Simd<V, T> dz = Simd<V, T>.Load(in arriving, row + j) * Simd<V, T>.Load(in scales, j);
                Simd<V, T> sent = inverse * (dz - meanSum - (z.Of(Simd<V, T>.Load(in from, row + j), i) * meanProduct));
                if (adds) sent += Simd<V, T>.Load(in to, row + j);
                sent.Store(ref to, row + j);
            }

            Simd<V, T> lastSent = inverse * (lastDz - meanSum - (lastZ * meanProduct));
            if (adds) lastSent += LoadLast<V, T>(dx.Span, row + last, rest);
            StoreLast(lastSent, ref to, row + last, rest);
        }
    }

    private readonly ref struct OfRow<V, T>(ReadOnlySpan<T> means, ReadOnlySpan<T> inverses) : INormal<V, T>
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly ref readonly T mean = ref MemoryMarshal.GetReference(means), inverse = ref MemoryMarshal.GetReference(inverses);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Simd<V, T> Of(Simd<V, T> x, int row) =>
            (x - Simd<V, T>.Broadcast(in mean, row)) * Simd<V, T>.Broadcast(in inverse, row);
    }
}
