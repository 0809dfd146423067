using Makemore.Tensors;

namespace Makemore.Worlds.Tests.Points;

public sealed class PointSetTests
{
    public static TheoryData<string> Kinds => [.. PointSet.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Half_of_the_points_are_of_each_class(string kind) =>
        Assert.Equal(50, Drawn(kind).Classes.Sum());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Without_noise_points_lie_about_from_minus_1_to_1(string kind)
    {
        float[] coordinates = Drawn(kind).Coordinates;
        Assert.Equal(2 * 100, coordinates.Length);
        Assert.InRange(coordinates.Max(), 0.5, 1.1);
        Assert.InRange(coordinates.Min(), -1.1, -0.5);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_seed_decides_the_points(string kind)
    {
        Assert.Equal(Drawn(kind).Coordinates, Drawn(kind).Coordinates);
        Assert.NotEqual(Drawn(kind).Coordinates, Drawn(kind, seed: 2).Coordinates);
    }

    [Fact]
    public void Noise_moves_points_by_a_normal_number_in_both_directions()
    {
        PointSet calm = PointSet.Draw("xor", 4000, 0, new TorchGenerator(1));
        PointSet noisy = PointSet.Draw("xor", 4000, 0.1, new TorchGenerator(1));
        double[] moved = [.. noisy.Coordinates.Zip(calm.Coordinates, (to, from) => (double)to - from)];
        double[] right = [.. moved.Where((_, i) => i % 2 == 0)], up = [.. moved.Where((_, i) => i % 2 == 1)];
        Assert.Equal(0, moved.Average(), 0.01);
        Assert.Equal(0.1, Deviation(right), 0.005);
        Assert.Equal(0.1, Deviation(up), 0.005);
        Assert.Equal(0, right.Zip(up, (x, y) => x * y).Average(), 0.001);

        static double Deviation(double[] values) => Math.Sqrt(values.Average(value => value * value));
    }

    [Fact]
    public void Exclusive_or_is_class_1_where_exactly_one_coordinate_is_above_0() =>
        AssertSides("xor", (x, y) => (x > 0) != (y > 0));

    [Fact]
    public void The_inner_circle_is_class_1() => AssertSides("circles", (x, y) => (x * x) + (y * y) < 0.55 * 0.55);

    [Fact]
    public void Blobs_lie_on_two_sides_of_a_line() => AssertSides("blobs", (x, y) => x + y > 0);

    [Fact]
    public void One_spiral_is_the_other_turned_half_around()
    {
        PointSet set = Drawn("spirals");
        for (int i = 0; i < set.Count; i++)
        {
            (float x, float y) = (set.Coordinates[2 * i], set.Coordinates[(2 * i) + 1]);
            double way = Math.Sqrt((x * x) + (y * y)) / 0.9, angle = (2 * Math.PI * 1.25 * way) + (Math.PI * set.Classes[i]);
            Assert.Equal(0.9 * way * Math.Cos(angle), x, 1e-5);
            Assert.Equal(0.9 * way * Math.Sin(angle), y, 1e-5);
        }
    }

    [Fact]
    public void Each_moon_is_half_a_circle_around_an_end_of_the_other()
    {
        PointSet set = Drawn("moons");
        for (int i = 0; i < set.Count; i++)
        {
            (double x, double y) = (set.Coordinates[2 * i], set.Coordinates[(2 * i) + 1]);
            double sign = set.Classes[i] == 1 ? 1 : -1;
            Assert.Equal(0.6, Math.Sqrt(Math.Pow(x - (0.3 * sign), 2) + Math.Pow(y - (0.15 * sign), 2)), 1e-5);
            Assert.True((y - (0.15 * sign)) * sign <= 1e-6);
        }
    }

    [Theory]
    [InlineData("stars", 10, 0.1, "there are no points 'stars'; there are blobs, xor, circles, moons, spirals")]
    [InlineData("moons", 0, 0.1, "there must be at least one point, and 0 were asked for")]
    [InlineData("moons", 10, -1, "the noise must be at least 0 and finite, and is -1")]
    [InlineData("moons", 10, double.NaN, "the noise must be at least 0 and finite, and is NaN")]
    public void What_cannot_be_drawn_is_refused(string kind, int count, double noise, string message) =>
        Assert.Equal(
            message, Assert.Throws<ArgumentException>(() => PointSet.Draw(kind, count, noise, new TorchGenerator(1))).Message);

    private static PointSet Drawn(string kind, ulong seed = 1) => PointSet.Draw(kind, 100, 0, new TorchGenerator(seed));

    private static void AssertSides(string kind, Func<float, float, bool> isClass1)
    {
        PointSet set = Drawn(kind);
        for (int i = 0; i < set.Count; i++)
            Assert.Equal(set.Classes[i] == 1, isClass1(set.Coordinates[2 * i], set.Coordinates[(2 * i) + 1]));
    }
}
