namespace Makemore.Pages;

/// <summary>
/// The directions in which points differ most: eigenvectors of the covariance Σ = XᵀX / n of the centred points X, by falling eigenvalue,
/// which is the variance along each. Found by Jacobi's method (Golub and Van Loan, "Matrix Computations", section 8.5).
/// </summary>
public sealed class PrincipalComponents
{
    private const int MaximumSweeps = 60; // it converges in about 10

    private readonly double[] centred; // (points, width)
    private readonly double[] variances; // (width), falling
    private readonly double[][] directions; // in the same order, each (width) and of length 1

    /// <summary>The components of these points.</summary>
    /// <param name="points">(n, width), row-major.</param>
    /// <param name="width">The number of dimensions.</param>
    /// <exception cref="ArgumentException">There is no point, the numbers do not fill whole rows, or one is not finite.</exception>
    public PrincipalComponents(ReadOnlySpan<double> points, int width)
    {
        if (width < 1 || points.Length == 0 || points.Length % width != 0)
            throw new ArgumentException($"{points.Length} numbers are no points of {width} dimensions");
        foreach (double value in points)
            if (!double.IsFinite(value))
                throw new ArgumentException(FormattableString.Invariant($"the points must be finite, and one has {value}"));

        centred = Centre(points, width);
        double[,] covariance = Covariance(centred, width);
        double[,] vectors = Diagonalize(covariance);
        int[] order = [.. Enumerable.Range(0, width).OrderByDescending(i => covariance[i, i])];
        variances = [.. order.Select(i => Math.Max(0, covariance[i, i]))];
        directions = [.. order.Select(i => Signed([.. Enumerable.Range(0, width).Select(row => vectors[row, i])]))];
    }

    /// <summary>
    /// A direction, (width), of length 1: 0 is that of the largest variance. Its largest entry is positive, which settles its sign.
    /// </summary>
    public ReadOnlySpan<double> Direction(int component) => directions[component];

    /// <summary>The share of all variance that lies along a component, 0 to 1; 0 if all points are equal.</summary>
    public double ExplainedShare(int component) => variances.Sum() is var sum && sum > 0 ? variances[component] / sum : 0;

    /// <summary>Where each point lies along a component, (n), measured from their mean.</summary>
    public double[] Project(int component)
    {
        double[] direction = directions[component];
        var projected = new double[centred.Length / direction.Length];
        for (int point = 0; point < projected.Length; point++)
            for (int i = 0; i < direction.Length; i++) projected[point] += centred[(point * direction.Length) + i] * direction[i];
        return projected;
    }

    private static double[] Centre(ReadOnlySpan<double> points, int width)
    {
        var mean = new double[width];
        for (int i = 0; i < points.Length; i++) mean[i % width] += points[i] * width / points.Length;
        var centred = new double[points.Length];
        for (int i = 0; i < points.Length; i++) centred[i] = points[i] - mean[i % width];
        return centred;
    }

    private static double[,] Covariance(double[] centred, int width)
    {
        int n = centred.Length / width;
        var covariance = new double[width, width];
        for (int point = 0; point < n; point++)
            for (int row = 0; row < width; row++)
                for (int column = 0; column < width; column++)
                    covariance[row, column] += centred[(point * width) + row] * centred[(point * width) + column] / n;
        return covariance;
    }

    // Turns the plane of two axes so that the entry between them vanishes, for all pairs of axes, again and again. What is left on the
    // diagonal are the eigenvalues; the turns together, column by column, are the eigenvectors.
    private static double[,] Diagonalize(double[,] a)
    {
        int width = a.GetLength(0);
        var vectors = new double[width, width];
        for (int i = 0; i < width; i++) vectors[i, i] = 1;
        for (int sweep = 0; sweep < MaximumSweeps; sweep++)
        {
            bool turned = false;
            for (int p = 0; p < width; p++)
            {
                for (int q = p + 1; q < width; q++)
                {
                    if (Math.Abs(a[p, q]) <= 1e-15 * Math.Sqrt(Math.Abs(a[p, p] * a[q, q]))) continue;
                    Turn(a, vectors, p, q);
                    turned = true;
                }
            }

            if (!turned) break;
        }

        return vectors;
    }

    private static void Turn(double[,] a, double[,] vectors, int p, int q)
    {
        // t is the tangent of the angle, the smaller root of t² + 2θt − 1 = 0.
        double theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double cosine = 1 / Math.Sqrt((t * t) + 1), sine = t * cosine;
        int width = a.GetLength(0);
        for (int i = 0; i < width; i++) (a[i, p], a[i, q]) = Turned(a[i, p], a[i, q]); // columns
        for (int i = 0; i < width; i++) (a[p, i], a[q, i]) = Turned(a[p, i], a[q, i]); // rows
        for (int i = 0; i < width; i++) (vectors[i, p], vectors[i, q]) = Turned(vectors[i, p], vectors[i, q]);
        a[p, q] = a[q, p] = 0; // but for rounding

        (double P, double Q) Turned(double x, double y) => ((cosine * x) - (sine * y), (sine * x) + (cosine * y));
    }

    private static double[] Signed(double[] direction) =>
        direction.MaxBy(Math.Abs) < 0 ? [.. direction.Select(value => -value)] : direction;
}
