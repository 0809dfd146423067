namespace Makemore.Pages;

/// <summary>
/// The directions in which points differ most, by falling variance: the right singular vectors of the centred points X, (n, width). The
/// columns of X are rotated, two at a time, until all are at right angles to each other. The rotated X then holds each point's position
/// along each direction. This is the one-sided Jacobi method (Hestenes, "Inversion of Matrices by Biorthogonalization and Related Results",
/// 1958).
/// </summary>
public sealed class PrincipalComponents
{
    private const int MaximumSweeps = 60; // it converges in about 10

    private readonly Component[] components; // by falling variance

    /// <summary>The components of these points.</summary>
    /// <param name="points">(n, width), row-major.</param>
    /// <param name="width">The number of dimensions.</param>
    /// <exception cref="ArgumentException">There are no points, the numbers do not fill whole rows, or one is not finite.</exception>
    public PrincipalComponents(ReadOnlySpan<double> points, int width)
    {
        if (width < 1 || points.Length == 0 || points.Length % width != 0)
            throw new ArgumentException($"{points.Length} numbers are not points of {width} dimensions");
        foreach (double value in points)
            if (!double.IsFinite(value))
                throw new ArgumentException(FormattableString.Invariant($"the points must be finite, and one has {value}"));

        // At first each axis is a component.
        components = new Component[width];
        for (int axis = 0; axis < width; axis++)
        {
            var projected = new double[points.Length / width];
            for (int point = 0; point < projected.Length; point++) projected[point] = points[(point * width) + axis];
            double mean = projected.Average();
            for (int point = 0; point < projected.Length; point++) projected[point] -= mean;
            components[axis] = new Component(projected, [.. Enumerable.Range(0, width).Select(other => other == axis ? 1.0 : 0)]);
        }

        // Fewer points than dimensions leave some components without variance, but for rounding. Turning those would never end.
        double nothing = 1e-30 * components.Sum(component => Dot(component.Projected, component.Projected));
        for (int sweep = 0, turns = 1; sweep < MaximumSweeps && turns > 0; sweep++)
        {
            turns = 0;
            for (int p = 0; p < width; p++)
                for (int q = p + 1; q < width; q++)
                    if (MakeOrthogonal(components[p], components[q], nothing)) turns++;
        }

        components = [.. components.OrderByDescending(component => component.Scatter).Select(Signed)];
    }

    /// <summary>
    /// A direction, (width), of length 1; number 0 has the largest variance. Its largest entry is positive, which settles its sign.
    /// </summary>
    public ReadOnlySpan<double> Direction(int component) => components[component].Direction;

    /// <summary>The share of all variance along a component, from 0 to 1; 0 if all points are equal.</summary>
    public double ExplainedShare(int component) =>
        components.Sum(one => one.Scatter) is var sum && sum > 0 ? components[component].Scatter / sum : 0;

    /// <summary>The position of each point along a component, (n), measured from their mean.</summary>
    public double[] Project(int component) => components[component].Projected;

    /// <summary>
    /// Rotates two components in their plane until the points do not vary together in it. Returns false if they did not before, or if one
    /// of them has a sum of squares of at most <paramref name="nothing"/>.
    /// </summary>
    private static bool MakeOrthogonal(Component p, Component q, double nothing)
    {
        double together = Dot(p.Projected, q.Projected), ofP = Dot(p.Projected, p.Projected), ofQ = Dot(q.Projected, q.Projected);
        if (Math.Min(ofP, ofQ) <= nothing || Math.Abs(together) <= 1e-15 * Math.Sqrt(ofP * ofQ)) return false;

        // t is the tangent of the angle, the smaller root of t² + 2θt − 1 = 0.
        double theta = (ofQ - ofP) / (2 * together);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double cosine = 1 / Math.Sqrt((t * t) + 1), sine = t * cosine;
        Turn(p.Projected, q.Projected);
        Turn(p.Direction, q.Direction);
        return true;

        void Turn(double[] x, double[] y)
        {
            for (int i = 0; i < x.Length; i++) (x[i], y[i]) = ((cosine * x[i]) - (sine * y[i]), (sine * x[i]) + (cosine * y[i]));
        }
    }

    private static double Dot(double[] x, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }

    private static Component Signed(Component component) => component.Direction.MaxBy(Math.Abs) >= 0
        ? component
        : new Component([.. component.Projected.Select(value => -value)], [.. component.Direction.Select(value => -value)]);

    /// <summary>The position of each point along a direction, (n), and the direction, (width).</summary>
    private sealed record Component(double[] Projected, double[] Direction)
    {
        /// <summary>n times the variance.</summary>
        public double Scatter => Dot(Projected, Projected);
    }
}
