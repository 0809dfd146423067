namespace Makemore.Tensors;

/// <summary>
/// Polynomials that approximate a function on an interval. They go through the function at the zeros of a Chebyshev polynomial, which
/// spreads the error almost evenly (Trefethen, Approximation Theory and Approximation Practice, chapters 2 and 15). Made once, at start-up.
/// </summary>
internal static class Chebyshev
{
    /// <summary>The coefficients c of Σₖ c[k]·(x − origin)ᵏ ≈ f(x) for x from low to high, k from 0 to degree.</summary>
    public static double[] Polynomial(Func<double, double> f, double low, double high, double origin, int degree)
    {
        var x = new double[degree + 1];
        var difference = new double[degree + 1];
        for (int k = 0; k <= degree; k++)
        {
            x[k] = ((low + high) / 2) + ((high - low) / 2 * Math.Cos((k + 0.5) * Math.PI / (degree + 1)));
            difference[k] = f(x[k]);
        }

        // Newton's divided differences, in place.
        for (int order = 1; order <= degree; order++)
            for (int k = degree; k >= order; k--)
                difference[k] = (difference[k] - difference[k - 1]) / (x[k] - x[k - order]);

        // From Newton's form to powers of (x − origin): c ← c·(x − x[k]) + difference[k].
        var c = new double[degree + 1];
        for (int k = degree; k >= 0; k--)
        {
            for (int power = degree; power > 0; power--) c[power] = c[power - 1] + ((origin - x[k]) * c[power]);
            c[0] = difference[k] + ((origin - x[k]) * c[0]);
        }

        return c;
    }
}
