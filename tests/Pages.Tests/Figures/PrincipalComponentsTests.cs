using FsCheck.Xunit;

namespace Makemore.Pages.Tests;

public class PrincipalComponentsTests
{
    [Fact]
    public void Finds_the_axes_of_a_turned_cross()
    {
        // Arms of 2 along (0.6, 0.8) and of 1 across it, away from the origin: variances 4·2/4 = 2 and 0.5.
        double[] points = [5 + 1.2, 7 + 1.6, 5 - 1.2, 7 - 1.6, 5 - 0.8, 7 + 0.6, 5 + 0.8, 7 - 0.6];
        var components = new PrincipalComponents(points, 2);
        Assert.Equal(0.6, components.Direction(0)[0], 1e-12);
        Assert.Equal(0.8, components.Direction(0)[1], 1e-12);
        Assert.Equal(0.8, components.Direction(1)[0], 1e-12);
        Assert.Equal(-0.6, components.Direction(1)[1], 1e-12);
        Assert.Equal(0.8, components.ExplainedShare(0), 1e-12);
        Assert.Equal(0.2, components.ExplainedShare(1), 1e-12);
        double[] expected = [2, -2, 0, 0];
        Assert.All(components.Project(0).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
    }

    [Fact]
    public void Finds_one_direction_on_a_line()
    {
        double[] points = [.. Enumerable.Range(0, 9).SelectMany(t => new double[] { 2 * t, -t, 2 * t, 4 })];
        var components = new PrincipalComponents(points, 4);
        Assert.Equal(1, components.ExplainedShare(0), 1e-12);
        double[] expected = [2 / 3.0, -1 / 3.0, 2 / 3.0, 0];
        for (int i = 0; i < 4; i++) Assert.Equal(expected[i], components.Direction(0)[i], 1e-12);
    }

    [Fact]
    public void Three_points_lie_in_a_plane_whatever_the_number_of_dimensions()
    {
        double[] points = [.. Enumerable.Range(0, 3 * 50).Select(i => Math.Sin(i * i))];
        var components = new PrincipalComponents(points, 50);
        Assert.Equal(1, components.ExplainedShare(0) + components.ExplainedShare(1), 1e-12);
        double between = points[..50].Zip(points[50..100], (a, b) => (a - b) * (a - b)).Sum();
        double along = components.Project(0)[0] - components.Project(0)[1], across = components.Project(1)[0] - components.Project(1)[1];
        Assert.Equal(between, (along * along) + (across * across), 1e-10);
    }

    [Property(MaxTest = 60)]
    public void Directions_are_orthonormal_and_each_is_an_eigenvector(int seed, byte size)
    {
        int width = 1 + (size % 12), n = width + 3;
        var random = new Random(seed);
        double[] points = [.. Enumerable.Range(0, n * width).Select(i => (random.NextDouble() - 0.5) * (1 + (i % width)))];
        var components = new PrincipalComponents(points, width);

        double shares = 0;
        for (int a = 0; a < width; a++)
        {
            Assert.True(components.Direction(a).ToArray().MaxBy(Math.Abs) > 0);
            for (int b = 0; b < width; b++) Assert.Equal(a == b ? 1 : 0, Dot(components.Direction(a), components.Direction(b)), 1e-9);
            shares += components.ExplainedShare(a);
            if (a > 0) Assert.True(components.ExplainedShare(a) <= components.ExplainedShare(a - 1) + 1e-12);

            // Along an eigenvector, the points do not vary together with any other component.
            double[] along = components.Project(a);
            Assert.Equal(0, along.Average(), 1e-9);
            for (int b = 0; b < a; b++) Assert.Equal(0, Dot(along, components.Project(b)), 1e-9);
        }

        Assert.Equal(1, shares, 1e-9);
        double total = Enumerable.Range(0, width).Sum(a => Variance([.. Enumerable.Range(0, n).Select(i => points[(i * width) + a])]));
        Assert.Equal(total * components.ExplainedShare(0), Variance(components.Project(0)), 1e-9);
    }

    [Fact]
    public void Equal_points_explain_nothing()
    {
        var components = new PrincipalComponents([1, 2, 3, 1, 2, 3], 3);
        Assert.Equal(0, components.ExplainedShare(0));
        Assert.Equal([0.0, 0.0], components.Project(0));
    }

    [Fact]
    public void Refuses_what_are_no_points()
    {
        Assert.Throws<ArgumentException>(() => new PrincipalComponents([], 2));
        Assert.Throws<ArgumentException>(() => new PrincipalComponents([1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => new PrincipalComponents([1, 2], 0));
        Refusal.Says("NaN", () => new PrincipalComponents([1, double.NaN], 2));
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double Variance(double[] values) => values.Average(value => (value - values.Average()) * (value - values.Average()));
}
