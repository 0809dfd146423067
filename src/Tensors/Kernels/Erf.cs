using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Makemore.Tensors;

public static partial class Simd
{
    /// <summary>
    /// erf(x) = 2/√π · ∫₀ˣ e^(−t²) dt, the error function, within 2.5 units in the last place of float and a few of float64. NaN gives NaN,
    /// ±∞ gives ±1, −0 gives −0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> Erf<V, T>(Simd<V, T> x)
    {
        if (typeof(T) == typeof(double)) return EachLane(x, Erf);
        if (typeof(V) == typeof(Vector512<float>) && Avx512F.IsSupported)
            return Simd<V, T>.From(OddTable<ErfFunction>.Of(x.As<Vector512<float>>()));
        return Unsafe.BitCast<Simd<V, float>, Simd<V, T>>(FloatErf.Of(Unsafe.BitCast<Simd<V, T>, Simd<V, float>>(x)));
    }

    // Abramowitz & Stegun, Handbook of Mathematical Functions, 7.1.6 and 7.1.14: a series near 0, and a continued fraction of 1 − erf
    // where that is small.
    private static double Erf(double x)
    {
        double size = Math.Abs(x);
        if (!(size < 2)) return Math.CopySign(1 - Erfc(size), x);
        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>1 − erf(x), for x from 1 on: there the fraction has converged.</summary>
    private static double Erfc(double x)
    {
        double fraction = x;
        for (int n = 60; n > 0; n--) fraction = x + (n / 2.0 / fraction);
        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * fraction);
    }

    /// <summary>erf, for a table.</summary>
    private readonly struct ErfFunction : IOddFunction
    {
        public static float Saturated => 4;

        public static double Of(double x) => Erf(x);
    }

    /// <summary>
    /// erf without a table: |x| + |x|·P(x²) if |x| is below 1, and 1 − e^(−Q(|x|)) elsewhere, where Q is −ln(1 − erf): almost a parabola.
    /// </summary>
    private static class FloatErf
    {
        private const float Saturated = 4; // From here on, 1 is right to half a unit in the last place.
        private const float Middle = 2.5f;

        private static readonly double[] P = Chebyshev.Polynomial(
            square => (Erf(Math.Sqrt(square)) / Math.Sqrt(square)) - 1, 0, 1, origin: 0, degree: 6);

        private static readonly double[] Q = Chebyshev.Polynomial(x => -Math.Log(1 - Erf(x)), 1, Saturated, Middle, degree: 8);

        private static readonly float P0 = (float)P[0], P1 = (float)P[1], P2 = (float)P[2], P3 = (float)P[3], P4 = (float)P[4],
            P5 = (float)P[5], P6 = (float)P[6];

        private static readonly float Q0 = (float)Q[0], Q1 = (float)Q[1], Q2 = (float)Q[2], Q3 = (float)Q[3], Q4 = (float)Q[4],
            Q5 = (float)Q[5], Q6 = (float)Q[6], Q7 = (float)Q[7], Q8 = (float)Q[8];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Simd<V, float> Of<V>(Simd<V, float> x)
        {
            Simd<V, float> magnitude = Simd<V, float>.MinNative(All<V>(Saturated), Simd<V, float>.Abs(x)); // NaN stays.
            Simd<V, float> square = magnitude * magnitude, p = All<V>(P6);
            p = Simd<V, float>.MultiplyAdd(p, square, All<V>(P5));
            p = Simd<V, float>.MultiplyAdd(p, square, All<V>(P4));
            p = Simd<V, float>.MultiplyAdd(p, square, All<V>(P3));
            p = Simd<V, float>.MultiplyAdd(p, square, All<V>(P2));
            p = Simd<V, float>.MultiplyAdd(p, square, All<V>(P1));
            p = Simd<V, float>.MultiplyAdd(p, square, All<V>(P0));
            Simd<V, float> small = Simd<V, float>.MultiplyAdd(p, magnitude, magnitude);

            Simd<V, float> t = magnitude - All<V>(Middle), q = All<V>(Q8);
            q = Simd<V, float>.MultiplyAdd(q, t, All<V>(Q7));
            q = Simd<V, float>.MultiplyAdd(q, t, All<V>(Q6));
            q = Simd<V, float>.MultiplyAdd(q, t, All<V>(Q5));
            q = Simd<V, float>.MultiplyAdd(q, t, All<V>(Q4));
            q = Simd<V, float>.MultiplyAdd(q, t, All<V>(Q3));
            q = Simd<V, float>.MultiplyAdd(q, t, All<V>(Q2));
            q = Simd<V, float>.MultiplyAdd(q, t, All<V>(Q1));
            q = Simd<V, float>.MultiplyAdd(q, t, All<V>(Q0));
            Simd<V, float> large = All<V>(1) - Exp(-q);
            return Simd<V, float>.CopySign(Where(magnitude < All<V>(1), small, large), x);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Simd<V, float> All<V>(float element) => Simd<V, float>.Broadcast(element);
    }
}
