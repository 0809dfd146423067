using System.Xml.Linq;

namespace Makemore.Pages.Tests;

public class ActivationHistogramTests
{
    private const string Blue = "#0072b2", Vermillion = "#d55e00";

    [Fact]
    public void Counts_as_saturated_what_is_above_the_limit_on_either_side()
    {
        Assert.Equal(0, new ActivationHistogram("h", [0.97, -0.97, 0]).SaturatedShare);
        Assert.Equal(0.75, new ActivationHistogram("h", [0.9701, -0.9701, 1, 0]).SaturatedShare);
    }

    [Fact]
    public void Says_the_share_and_marks_the_two_outer_bars()
    {
        var figure = new ActivationHistogram("h", [-1, -0.99, 1, 0, 0, 0, 0, 0.5]);
        var drawn = new DrawnFigure(figure);
        Assert.Contains("Saturated (the outermost bars, |h| > 0.97): 37.5 % of 8 outputs.", drawn.Words);
        Assert.Equal(
            "Histogram of 8 outputs of tanh between -1 and 1: 37.5 % are saturated, |h| > 0.97 (25.0 % at -1, 12.5 % at 1).",
            figure.Description);

        XElement[] bars = [.. Bars(drawn, Vermillion).OrderBy(bar => DrawnFigure.Number(bar, "x"))];
        Assert.Equal(2, bars.Length);
        Assert.Equal(2 * DrawnFigure.Number(bars[1], "height"), DrawnFigure.Number(bars[0], "height"), 0.3);
        Assert.Equal(65, Bars(drawn, Blue).Count());
    }

    [Fact]
    public void Puts_every_output_into_the_bar_it_belongs_to()
    {
        var drawn = new DrawnFigure(new ActivationHistogram("h", [0.25]));
        XElement bar = Assert.Single(Bars(drawn, Blue), one => DrawnFigure.Number(one, "height") > 0);
        double x = DrawnFigure.Number(drawn.TextOf("0.25"), "x");
        Assert.InRange(x, DrawnFigure.Number(bar, "x"), DrawnFigure.Number(bar, "x") + DrawnFigure.Number(bar, "width"));
    }

    [Theory, InlineData(1.01), InlineData(-1.01), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void Refuses_what_tanh_cannot_give(double output) =>
        Refusal.Says("between -1 and 1", () => new ActivationHistogram("h", [0, output]));

    [Fact]
    public void Refuses_no_outputs() => Assert.Throws<ArgumentException>(() => new ActivationHistogram("h", []));

    private static IEnumerable<XElement> Bars(DrawnFigure drawn, string colour) =>
        drawn.All("rect").Where(bar => DrawnFigure.Inherited(bar, "fill") == colour);
}
