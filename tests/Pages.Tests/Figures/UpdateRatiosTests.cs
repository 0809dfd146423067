using Makemore.Modules;

namespace Makemore.Pages.Tests;

public class UpdateRatiosTests
{
    private const string Blue = "#0072b2", Rule = "#595959";

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

    [Theory, InlineData(250, false), InlineData(251, true)]
    public void Says_so_if_it_averages(int steps, bool averages)
    {
        double[] ratios = [.. Enumerable.Repeat(0.001, steps)];
        var drawn = new DrawnFigure(new UpdateRatios("u", Points.Updates(Enumerable.Range(0, steps), ("W", ratios))));
        Assert.Equal(averages, drawn.AllText.Contains("Means over 1 steps.", StringComparison.Ordinal));
    }

    [Fact]
    public void Describes_where_each_ended_even_without_updates()
    {
        var figure = new UpdateRatios("u", Points.Updates([0, 1500], ("W", [0.1, 0.001]), ("b", [0, double.NaN])));
        Assert.Contains("up to step 1,500; at the end: W -3.00, b none.", figure.Description, StringComparison.Ordinal);
        Assert.DoesNotContain(new DrawnFigure(figure).Words, word => word.StartsWith("b ", StringComparison.Ordinal));
    }

    [Fact]
    public void Refuses_what_are_no_ratios()
    {
        Assert.Throws<ArgumentException>(() => new UpdateRatios("u", []));
        Assert.Throws<ArgumentException>(() => new UpdateRatios("u", Points.Updates([0])));
        UpdatePoint[] differing = [new(0, [new("W", 1), new("b", 1)]), new(1, [new("W", 1)])];
        Refusal.Says("step 1 has ratios of W, and step 0 of W, b", () => new UpdateRatios("u", differing));
        Refusal.Says("2 comes after 2", () => new UpdateRatios("u", Points.Updates([2, 2], ("W", [1, 1]))));
        Refusal.Says("1 comes after 2", () => new UpdateRatios("u", Points.Updates([2, 1], ("W", [1, 1]))));
        Refusal.Says("none", () => new UpdateRatios("u", Points.Updates([0], ("W", [0]))));
    }
}
