using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Worlds;

/// <summary>
/// Points in the plane, each of one of two classes, about from -1 to 1 in both directions. Classes take turns: 0, 1, 0, 1.
/// </summary>
/// <param name="Coordinates">x and y of the first point, then of the second, and so on.</param>
/// <param name="Classes">The class of each point.</param>
public sealed record PointSet(float[] Coordinates, int[] Classes)
{
    /// <summary>The sets that can be drawn, the easiest first.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["blobs", "xor", "circles", "moons", "spirals"];

    /// <summary>The number of points.</summary>
    public int Count => Classes.Length;

    /// <summary>Draws points.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="noise">How far a point strays from its place: a standard deviation, in both directions.</param>
    /// <param name="generator">Draws them.</param>
    /// <exception cref="ArgumentException">There is no such kind, or no point; or the noise is below 0 or not finite.</exception>
    public static PointSet Draw(string kind, int count, double noise, TorchGenerator generator)
    {
        Func<int, TorchGenerator, (double X, double Y)> place = kind switch
        {
            "blobs" => Blob,
            "xor" => Square,
            "circles" => Circle,
            "moons" => Moon,
            "spirals" => Spiral,
            _ => throw new ArgumentException($"there are no points '{Quote.Start(kind)}'; there are {string.Join(", ", Kinds)}"),
        };
        if (count < 1) throw new ArgumentException($"there must be at least one point, and {count} were asked for");
        if (!(noise >= 0 && double.IsFinite(noise))) throw new ArgumentException($"the noise must be at least 0 and finite, and is {noise}");

        var coordinates = new float[2 * count];
        var classes = new int[count];
        for (int i = 0; i < count; i++)
        {
            classes[i] = i % 2;
            (double x, double y) = place(classes[i], generator);
            (double right, double up) = Normal(generator);
            (coordinates[2 * i], coordinates[(2 * i) + 1]) = ((float)(x + (noise * right)), (float)(y + (noise * up)));
        }

        return new PointSet(coordinates, classes);
    }

    private static (double X, double Y) Blob(int which, TorchGenerator generator)
    {
        double center = which == 1 ? 0.5 : -0.5;
        (double right, double up) = Normal(generator);
        return (center + (0.15 * right), center + (0.15 * up));
    }

    // Class 1 where exactly one of x and y is above 0: the exclusive or.
    private static (double X, double Y) Square(int which, TorchGenerator generator)
    {
        double x = Between(0.08, 0.9, generator), y = Between(0.08, 0.9, generator);
        bool isRight = generator.UniformDouble() < 0.5;
        return (isRight ? x : -x, isRight == (which == 0) ? y : -y);
    }

    private static (double X, double Y) Circle(int which, TorchGenerator generator) => Polar(
        which == 1 ? 0.4 * Math.Sqrt(generator.UniformDouble()) : Between(0.7, 0.9, generator),
        2 * Math.PI * generator.UniformDouble());

    // Two half circles, each around an end of the other.
    private static (double X, double Y) Moon(int which, TorchGenerator generator)
    {
        (double x, double y) = Polar(0.6, Math.PI * generator.UniformDouble());
        return which == 1 ? (0.3 - x, 0.15 - y) : (x - 0.3, y - 0.15);
    }

    private static (double X, double Y) Spiral(int which, TorchGenerator generator)
    {
        const double Turns = 1.25;
        double way = Between(0.08, 1, generator);
        return Polar(0.9 * way, (2 * Math.PI * Turns * way) + (Math.PI * which));
    }

    private static double Between(double low, double high, TorchGenerator generator) => low + ((high - low) * generator.UniformDouble());

    private static (double X, double Y) Polar(double radius, double angle) => (radius * Math.Cos(angle), radius * Math.Sin(angle));

    // Box and Muller's way to two independent normal numbers.
    private static (double First, double Second) Normal(TorchGenerator generator) =>
        Polar(Math.Sqrt(-2 * Math.Log(1 - generator.UniformDouble())), 2 * Math.PI * generator.UniformDouble());
}
