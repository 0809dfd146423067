using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Makemore.Tensors;

public static partial class Simd
{
    /// <summary>
    /// tanh(x), within 2 units in the last place, near 0 too. NaN gives NaN, ±∞ gives ±1, −0 gives −0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> Tanh<V, T>(Simd<V, T> x)
    {
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Simd<V, double>, Simd<V, T>>(DoubleTanh.Of(Unsafe.BitCast<Simd<V, T>, Simd<V, double>>(x)));
        if (typeof(V) == typeof(Vector512<float>) && Avx512F.IsSupported)
            return Simd<V, T>.From(OddTable<TanhFunction>.Of(x.As<Vector512<float>>()));
        return Unsafe.BitCast<Simd<V, float>, Simd<V, T>>(FloatTanh.Of(Unsafe.BitCast<Simd<V, T>, Simd<V, float>>(x)));
    }

    /// <summary>tanh, for a table.</summary>
    private readonly struct TanhFunction : IOddFunction
    {
        public static float Saturated => 9;

        public static double Of(double x) => Math.Tanh(x);
    }

    /// <summary>
    /// tanh without a table: |x| + |x|³·P(x²) if |x| is small, with P of degree 4, and 1 − 2/(e²ˣ + 1) elsewhere
    /// (the split of Cephes' tanhf). e²ˣ is infinite in the end, and the quotient 0.
    /// </summary>
    private static class FloatTanh
    {
        private const float Small = 0.625f;

        private static readonly double[] P = Chebyshev.Polynomial(
            square => ((Math.Tanh(Math.Sqrt(square)) / Math.Sqrt(square)) - 1) / square, 0, Small * Small, origin: 0, degree: 4);

        private static readonly float P0 = (float)P[0], P1 = (float)P[1], P2 = (float)P[2], P3 = (float)P[3], P4 = (float)P[4];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Simd<V, float> Of<V>(Simd<V, float> x)
        {
            Simd<V, float> magnitude = Simd<V, float>.Abs(x);
            Simd<V, float> square = magnitude * magnitude;
            Simd<V, float> p = Simd<V, float>.MultiplyAdd(All<V>(P4), square, All<V>(P3));
            p = Simd<V, float>.MultiplyAdd(p, square, All<V>(P2));
            p = Simd<V, float>.MultiplyAdd(p, square, All<V>(P1));
            p = Simd<V, float>.MultiplyAdd(p, square, All<V>(P0));
            Simd<V, float> small = Simd<V, float>.MultiplyAdd(p, magnitude * square, magnitude);

            Simd<V, float> large = All<V>(1) - (All<V>(2) / (Exp(magnitude + magnitude) + All<V>(1)));
            return Simd<V, float>.CopySign(Where(magnitude < All<V>(Small), small, large), x);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Simd<V, float> All<V>(float element) => Simd<V, float>.Broadcast(element);
    }

    /// <summary>
    /// The same split for double: x + x³·P(x²)/Q(x²) if |x| is small, with the coefficients of Cephes' tanh, and 1 − 2/(e²ˣ + 1) elsewhere.
    /// A call of the base library's for each number takes most of the time of a training in double.
    /// </summary>
    private static class DoubleTanh
    {
        private const double Small = 0.625;
        private const double P0 = -1614.68768441708447952, P1 = -99.2877231001918586564, P2 = -0.964399179425052238628;
        private const double Q0 = 4844.06305325125486048, Q1 = 2235.48839060100448583, Q2 = 112.811678491632931402; // and x⁶

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Simd<V, double> Of<V>(Simd<V, double> x)
        {
            Simd<V, double> magnitude = Simd<V, double>.Abs(x);
            Simd<V, double> square = magnitude * magnitude;
            Simd<V, double> p = Simd<V, double>.MultiplyAdd(All<V>(P2), square, All<V>(P1));
            p = Simd<V, double>.MultiplyAdd(p, square, All<V>(P0));
            Simd<V, double> q = Simd<V, double>.MultiplyAdd(square + All<V>(Q2), square, All<V>(Q1));
            q = Simd<V, double>.MultiplyAdd(q, square, All<V>(Q0));
            Simd<V, double> small = Simd<V, double>.MultiplyAdd(p / q, magnitude * square, magnitude);

            Simd<V, double> large = All<V>(1) - (All<V>(2) / (Exp(magnitude + magnitude) + All<V>(1)));
            return Simd<V, double>.CopySign(Where(magnitude < All<V>(Small), small, large), x);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Simd<V, double> All<V>(double element) => Simd<V, double>.Broadcast(element);
    }
}
