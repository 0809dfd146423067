using System.Xml.Linq;
using Makemore.Modules;

namespace Makemore.Pages.Tests;

public class LearningRateCurveTests
{
    private static readonly double[] Rates = [.. Enumerable.Range(0, 701).Select(i => Math.Pow(10, -7 + (i / 100.0)))];
    private static readonly double[] Losses = [.. Rates.Select(rate => 2.5 + Math.Abs(Math.Log10(rate) + 1))];

    private static LearningRateCurve Curve => new("range test", Points.Rates(Rates, Losses), Losses, 0.001, 0.1);

    [Fact]
    public void Marks_and_names_both_recommendations()
    {
        var drawn = new DrawnFigure(Curve);
        Assert.Contains("falls fastest at 0.001 (e = -3.00)", drawn.Words);
        Assert.Contains("lowest at 0.1 (e = -1.00)", drawn.Words);
        XElement mark = Assert.Single(drawn.All("ellipse"));
        Assert.Equal(DrawnFigure.Number(drawn.TextOf("-1"), "x"), DrawnFigure.Number(mark, "cx"), 0.2);
        double third = DrawnFigure.Number(drawn.TextOf("-3"), "x");
        Assert.Contains(drawn.LinesIn("#d55e00"), line => line.All(point => Math.Abs(point.X - third) < 0.2));
    }

    [Fact]
    public void Shows_the_rate_below_its_exponent()
    {
        var drawn = new DrawnFigure(Curve);
        (string Rate, string Exponent)[] pairs = [("1e-7", "-7"), ("1e-4", "-4"), ("0.001", "-3"), ("0.01", "-2"), ("1", "0")];
        foreach ((string rate, string exponent) in pairs)
        {
            XElement below = drawn.Texts.Where(text => text.Value == rate).MaxBy(text => DrawnFigure.Number(text, "y"))!;
            XElement above = drawn.Texts.Where(text => text.Value == exponent).MinBy(text => DrawnFigure.Number(text, "y"))!;
            Assert.Equal(DrawnFigure.Number(above, "x"), DrawnFigure.Number(below, "x"), 0.2);
        }

        Assert.Contains("learning rate (logarithmic)", drawn.Words);
        Assert.Contains("exponent e of the rate 10^e", drawn.Words);
        Assert.Contains("loss (nats a character)", drawn.Words);
    }

    [Fact]
    public void Keeps_divergence_from_flattening_the_rest()
    {
        double[] diverging = [.. Losses.Select((loss, i) => Rates[i] > 0.5 ? 1e6 : loss)];
        double Height(double[] losses)
        {
            var drawn = new DrawnFigure(new LearningRateCurve("t", Points.Rates(Rates, losses), losses, 0.001, 0.1));
            (double X, double Y)[] line = drawn.LinesIn("#0072b2").MaxBy(points => points.Length)!;
            return line.Max(point => point.Y) - line[0].Y;
        }

        Assert.Equal(Height(Losses), Height(diverging), 1.0);
    }

    [Fact]
    public void Describes_both_rates() => Assert.Equal(
        "Loss by learning rate, 701 steps from 1e-7 to 1: the smoothed loss falls fastest at 0.001 (10^-3.00) "
        + "and is lowest, 2.5000, at 0.1 (10^-1.00).",
        Curve.Description);

    [Fact]
    public void Draws_two_steps_and_gaps()
    {
        double[] gap = [2, double.NaN];
        new DrawnFigure(new LearningRateCurve("t", Points.Rates([0.1, 1], gap), gap, 0.1, 0.1)).TextOf("lowest at 0.1 (e = -1.00)");
        double[] flat = [2, 2, 2];
        new DrawnFigure(new LearningRateCurve("t", Points.Rates([0.1, 1, 2], flat), flat, 0.1, 2)).TextOf("lowest at 2 (e = 0.30)");
    }

    [Theory, InlineData(800, "each step"), InlineData(801, "range in 2 steps")]
    public void Draws_the_range_of_neighbours_if_there_are_more_than_800_steps(int steps, string named)
    {
        double[] rates = [.. Enumerable.Range(1, steps).Select(i => (double)i)];
        Assert.Contains(named, new DrawnFigure(new LearningRateCurve("t", Points.Rates(rates, rates), rates, 1, 2)).Words);
    }

    [Fact]
    public void Refuses_what_is_no_range_test()
    {
        Assert.Contains("given 0 and 0", Refusal([], [], 1, 1), StringComparison.Ordinal);
        Assert.Contains("given 1 and 1", Refusal([1], [1], 1, 1), StringComparison.Ordinal);
        Assert.Contains("given 2 and 1", Refusal([1, 2], [1], 1, 1), StringComparison.Ordinal);
        Assert.Contains("rate 2 is 1", Refusal([1, 1], [1, 1], 1, 1), StringComparison.Ordinal);
        Assert.Contains("rate 1 is 0", Refusal([0, 1], [1, 1], 1, 1), StringComparison.Ordinal);
        Assert.Contains("NaN", Refusal([1, double.NaN], [1, 1], 1, 1), StringComparison.Ordinal);
        Assert.Contains("rate 2 is Infinity", Refusal([1, double.PositiveInfinity], [1, 1], 1, 1), StringComparison.Ordinal);
        foreach ((double steepest, double minimum) in new[] { (3.0, 1.0), (0.5, 1), (1, 3), (1, 0.5) })
        {
            string said = FormattableString.Invariant($"the rates {steepest} and {minimum} must lie among those tried, 1 to 2");
            Assert.Equal(said, Refusal([1, 2], [1, 1], steepest, minimum));
        }

        Assert.Contains("none of the 2", Refusal([1, 2], [double.NaN, double.NaN], 1, 1), StringComparison.Ordinal);
    }

    private static string Refusal(double[] rates, double[] smoothed, double steepest, double minimum)
    {
        LearningRatePoint[] points = Points.Rates(rates, rates.Select(_ => 1.0));
        return Assert.Throws<ArgumentException>(() => new LearningRateCurve("t", points, smoothed, steepest, minimum)).Message;
    }
}
