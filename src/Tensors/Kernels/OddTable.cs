using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Makemore.Tensors;

public static partial class Simd
{
    /// <summary>A function with f(−x) = −f(x) that goes to 1, such as tanh and erf.</summary>
    private interface IOddFunction
    {
        /// <summary>From here on, 1 is right to half a unit in the last place of float.</summary>
        static abstract float Saturated { get; }

        static abstract double Of(double x);
    }

    /// <summary>
    /// An odd function as sixteen polynomials of degree 6. The bits of u = |x| + 1 say which: u runs from 1 to 16, four octaves, and the
    /// first two bits after its exponent cut each into four. AVX-512 looks a coefficient up for sixteen elements at once.
    /// </summary>
    private static class OddTable<F> where F : struct, IOddFunction
    {
        private const int Intervals = 16, Degree = 6, MantissaBits = 21; // What is left of 23 after two bits for the interval.

        private static readonly (float Origin, double[] Polynomial)[] Table = [.. Enumerable.Range(0, Intervals).Select(Interval)];

        private static readonly Vector512<float> Origin = Lookup(interval => interval.Origin),
            C0 = Coefficient(0), C1 = Coefficient(1), C2 = Coefficient(2), C3 = Coefficient(3), C4 = Coefficient(4), C5 = Coefficient(5),
            C6 = Coefficient(6);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Of(Vector512<float> x)
        {
            Vector512<float> magnitude = Vector512.MinNative(Vector512.Create(F.Saturated), Vector512.Abs(x)); // NaN stays.
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
            if (low == 0) return (0, [0, .. Chebyshev.Polynomial(x => F.Of(x) / x, low, high, origin: 0, Degree - 1)]);
            if (low >= F.Saturated) return (low, [1, .. new double[Degree]]);
            float middle = (low + high) / 2;
            return (middle, Chebyshev.Polynomial(F.Of, low, high, middle, Degree));
        }

        private static Vector512<float> Coefficient(int power) => Lookup(interval => (float)interval.Polynomial[power]);

        private static Vector512<float> Lookup(Func<(float Origin, double[] Polynomial), float> value) =>
            Vector512.Create(Array.ConvertAll(Table, interval => value(interval)));
    }
}
