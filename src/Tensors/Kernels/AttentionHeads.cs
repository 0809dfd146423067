using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

/// <summary>
/// Causal attention, head by head. Q, K, V and Y are (n, time, heads · size), and of the last axis each head has its own part. With the
/// weights w of place i, which are softmax(q·k / √size) over itself and the places before it, y at i is the sum of w[j] · v at j.
/// <para>A vector holds several places i, one in each lane. So a softmax needs no sums over lanes, and what lies in the future of a lane is
/// masked out. For that, Q and Y are turned, in scratch memory, to have a row for each number of a head.</para>
/// </summary>
public sealed class AttentionHeads
{
    private const int LargestVector = 16; // in floats of 512 bits

    private readonly string operation;
    private readonly int n, time, heads, size;
    private readonly int stride; // time, rounded up to whole vectors of any width

    /// <summary>Attention over rows of shape <paramref name="x"/>.</summary>
    /// <param name="operation">The name for messages.</param>
    /// <param name="x">The shape of Q, K, V and Y.</param>
    /// <param name="heads">How many heads share the last axis.</param>
    /// <exception cref="ArgumentException">The shape has other than three axes, or the heads do not share the last one out evenly.</exception>
    public AttentionHeads(string operation, Shape x, int heads)
    {
        if (x.Rank != 3) throw new ArgumentException($"{operation}: needs the shape (n, time, features), and was given {x}");
        if (heads < 1 || x[2] % heads != 0)
            throw new ArgumentException($"{operation}: {heads} heads cannot share {x[2]} features out evenly");
        (this.operation, Places, this.heads, n, time, size) = (operation, x, heads, x[0], x[1], x[2] / heads);
        stride = (time + LargestVector - 1) / LargestVector * LargestVector;
        Weights = Shape.Create([n * heads, time, stride]);
    }

    /// <summary>The shape of Q, K, V and Y.</summary>
    public Shape Places { get; }

    /// <summary>
    /// The shape of the weights that <see cref="Attend{T}"/> keeps for <see cref="Gradient{T}"/>: for each head, a row for each place j that is
    /// looked at, along the places i that look, and room up to a whole vector. Only what i may look at is written.
    /// </summary>
    public Shape Weights { get; }

    /// <summary>Y, and the weights.</summary>
    /// <exception cref="ArgumentException">A span is not as long as its shape says.</exception>
    public void Attend<T>(ReadOnlySpan<T> q, ReadOnlySpan<T> k, ReadOnlySpan<T> v, Span<T> weights, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Kernels.Require(operation, "q", q.Length, Places);
        Kernels.Require(operation, "k", k.Length, Places);
        Kernels.Require(operation, "v", v.Length, Places);
        Kernels.Require(operation, "weights", weights.Length, Weights);
        Kernels.Require(operation, "y", y.Length, Places);
        if (Vector512.IsHardwareAccelerated) Attend<Vector512<T>, T>(q, k, v, weights, y);
        else if (Vector256.IsHardwareAccelerated) Attend<Vector256<T>, T>(q, k, v, weights, y);
        else Attend<Vector128<T>, T>(q, k, v, weights, y);
    }

    /// <summary>
    /// With dw[j, i] = dyᵢ·vⱼ and the gradient of softmax, ds[j, i] = w[j, i] · (dw[j, i] − Σₖ w[k, i]·dw[k, i]):
    /// dqᵢ = Σⱼ ds[j, i]·kⱼ / √size, dkⱼ = Σᵢ ds[j, i]·qᵢ / √size, and dvⱼ = Σᵢ w[j, i]·dyᵢ.
    /// </summary>
    /// <exception cref="ArgumentException">A span is not as long as its shape says.</exception>
    public void Gradient<T>(
        ReadOnlySpan<T> q, ReadOnlySpan<T> k, ReadOnlySpan<T> v, ReadOnlySpan<T> weights, ReadOnlySpan<T> dy,
        Destination<T> dq, Destination<T> dk, Destination<T> dv)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Kernels.Require(operation, "q", q.Length, Places);
        Kernels.Require(operation, "k", k.Length, Places);
        Kernels.Require(operation, "v", v.Length, Places);
        Kernels.Require(operation, "weights", weights.Length, Weights);
        Kernels.Require(operation, "dy", dy.Length, Places);
        if (dq.IsWanted) Kernels.Require(operation, "dq", dq.Span.Length, Places);
        if (dk.IsWanted) Kernels.Require(operation, "dk", dk.Span.Length, Places);
        if (dv.IsWanted) Kernels.Require(operation, "dv", dv.Span.Length, Places);
        if (Vector512.IsHardwareAccelerated) Gradient<Vector512<T>, T>(q, k, v, weights, dy, dq, dk, dv);
        else if (Vector256.IsHardwareAccelerated) Gradient<Vector256<T>, T>(q, k, v, weights, dy, dq, dk, dv);
        else Gradient<Vector128<T>, T>(q, k, v, weights, dy, dq, dk, dv);
    }

    private void Attend<V, T>(ReadOnlySpan<T> q, ReadOnlySpan<T> k, ReadOnlySpan<T> v, Span<T> weights, Span<T> y)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] scratch = ArrayPool<T>.Shared.Rent(size * stride);
        Span<T> turned = scratch.AsSpan(0, size * stride);
        for (int head = 0; head < All; head++)
        {
            int at = StartOf(head);
            Span<T> own = weights.Slice(head * time * stride, time * stride);
            Turn(q[at..], turned);
            Weigh<V, T>(turned, k[at..], own);
            MixInto<V, T>(turned, own, v[at..], T.One);
            TurnBack<T>(turned, y[at..], adds: false);
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    private void Gradient<V, T>(
        ReadOnlySpan<T> q, ReadOnlySpan<T> k, ReadOnlySpan<T> v, ReadOnlySpan<T> weights, ReadOnlySpan<T> dy,
        Destination<T> dq, Destination<T> dk, Destination<T> dv)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] scratch = ArrayPool<T>.Shared.Rent(((2 * size) + time) * stride);
        Span<T> turned = scratch.AsSpan(0, size * stride), arriving = scratch.AsSpan(size * stride, size * stride);
        Span<T> scores = scratch.AsSpan(2 * size * stride, time * stride);
        T factor = Factor<T>();
        for (int head = 0; head < All; head++)
        {
            int at = StartOf(head);
            ReadOnlySpan<T> own = weights.Slice(head * time * stride, time * stride);
            Turn(dy[at..], arriving);
            ScoreGradient<V, T>(own, arriving, v[at..], scores);

            // In this order: if they are one and the same, dq overwrites and the others add.
            if (dq.IsWanted)
            {
                MixInto<V, T>(turned, scores, k[at..], factor);
                TurnBack<T>(turned, dq.Span[at..], dq.Adds);
            }

            if (dk.IsWanted)
            {
                Turn(q[at..], turned);
                SumOverPlaces<V, T>(scores, turned, factor, dk.Span[at..], dk.Adds);
            }

            if (dv.IsWanted) SumOverPlaces<V, T>(own, arriving, T.One, dv.Span[at..], dv.Adds);
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    // 1 / √size.
    private T Factor<T>() where T : unmanaged, IFloatingPointIeee754<T> => T.One / T.Sqrt(T.CreateTruncating(size));

    // Where a head's numbers begin, in the order of sequences and then heads.
    private int StartOf(int head) => (head / heads * time * Width) + (head % heads * size);

    private int Width => heads * size;

    // The heads of all sequences; none if these have no places.
    private int All => time == 0 ? 0 : n * heads;

    // How many places the lanes from `first` on look at: the last of them looks at itself, and at none after it.
    private int SeenFrom(int first, int lanes) => Math.Min(first + lanes, time);

    // turned[d, i] = x[i, d], and zeros after the last place.
    private void Turn<T>(ReadOnlySpan<T> x, Span<T> turned) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int d = 0; d < size; d++)
        {
            Span<T> row = turned.Slice(d * stride, stride);
            for (int i = 0; i < time; i++) row[i] = x[(i * Width) + d];
            row[time..].Clear();
        }
    }

    // x[i, d] = turned[d, i], or added to it.
    private void TurnBack<T>(ReadOnlySpan<T> turned, Span<T> x, bool adds) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < time; i++)
        {
            Span<T> row = x.Slice(i * Width, size);
            for (int d = 0; d < size; d++) row[d] = adds ? row[d] + turned[(d * stride) + i] : turned[(d * stride) + i];
        }
    }

    // w[j, i] = softmax over j of qᵢ·kⱼ / √size, for j up to i, and 0 in the lanes of the same vector that j is the future of.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Weigh<V, T>(ReadOnlySpan<T> q, ReadOnlySpan<T> k, Span<T> w) where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref readonly T asked = ref MemoryMarshal.GetReference(q), key = ref MemoryMarshal.GetReference(k);
        ref T weights = ref MemoryMarshal.GetReference(w);
        int lanes = Simd<V, T>.Count;
        Simd<V, T> factor = Simd<V, T>.Broadcast(Factor<T>());
        for (int first = 0; first < time; first += lanes)
        {
            int seen = SeenFrom(first, lanes);
            Simd<V, T> largest = Simd<V, T>.Broadcast(T.NegativeInfinity);
            for (int j = 0; j < seen; j++)
            {
                Simd<V, T> score = 0;
                for (int d = 0; d < size; d++)
                    score = Simd<V, T>.MultiplyAdd(
                        Simd<V, T>.Broadcast(in key, (j * Width) + d), Simd<V, T>.Load(in asked, (d * stride) + first), score);
                score *= factor;
                score.Store(ref weights, (j * stride) + first);
                largest = Simd<V, T>.Max(largest, j > first ? Simd.Where(IsPast<V, T>(j - first), score, largest) : score);
            }

            Simd<V, T> sum = 0;
            for (int j = 0; j < seen; j++)
            {
                Simd<V, T> exp = Simd.Exp(Simd<V, T>.Load(in weights, (j * stride) + first) - largest);
                if (j > first) exp = Simd.Where(IsPast<V, T>(j - first), exp, 0);
                exp.Store(ref weights, (j * stride) + first);
                sum += exp;
            }

            Simd<V, T> scale = 1 / sum;
            for (int j = 0; j < seen; j++) (Simd<V, T>.Load(in weights, (j * stride) + first) * scale).Store(ref weights, (j * stride) + first);
        }
    }

    // ds[j, i] = w[j, i] · (dw[j, i] − Σₖ w[k, i]·dw[k, i]) with dw[j, i] = dyᵢ·vⱼ.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScoreGradient<V, T>(ReadOnlySpan<T> w, ReadOnlySpan<T> dy, ReadOnlySpan<T> v, Span<T> ds)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref readonly T weights = ref MemoryMarshal.GetReference(w), arriving = ref MemoryMarshal.GetReference(dy);
        ref readonly T value = ref MemoryMarshal.GetReference(v);
        ref T scores = ref MemoryMarshal.GetReference(ds);
        int lanes = Simd<V, T>.Count;
        for (int first = 0; first < time; first += lanes)
        {
            int seen = SeenFrom(first, lanes);
            Simd<V, T> dot = 0;
            for (int j = 0; j < seen; j++)
            {
                Simd<V, T> dw = 0;
                for (int d = 0; d < size; d++)
                    dw = Simd<V, T>.MultiplyAdd(
                        Simd<V, T>.Broadcast(in value, (j * Width) + d), Simd<V, T>.Load(in arriving, (d * stride) + first), dw);
                dw.Store(ref scores, (j * stride) + first);
                dot = Simd<V, T>.MultiplyAdd(dw, Simd<V, T>.Load(in weights, (j * stride) + first), dot);
            }

            for (int j = 0; j < seen; j++)
            {
                Simd<V, T> dw = Simd<V, T>.Load(in scores, (j * stride) + first);
                (Simd<V, T>.Load(in weights, (j * stride) + first) * (dw - dot)).Store(ref scores, (j * stride) + first);
            }
        }
    }

    // turned[d, i] = factor · Σⱼ w[j, i]·x[j, d], over the places j that i looks at.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MixInto<V, T>(Span<T> turned, ReadOnlySpan<T> w, ReadOnlySpan<T> x, T factor)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref readonly T weights = ref MemoryMarshal.GetReference(w), looked = ref MemoryMarshal.GetReference(x);
        ref T to = ref MemoryMarshal.GetReference(turned);
        int lanes = Simd<V, T>.Count;
        for (int first = 0; first < time; first += lanes)
        {
            int seen = SeenFrom(first, lanes);
            for (int d = 0; d < size; d++)
            {
                Simd<V, T> sum = 0;
                for (int j = 0; j < seen; j++)
                    sum = Simd<V, T>.MultiplyAdd(
                        Simd<V, T>.Broadcast(in looked, (j * Width) + d), Simd<V, T>.Load(in weights, (j * stride) + first), sum);
                (sum * Simd<V, T>.Broadcast(factor)).Store(ref to, (d * stride) + first);
            }
        }
    }

    // x[j, d] = factor · Σᵢ w[j, i]·turned[d, i], over the places i that look at j; or added to it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumOverPlaces<V, T>(ReadOnlySpan<T> w, ReadOnlySpan<T> turned, T factor, Span<T> x, bool adds)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref readonly T weights = ref MemoryMarshal.GetReference(w), from = ref MemoryMarshal.GetReference(turned);
        int lanes = Simd<V, T>.Count;
        for (int j = 0; j < time; j++)
        {
            Span<T> row = x.Slice(j * Width, size);
            for (int d = 0; d < size; d++)
            {
                Simd<V, T> sum = 0;
                for (int first = j / lanes * lanes; first < time; first += lanes)
                    sum = Simd<V, T>.MultiplyAdd(
                        Simd<V, T>.Load(in weights, (j * stride) + first), Simd<V, T>.Load(in from, (d * stride) + first), sum);
                T total = sum.Sum() * factor;
                row[d] = adds ? row[d] + total : total;
            }
        }
    }

    // A mask of the lanes from this one on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Simd<V, T> IsPast<V, T>(int lane) where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> =>
        Simd<V, T>.First(0, lane, T.One) > 0;
}
