using System.Xml.Linq;

namespace Makemore.Pages.Tests;

public class AttentionMapsTests
{
    private static readonly double[] Two = [1, 0, 0.25, 0.75, 1, 0, 1, 0];

    [Fact]
    public void Shades_each_cell_by_its_weight()
    {
        var drawn = new DrawnFigure(new AttentionMaps("a", [".", "a"], 1, 2, Two));
        double right = DrawnFigure.Number(drawn.TextOf("head 2"), "x");
        XElement[] cells = [.. drawn.All("rect").Where(rect => DrawnFigure.Number(rect, "width") == 30)];
        Assert.Equal(6, cells.Length); // a place has no cell for a later one
        string[] expected = [.. new[] { 1, 0.25, 0.75, 1, 1, 0 }.Select(Palette.Shade).Select(c => $"#{c.R:x2}{c.G:x2}{c.B:x2}")];
        Assert.Equal(expected, cells.Select(cell => DrawnFigure.Inherited(cell, "fill")));
        Assert.Equal(
            [false, false, false, true, true, true], cells.Select(cell => DrawnFigure.Number(cell, "x") >= right));
        double[] x = [.. cells.Select(cell => DrawnFigure.Number(cell, "x"))], y = [.. cells.Select(cell => DrawnFigure.Number(cell, "y"))];
        Assert.Equal((x[0], x[0] + 30, y[0] + 30, y[0] + 30), (x[1], x[2], y[1], y[2]));
    }

    [Fact]
    public void Puts_the_heads_of_a_layer_in_a_row()
    {
        var drawn = new DrawnFigure(new AttentionMaps("a", ["."], 2, 2, [1, 1, 1, 1]));
        (double X, double Y) Place(string words) =>
            (DrawnFigure.Number(drawn.TextOf(words), "x"), DrawnFigure.Number(drawn.TextOf(words), "y"));
        Assert.Equal(Place("layer 1, head 1").Y, Place("layer 1, head 2").Y);
        Assert.Equal(Place("layer 1, head 2").X, Place("layer 2, head 2").X);
        Assert.True(Place("layer 1, head 1").X < Place("layer 1, head 2").X && Place("layer 1, head 1").Y < Place("layer 2, head 1").Y);
    }

    [Fact]
    public void Breaks_a_layer_that_is_too_wide_into_even_rows()
    {
        string[] text = [.. Enumerable.Repeat("a", 20)];
        double[] first = [.. Enumerable.Range(0, 4 * 400).Select(i => i % 20 == 0 ? 1.0 : 0)];
        var drawn = new DrawnFigure(new AttentionMaps("a", text, 2, 2, first));
        Assert.InRange(DrawnFigure.Number(drawn.Root, "width"), 700, 1000);
        drawn = new DrawnFigure(new AttentionMaps("a", text, 1, 4, first));
        Assert.InRange(DrawnFigure.Number(drawn.Root, "width"), 700, 1000);
        Assert.Equal(DrawnFigure.Number(drawn.TextOf("head 1"), "x"), DrawnFigure.Number(drawn.TextOf("head 3"), "x"));
        Assert.True(DrawnFigure.Number(drawn.TextOf("head 2"), "y") < DrawnFigure.Number(drawn.TextOf("head 3"), "y"));
    }

    [Fact]
    public void Says_what_the_last_character_looks_at_most() => Assert.Equal(
        "Attention over .a, 1 layer of 2 heads. What the last character, a, looks at most: head 1: a in place 2 (0.75); "
        + "head 2: . in place 1 (1.00).",
        new AttentionMaps("a", [".", "a"], 1, 2, Two).Description);

    [Fact]
    public void Refuses_what_is_not_attention()
    {
        Refusal.Says("were given 0", () => new AttentionMaps("a", ["."], 0, 2, []));
        Refusal.Says("over 0", () => new AttentionMaps("a", [], 1, 1, []));
        Refusal.Says("were given 65", () => new AttentionMaps("a", ["."], 5, 13, new double[65]));
        Refusal.Says("have 8 weights, and were given 4", () => new AttentionMaps("a", [".", "a"], 1, 2, [1, 0, 0, 1]));
        Refusal.Says("place 1 cannot look at place 2", () => new AttentionMaps("a", [".", "a"], 1, 1, [0.5, 0.5, 0, 1]));
        foreach (double wrong in new[] { -0.1, 1.1, double.NaN })
            Refusal.Says("between 0 and 1", () => new AttentionMaps("a", ["."], 1, 1, [wrong]));
    }
}
