using System.Globalization;
using Makemore.Modules;

namespace Makemore.Pages.Tests;

public class UpdateRatiosTests
{
    private const string Blue = "#0072b2", Rule = "#595959";

    [Fact]
    public void Names_each_parameter_and_the_rule_of_thumb()
    {
        var drawn = new DrawnFigure(new UpdateRatios("u", Points.Updates([0, 10], ("W1", [0.01, 0.001]), ("<b>", [0.1, 0.02]))));
        string[] expected = ["W1 -3.00", "<b> -1.70", "rule of thumb -3", "training step", "log10 of std(update) / std(parameter)"];
        Assert.All(expected, word => Assert.Contains(word, drawn.Words));
    }

    [Fact]
    public void Draws_the_logarithm_of_the_ratio()
    {
        var drawn = new DrawnFigure(new UpdateRatios("u", Points.Updates([0, 1, 2], ("W", [0.001, 0.01, 0.1]))));
        (double X, double Y)[] line = drawn.LinesIn(Blue).Single(points => points.Length == 3);
        double rule = drawn.LinesIn(Rule).Single(points => points[1].X - points[0].X > 600)[0].Y;
        Assert.Equal(rule, line[0].Y, 0.15);
        Assert.Equal(line[0].Y - line[1].Y, line[1].Y - line[2].Y, 0.25);
        Assert.True(line[1].Y < line[0].Y);
    }

    [Fact]
    public void Gives_each_parameter_another_dash_for_print()
    {
        (string, double[])[] parameters = [.. Enumerable.Range(1, 5).Select(i => ($"p{i}", new[] { 0.01 * i, 0.02 * i }))];
        var drawn = new DrawnFigure(new UpdateRatios("u", Points.Updates([0, 1], parameters)));
        string[] dashes = [.. drawn.All("polyline")
            .Where(line => DrawnFigure.Points(line) is [var a, var b] && b.X - a.X > 600 && a.Y != b.Y)
            .Select(line => DrawnFigure.Inherited(line, "stroke-dasharray"))];
        Assert.Equal(5, dashes.Distinct().Count());
    }

    [Fact]
    public void Averages_groups_of_many_steps()
    {
        double[] ratios = [.. Enumerable.Range(0, 50_000).Select(i => i % 2 == 0 ? 1e-2 : 1e-4)];
        var drawn = new DrawnFigure(new UpdateRatios("u", Points.Updates(Enumerable.Range(0, 50_000), ("W", ratios))));
        (double X, double Y)[] line = drawn.LinesIn(Blue).MaxBy(points => points.Length)!;
        double rule = drawn.LinesIn(Rule).Single(points => points[1].X - points[0].X > 600)[0].Y;
        Assert.Equal(250, line.Length);
        Assert.All(line, point => Assert.Equal(rule, point.Y, 0.15));
        Assert.Contains(drawn.Words, word => word.EndsWith("Means over 200 steps.", StringComparison.Ordinal));
    }

    [Fact]
    public void Describes_where_each_ended_even_without_updates()
    {
        var figure = new UpdateRatios("u", Points.Updates([0, 1500], ("W", [0.1, 0.001]), ("b", [0, double.NaN])));
        Assert.Contains("up to step 1,500; at the end: W -3.00, b none.", figure.Description, StringComparison.Ordinal);
        Assert.DoesNotContain(new DrawnFigure(figure).Words, word => word.StartsWith("b ", StringComparison.Ordinal));
    }

    [Fact]
    public void Draws_one_step() => new DrawnFigure(new UpdateRatios("u", Points.Updates([3], ("W", [0.002])))).TextOf(
        string.Create(CultureInfo.InvariantCulture, $"W {Math.Log10(0.002):0.00}"));

    [Fact]
    public void Refuses_what_are_no_ratios()
    {
        Assert.Throws<ArgumentException>(() => new UpdateRatios("u", []));
        Assert.Throws<ArgumentException>(() => new UpdateRatios("u", Points.Updates([0])));
        UpdatePoint[] differing = [new(0, [new("W", 1), new("b", 1)]), new(1, [new("W", 1)])];
        Refusal.Says("step 1 has ratios of W, and step 0 of W, b", () => new UpdateRatios("u", differing));
        Refusal.Says("1 comes after 2", () => new UpdateRatios("u", Points.Updates([2, 1], ("W", [1, 1]))));
        Refusal.Says("none", () => new UpdateRatios("u", Points.Updates([0], ("W", [0]))));
    }
}
