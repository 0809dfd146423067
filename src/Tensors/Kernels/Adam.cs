using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

/// <summary>The numbers of a step of Adam, the same for all elements: see <see cref="Kernels.Adam{T}"/>.</summary>
/// <param name="Taken1">1 − β₁.</param>
/// <param name="Kept2">β₂.</param>
/// <param name="Taken2">1 − β₂.</param>
/// <param name="Size">The rate, divided by 1 − β₁ᵗ.</param>
/// <param name="RootOfCorrection2">√(1 − β₂ᵗ).</param>
/// <param name="Epsilon">ε.</param>
public readonly record struct AdamNumbers<T>(T Taken1, T Kept2, T Taken2, T Size, T RootOfCorrection2, T Epsilon);

public static partial class Kernels
{
    /// <summary>
    /// One step of Adam, in place: m ← m + (1 − β₁)·(g − m), v ← β₂·v + (1 − β₂)·g·g, p ← p − size · m / (√v / root + ε). Each product is
    /// rounded before it is added, in the order of PyTorch's operations.
    /// </summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Adam<T>(Span<T> p, ReadOnlySpan<T> g, Span<T> m, Span<T> v, in AdamNumbers<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require(nameof(Adam), "g", g.Length, p.Length);
        Require(nameof(Adam), "m", m.Length, p.Length);
        Require(nameof(Adam), "v", v.Length, p.Length);
        if (Vector512.IsHardwareAccelerated && p.Length > Vector256<T>.Count) Adam<Vector512<T>, T>(p, g, m, v, numbers);
        else if (Vector256.IsHardwareAccelerated && p.Length > Vector128<T>.Count) Adam<Vector256<T>, T>(p, g, m, v, numbers);
        else Adam<Vector128<T>, T>(p, g, m, v, numbers);
    }

    private static void Adam<V, T>(Span<T> p, ReadOnlySpan<T> g, Span<T> m, Span<T> v, in AdamNumbers<T> numbers)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T parameters = ref MemoryMarshal.GetReference(p), means = ref MemoryMarshal.GetReference(m);
        ref T squares = ref MemoryMarshal.GetReference(v);
        ref readonly T gradients = ref MemoryMarshal.GetReference(g);
        var step = new AdamStep<V, T>(numbers);
        int lanes = Simd<V, T>.Count, i = 0;
        for (; i <= p.Length - lanes; i += lanes)
        {
            Simd<V, T> gradient = Simd<V, T>.Load(in gradients, i);
            Simd<V, T> mean = step.Mean(Simd<V, T>.Load(in means, i), gradient);
            Simd<V, T> square = step.Square(Simd<V, T>.Load(in squares, i), gradient);
            step.Parameter(Simd<V, T>.Load(in parameters, i), mean, square).Store(ref parameters, i);
            mean.Store(ref means, i);
            square.Store(ref squares, i);
        }

        int rest = p.Length - i;
        Simd<V, T> lastGradient = Simd<V, T>.LoadFirst(in gradients, i, rest);
        Simd<V, T> lastMean = step.Mean(Simd<V, T>.LoadFirst(in means, i, rest), lastGradient);
        Simd<V, T> lastSquare = step.Square(Simd<V, T>.LoadFirst(in squares, i, rest), lastGradient);
        step.Parameter(Simd<V, T>.LoadFirst(in parameters, i, rest), lastMean, lastSquare).StoreFirst(ref parameters, i, rest);
        lastMean.StoreFirst(ref means, i, rest);
        lastSquare.StoreFirst(ref squares, i, rest);
    }

    // The three formulas, with the numbers in every lane.
    private readonly struct AdamStep<V, T>(in AdamNumbers<T> numbers) where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Simd<V, T> taken1 = Simd<V, T>.Broadcast(numbers.Taken1), kept2 = Simd<V, T>.Broadcast(numbers.Kept2);
        private readonly Simd<V, T> taken2 = Simd<V, T>.Broadcast(numbers.Taken2), size = Simd<V, T>.Broadcast(numbers.Size);
        private readonly Simd<V, T> root = Simd<V, T>.Broadcast(numbers.RootOfCorrection2);
        private readonly Simd<V, T> epsilon = Simd<V, T>.Broadcast(numbers.Epsilon);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Simd<V, T> Mean(Simd<V, T> m, Simd<V, T> g) => m + (taken1 * (g - m));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Simd<V, T> Square(Simd<V, T> v, Simd<V, T> g) => (kept2 * v) + (taken2 * g * g);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Simd<V, T> Parameter(Simd<V, T> p, Simd<V, T> m, Simd<V, T> v) => p - (size * (m / ((Simd.Sqrt(v) / root) + epsilon)));
    }
}
