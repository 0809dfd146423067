using System.Xml.Linq;

namespace Makemore.Pages.Tests;

public class EmbeddingMapTests
{
    private const string Blue = "#0072b2", Vermillion = "#d55e00";

    private static readonly string[] Characters = [".", .. Enumerable.Range('a', 26).Select(c => ((char)c).ToString())];

    private static double[] Spread(int width)
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, 27 * width).Select(_ => random.NextDouble() - 0.5)];
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(10)]
    public void Shows_every_character_once_and_vowels_in_another_shape_and_colour(int width)
    {
        var drawn = new DrawnFigure(new EmbeddingMap("map", Characters, Spread(width)));
        Assert.All(Characters, character => drawn.TextOf(character));
        Assert.Equal(22 + 1, drawn.All("ellipse").Count(point => DrawnFigure.Inherited(point, "fill") == Blue)); // and one in the key
        Assert.Equal(5 + 1, drawn.All("rect").Count(point => DrawnFigure.Inherited(point, "fill") == Vermillion));
        Assert.Contains("vowels", drawn.Words);
    }

    [Fact]
    public void Says_how_much_the_components_explain()
    {
        // Variances 9, 4 and 1 along three axes; the third of them is lost.
        double[] vectors = [3, 0, 0, -3, 0, 0, 0, 2, 0, 0, -2, 0, 0, 0, 1, 0, 0, -1];
        var figure = new EmbeddingMap("map", ["b", "c", "d", "f", "g", "h"], vectors);
        var drawn = new DrawnFigure(figure);
        Assert.Contains("first principal component (64.3 % of the variance)", drawn.Words);
        Assert.Contains("second principal component (28.6 % of the variance)", drawn.Words);
        (double X, double Y)[] points = [.. drawn.All("ellipse").SkipLast(1) // the key's
            .Select(point => (DrawnFigure.Number(point, "cx"), DrawnFigure.Number(point, "cy")))];
        Assert.Equal(2.0 / 3, (points[3].Y - points[2].Y) / (points[0].X - points[1].X), 0.001);
        Assert.Contains("3 dimensions, which explain 64.3 % and 28.6 %", figure.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Draws_two_dimensions_as_they_are_and_in_one_scale()
    {
        var drawn = new DrawnFigure(new EmbeddingMap("map", ["b", "c", "d"], [0, 0, 1, 0, 0, 0.5]));
        (double X, double Y)[] points = [.. drawn.All("ellipse").SkipLast(1) // the key's
            .Select(point => (DrawnFigure.Number(point, "cx"), DrawnFigure.Number(point, "cy")))];
        Assert.Equal(3, points.Length);
        ((double X, double Y) origin, (double X, double Y) right, (double X, double Y) up) = (points[0], points[1], points[2]);
        Assert.Equal(origin.Y, right.Y);
        Assert.Equal(origin.X, up.X);
        Assert.Equal((right.X - origin.X) / 2, origin.Y - up.Y, 0.2);
        Assert.Contains("dimension 1", drawn.Words);
        Assert.Contains("dimension 2", drawn.Words);
    }

    [Fact]
    public void Keeps_names_of_near_points_apart()
    {
        double[] near = [0, 0, 0.01, 0, 0, 0.01, 0.01, 0.01, 5, 5];
        var drawn = new DrawnFigure(new EmbeddingMap("map", ["b", "c", "d", "f", "g"], near));
        XElement[] names = [.. "bcdf".Select(letter => drawn.TextOf(letter.ToString()))];
        for (int i = 0; i < names.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double apart = Math.Max(
                    Math.Abs(DrawnFigure.Number(names[i], "x") - DrawnFigure.Number(names[j], "x")),
                    Math.Abs(DrawnFigure.Number(names[i], "y") - DrawnFigure.Number(names[j], "y")));
                Assert.True(apart > 8, $"{names[i].Value} and {names[j].Value} are {apart} apart");
            }
        }
    }

    [Fact]
    public void Takes_vowels_of_another_script()
    {
        var figure = new EmbeddingMap("map", ["अ", "क"], [0, 0, 1, 1]) { Vowels = new HashSet<string> { "अ" } };
        Assert.Contains("the vowels अ are marked", figure.Description, StringComparison.Ordinal);
        Assert.Equal(2, new DrawnFigure(figure).All("rect").Count(point => DrawnFigure.Inherited(point, "fill") == Vermillion));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(5)]
    public void Draws_one_point_and_equal_points(int width)
    {
        new DrawnFigure(new EmbeddingMap("map", ["b"], new double[width])).TextOf("b");
        new DrawnFigure(new EmbeddingMap("map", ["b", "c"], [.. Enumerable.Repeat(0.1, 2 * width)])).TextOf("c");
    }

    [Fact]
    public void Refuses_what_are_no_embeddings()
    {
        Refusal.Says("0 characters", () => new EmbeddingMap("t", [], []));
        Refusal.Says("0 numbers are not vectors of one width for 1 characters", () => new EmbeddingMap("t", ["a"], []));
        Refusal.Says("3 numbers", () => new EmbeddingMap("t", ["a", "b"], [1, 2, 3]));
        Refusal.Says("NaN", () => new EmbeddingMap("t", ["a"], [1, double.NaN]));
    }
}
