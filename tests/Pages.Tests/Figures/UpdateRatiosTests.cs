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

    [Theory, InlineData(6, false), InlineData(7, true)]
    public void Draws_many_parameters_as_strips(int count, bool asStrips)
    {
        (string, double[])[] parameters = [.. Enumerable.Range(0, count).Select(i => ($"p{i}", new[] { 0.01, 0.02 }))];
        var drawn = new DrawnFigure(new UpdateRatios("u", Points.Updates([0, 1], parameters)));
        Assert.Equal(asStrips, drawn.Words.Contains("crawls"));
    }

    [Fact]
    public void A_strip_changes_colour_where_the_ratio_crosses_a_limit()
    {
        // From step 0 to 100, the first goes from too little to too much at 60; the second has a gap until then.
        double[] Ratios(double before) => [.. Enumerable.Range(0, 11).Select(i => i < 6 ? before : 0.1)];
        (string, double[])[] parameters = [("a", Ratios(1e-5)), .. Enumerable.Range(0, 6).Select(i => ($"p{i}", Ratios(double.NaN)))];
        var drawn = new DrawnFigure(new UpdateRatios("u", Points.Updates(Enumerable.Range(0, 11).Select(i => 10 * i), parameters)));
        double left = DrawnFigure.Number(drawn.TextOf("0"), "x"), right = DrawnFigure.Number(drawn.TextOf("100"), "x");
        var strips = drawn.All("rect").Where(rect => DrawnFigure.Number(rect, "height") == 18).Select(rect => (
            Fill: DrawnFigure.Inherited(rect, "fill"), X: DrawnFigure.Number(rect, "x"), Width: DrawnFigure.Number(rect, "width"))).ToList();
        Assert.Equal(8, strips.Count);
        Assert.Equal(["#063a6c", "#7f3400", "#7f3400"], strips.Take(3).Select(strip => strip.Fill));
        double middle = left + (0.55 * (right - left)); // between the steps 50 and 60
        Assert.Equal([left, middle, middle], strips.Take(3).Select(strip => strip.X), (a, b) => Math.Abs(a - b) < 0.2);
        Assert.Equal([middle - left, right - middle], strips.Take(2).Select(strip => strip.Width), (a, b) => Math.Abs(a - b) < 0.2);
    }

    [Theory]
    [InlineData(-4.6, "#063a6c"), InlineData(-4.4, "#2f83bd"), InlineData(-3.6, "#9ac7e3"), InlineData(-3, "#e4e4e4")]
    [InlineData(-2.4, "#f6c08f"), InlineData(-1.6, "#d9751f"), InlineData(-1.4, "#7f3400")]
    public void A_strip_is_blue_below_the_rule_of_thumb_and_orange_above(double power, string colour)
    {
        (string, double[])[] parameters = [.. Enumerable.Range(0, 7).Select(i => ($"p{i}", new[] { Math.Pow(10, power) }))];
        var drawn = new DrawnFigure(new UpdateRatios("u", Points.Updates([3], parameters)));
        Assert.All(
            drawn.All("rect").Where(rect => DrawnFigure.Number(rect, "height") == 18),
            rect => Assert.Equal(colour, DrawnFigure.Inherited(rect, "fill")));
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
