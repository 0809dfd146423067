using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Makemore.Tensors;

public static partial class Simd
{
    /// <summary>
    /// eˣ, within 1.1 units in the last place for float; the base library's for double. NaN gives NaN, +∞ gives +∞, −∞ gives 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> Exp<V, T>(Simd<V, T> x)
    {
        if (typeof(V) == typeof(Vector512<double>)) return Simd<V, T>.From(Vector512.Exp(x.As<Vector512<double>>()));
        if (typeof(V) == typeof(Vector256<double>)) return Simd<V, T>.From(Vector256.Exp(x.As<Vector256<double>>()));
        if (typeof(V) == typeof(Vector128<double>)) return Simd<V, T>.From(Vector128.Exp(x.As<Vector128<double>>()));
        return Unsafe.BitCast<Simd<V, float>, Simd<V, T>>(FloatExp.Of(Unsafe.BitCast<Simd<V, T>, Simd<V, float>>(x)));
    }

    /// <summary>
    /// eˣ = 2ⁿ·eʳ, where n is x / ln 2 rounded to a whole number and r = x − n·ln 2 lies within ±ln 2 / 2; there, eʳ = 1 + r + r²·P(r)
    /// with P of degree 4.
    /// </summary>
    private static class FloatExp
    {
        private const float Lowest = -105, Highest = 89; // Beyond these, eˣ rounds to 0 and to infinity.
        private const float Log2E = 1.44269504f;
        private const float Ln2High = 0.693359375f, Ln2Low = -2.12194440e-4f; // Ln2High has 9 bits: n·Ln2High is exact.
        private const float RoundToWhole = 1.5f * (1 << 23); // So large a float has no fraction: adding it rounds, subtracting undoes it.

        private static readonly double[] P = Chebyshev.Polynomial(
            r => Math.Abs(r) < 1e-9 ? 0.5 : (Math.Exp(r) - 1 - r) / (r * r), -Math.Log(2) / 2, Math.Log(2) / 2, origin: 0, degree: 4);

        private static readonly float P0 = (float)P[0], P1 = (float)P[1], P2 = (float)P[2], P3 = (float)P[3], P4 = (float)P[4];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Simd<V, float> Of<V>(Simd<V, float> x)
        {
            x = Simd<V, float>.MaxNative(All<V>(Lowest), Simd<V, float>.MinNative(All<V>(Highest), x));
            Simd<V, float> n = Simd<V, float>.MultiplyAdd(x, All<V>(Log2E), All<V>(RoundToWhole)) - All<V>(RoundToWhole);
            Simd<V, float> r = Simd<V, float>.MultiplyAdd(n, All<V>(-Ln2High), x);
            r = Simd<V, float>.MultiplyAdd(n, All<V>(-Ln2Low), r);

            Simd<V, float> p = All<V>(P4);
            p = Simd<V, float>.MultiplyAdd(p, r, All<V>(P3));
            p = Simd<V, float>.MultiplyAdd(p, r, All<V>(P2));
            p = Simd<V, float>.MultiplyAdd(p, r, All<V>(P1));
            p = Simd<V, float>.MultiplyAdd(p, r, All<V>(P0));
            Simd<V, float> expMinus1 = Simd<V, float>.MultiplyAdd(p, r * r, r);

            // (1 + expMinus1)·2ⁿ: AVX-512 multiplies by a power of two in one instruction. Elsewhere it takes two factors, because 2ⁿ alone
            // leaves the range of normal floats if eˣ is almost infinite or subnormal.
            if (typeof(V) == typeof(Vector512<float>) && Avx512F.IsSupported)
            {
                Vector512<float> exp = Unsafe.BitCast<Simd<V, float>, Vector512<float>>(expMinus1 + All<V>(1));
                exp = Avx512F.Scale(exp, Unsafe.BitCast<Simd<V, float>, Vector512<float>>(n));
                return Unsafe.BitCast<Vector512<float>, Simd<V, float>>(exp);
            }

            Simd<V, float> half = Simd<V, float>.MultiplyAdd(n, All<V>(0.5f), All<V>(RoundToWhole)) - All<V>(RoundToWhole);
            Simd<V, float> scale = Simd<V, float>.PowerOfTwo(half);
            return Simd<V, float>.MultiplyAdd(expMinus1, scale, scale) * Simd<V, float>.PowerOfTwo(n - half);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Simd<V, float> All<V>(float element) => Simd<V, float>.Broadcast(element);
    }
}
