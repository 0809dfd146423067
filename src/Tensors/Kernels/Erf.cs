using System.Runtime.CompilerServices;

namespace Makemore.Tensors;

public static partial class Simd
{
    /// <summary>
    /// erf(x) = 2/√π · ∫₀ˣ e^(−t²) dt, the error function, within a few units in the last place of float64. NaN gives NaN, ±∞ gives ±1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> Erf<V, T>(Simd<V, T> x) => EachLane(x, Erf);

    // Abramowitz & Stegun, Handbook of Mathematical Functions, 7.1.6 and 7.1.14: a series near 0, and a continued fraction of 1 − erf
    // where that is small.
    private static double Erf(double x)
    {
        double size = Math.Abs(x), square = x * x;
        if (size < 2)
        {
            double term = x, sum = x;
            for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
            {
                term *= 2 * square / ((2 * n) + 1);
                sum += term;
            }

            return 2 / Math.Sqrt(Math.PI) * Math.Exp(-square) * sum;
        }

        double fraction = size;
        for (int n = 60; n > 0; n--) fraction = size + (n / 2.0 / fraction);
        return Math.CopySign(1 - (Math.Exp(-square) / (Math.Sqrt(Math.PI) * fraction)), x);
    }
}
