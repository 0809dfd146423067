using Makemore.Models;

namespace Makemore.Pages.Tests;

public class GateMapTests
{
    private static readonly Gate[] Gates = [new("update", "replaces"), new("reset", "sees")];

    [Fact]
    public void Writes_and_shades_the_mean_and_writes_the_spread()
    {
        // Two gates over two characters, each of two neurons.
        var figure = new GateMap("g", [".", "a"], Gates, [0, 0.5, 1, 1, 0.3, 0.5, 0, 0]);
        var drawn = new DrawnFigure(figure);
        foreach ((string mean, string spread) in new[] { ("0.25", "±0.25"), ("0.40", "±0.10") })
        {
            Assert.Equal(DrawnFigure.Number(drawn.TextOf(mean), "x"), DrawnFigure.Number(drawn.TextOf(spread), "x"));
            Assert.True(DrawnFigure.Number(drawn.TextOf(mean), "y") < DrawnFigure.Number(drawn.TextOf(spread), "y"));
        }

        Assert.Equal(DrawnFigure.Number(drawn.TextOf("a"), "x"), DrawnFigure.Number(drawn.TextOf("1.00"), "x"));
        Assert.Equal(DrawnFigure.Number(drawn.TextOf("0.40"), "y"), DrawnFigure.Number(drawn.TextOf("0.00"), "y"));
        string[] expected = [.. new[] { 0.25, 1, 0.4, 0 }.Select(Palette.Shade).Select(c => $"#{c.R:x2}{c.G:x2}{c.B:x2}")];
        Assert.Equal(
            expected,
            drawn.All("rect").Where(rect => DrawnFigure.Number(rect, "width") == 54).Select(rect => DrawnFigure.Inherited(rect, "fill")));
        Assert.Equal(
            "How far each gate is open, from 0 to 1, the mean over its neurons: "
            + "update (replaces) . 0.25, a 1.00; reset (sees) . 0.40, a 0.00.",
            figure.Description);
    }

    [Fact]
    public void Refuses_what_is_not_a_gate()
    {
        Refusal.Says("do not share 3 openings", () => new GateMap("g", ["."], Gates, [0, 1, 0]));
        Refusal.Says("do not share 0 openings", () => new GateMap("g", ["."], Gates, []));
        Refusal.Says("0 gates over 1", () => new GateMap("g", ["."], [], [1]));
        foreach (double wrong in new[] { -0.1, 1.1, double.NaN })
            Refusal.Says("between 0 and 1", () => new GateMap("g", ["."], Gates, [0, wrong]));
    }
}
