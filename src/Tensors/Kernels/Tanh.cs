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
        if (typeof(V) == typeof(Vector512<float>) && Avx512F.IsSupported) return Simd<V, T>.From(TanhTable.Of(x.As<Vector512<float>>()));
        return Unsafe.BitCast<Simd<V, float>, Simd<V, T>>(FloatTanh.Of(Unsafe.BitCast<Simd<V, T>, Simd<V, float>>(x)));
    }

    /// <summary>
    /// tanh as sixteen polynomials of degree 6. The bits of u = |x| + 1 say which: u runs from 1 to 16, four octaves, and the first two
    /// bits after its exponent cut each into four. AVX-512 looks a coefficient up for sixteen elements at once.
    /// </summary>
    private static class TanhTable
    {
        private const int Intervals = 16, Degree = 6, MantissaBits = 21; // What is left of 23 after two bits for the interval.
        private const float Saturated = 9; // From here on, 1 is right to half a unit in the last place.

        private static readonly (float Origin, double[] Polynomial)[] Table = [.. Enumerable.Range(0, Intervals).Select(Interval)];

        private static readonly Vector512<float> Origin = Lookup(interval => interval.Origin),
            C0 = Coefficient(0), C1 = Coefficient(1), C2 = Coefficient(2), C3 = Coefficient(3), C4 = Coefficient(4), C5 = Coefficient(5),
            C6 = Coefficient(6);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Of(Vector512<float> x)
        {
            Vector512<float> magnitude = Vector512.MinNative(Vector512.Create(Saturated), Vector512.Abs(x)); // NaN stays.
            Vector512<int> interval = (magnitude + Vector512<float>.One).AsInt32() >>> MantissaBits; // Its low four bits count.
            Vector512<float> t = magnitude - Avx512F.PermuteVar16x32(Origin, interval);
            Vector512<float> p = Avx512F.PermuteVar16x32(C6, interval);
            p = Vector512.MultiplyAddEstimate(p, t, Avx512F.PermuteVar16x32(C5, interval));
            p = Vector512.MultiplyAddEstimate(p, t, Avx512F.PermuteVar16x32(C4, interval));
            p = Vector512.MultiplyAddEstimate(p, t, Avx512F.PermuteVar16x32(C3, interval));
            p = Vector512.MultiplyAddEstimate(p, t, Avx512F.PermuteVar16x32(C2, interval));
            p = Vector512.MultiplyAddEstimate(p, t, Avx512F.PermuteVar16x32(C1, interval));
            p = Vector512.MultiplyAddEstimate(p, t, Avx512F.PermuteVar16x32(C0, interval));
            return Vector512.CopySign(p, x);
        }

        /// <summary>The polynomial for one value of the four bits. The first interval has x·P(x), accurate near 0 too.</summary>
        private static (float Origin, double[] Polynomial) Interval(int bits)
        {
            const int ExponentOfOne = 127;
            int first = (ExponentOfOne << 2) + ((bits - (ExponentOfOne << 2)) & (Intervals - 1));
            float low = BitConverter.Int32BitsToSingle(first << MantissaBits) - 1;
            float high = BitConverter.Int32BitsToSingle((first + 1) << MantissaBits) - 1;
            if (low == 0) return (0, [0, .. Chebyshev.Polynomial(x => Math.Tanh(x) / x, low, high, origin: 0, Degree - 1)]);
            if (low >= Saturated) return (low, [1, .. new double[Degree]]);
            float middle = (low + high) / 2;
            return (middle, Chebyshev.Polynomial(Math.Tanh, low, high, middle, Degree));
        }

        private static Vector512<float> Coefficient(int power) => Lookup(interval => (float)interval.Polynomial[power]);

        private static Vector512<float> Lookup(Func<(float Origin, double[] Polynomial), float> value) =>
            Vector512.Create(Array.ConvertAll(Table, interval => value(interval)));
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
