using System.Globalization;
using System.Xml.Linq;

namespace Makemore.Pages.Tests;

public class PairHeatmapTests
{
    private static readonly string[] Characters = [".", .. Enumerable.Range('a', 26).Select(c => ((char)c).ToString())];

    // From 0 to 27,000, across every shade, each value once.
    private static readonly long[] Counts = [.. Enumerable.Range(0, 729).Select(i => (long)i * i * i * 27_000 / (728L * 728 * 728))];

    [Fact]
    public void Says_pair_and_count_in_each_of_the_729_cells()
    {
        var drawn = new DrawnFigure(PairHeatmap.OfCounts("pairs", Characters, Counts));
        List<XElement> cells = Cells(drawn);
        Assert.Equal(729, cells.Count);

        ILookup<XElement, string> words = TextsByCell(drawn, cells).ToLookup(one => one.Cell, one => one.Text.Value);
        XElement[] inReadingOrder = [.. cells.OrderBy(cell => DrawnFigure.Number(cell, "y")).ThenBy(cell => DrawnFigure.Number(cell, "x"))];
        for (int i = 0; i < 729; i++)
        {
            string[] expected = [Characters[i / 27] + Characters[i % 27], Counts[i].ToString(CultureInfo.InvariantCulture)];
            Assert.Equal(expected.Order(), words[inReadingOrder[i]].Order());
        }
    }

    [Fact]
    public void Text_stands_out_on_every_cell()
    {
        var drawn = new DrawnFigure(PairHeatmap.OfCounts("pairs", Characters, Counts));
        List<(XElement Text, XElement Cell)> texts = [.. TextsByCell(drawn, Cells(drawn))];
        Assert.Equal(2 * 729, texts.Count);
        foreach ((XElement text, XElement cell) in texts)
        {
            double contrast = Contrast(DrawnFigure.Inherited(text, "fill"), DrawnFigure.Inherited(cell, "fill"));
            Assert.True(contrast >= 4.5, $"{text.Value} has a contrast of {contrast}");
        }
    }

    [Fact]
    public void Is_the_darker_the_larger()
    {
        var drawn = new DrawnFigure(PairHeatmap.OfCounts("pairs", Characters, Counts));
        double[] lightness = [.. Cells(drawn)
            .OrderBy(cell => DrawnFigure.Number(cell, "y")).ThenBy(cell => DrawnFigure.Number(cell, "x"))
            .Select(cell => Luminance(DrawnFigure.Inherited(cell, "fill")))];
        Assert.Equal(lightness.OrderDescending(), lightness);
        Assert.True(lightness[0] > 0.99 && lightness[^1] < 0.05);
    }

    [Fact]
    public void Fits_each_text_into_its_cell()
    {
        var drawn = new DrawnFigure(PairHeatmap.OfCounts("pairs", ["mm", "w"], [1, 123_456_789_012, 3, 4]));
        double room = DrawnFigure.Number(Cells(drawn)[0], "width");
        Assert.True(room >= 12 * 0.556 * 11, "Helvetica's digits are 0.556 of their size wide");
    }

    [Fact]
    public void Writes_probabilities_with_three_decimals_and_tells_little_from_nothing()
    {
        var drawn = new DrawnFigure(PairHeatmap.OfProbabilities("pairs", ["a", "b"], [0.25, 0.75, 0.0001, 0]));
        string[] texts = [.. TextsByCell(drawn, Cells(drawn)).Select(one => one.Text.Value)];
        Assert.Equal([".250", ".750", "0", "<.001", "aa", "ab", "ba", "bb"], texts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Describes_the_largest_and_the_empty_ones() => Assert.Equal(
        "Heatmap of the count of each of the 4 pairs of 2 characters; the largest is 9 for \"ba\", 1 are 0.",
        PairHeatmap.OfCounts("pairs", ["a", "b"], [1, 0, 9, 4]).Description);

    [Fact]
    public void Escapes_characters()
    {
        PairHeatmap figure = PairHeatmap.OfCounts("pairs", ["<script>", "&"], [1, 2, 3, 4]);
        Assert.DoesNotContain("<script", figure.ToSvg(), StringComparison.Ordinal);
        Assert.Contains("<script>&", new DrawnFigure(figure).Words);
    }

    [Fact]
    public void Refuses_what_is_no_table_of_pairs()
    {
        Refusal.Says("1 to 100", () => PairHeatmap.OfCounts("t", [], []));
        string[] many = [.. Enumerable.Repeat("a", PairHeatmap.MaximumCharacters + 1)];
        Assert.NotNull(PairHeatmap.OfCounts("t", many[1..], new long[100 * 100]));
        Refusal.Says("101", () => PairHeatmap.OfCounts("t", many, new long[101 * 101]));
        Refusal.Says("4 pairs", () => PairHeatmap.OfCounts("t", ["a", "b"], [1, 2]));
        Refusal.Says("\"ba\"", () => PairHeatmap.OfCounts("t", ["a", "b"], [1, 2, -3, 4]));
        Refusal.Says("\"ab\"", () => PairHeatmap.OfProbabilities("t", ["a", "b"], [1, double.NaN, 0, 0]));
        Refusal.Says("1.5", () => PairHeatmap.OfProbabilities("t", ["a"], [1.5]));
    }

    // The background begins at 0; the plot's frame has no fill.
    private static List<XElement> Cells(DrawnFigure drawn) =>
        [.. drawn.All("rect").Where(one => DrawnFigure.Inherited(one, "fill") != "none" && DrawnFigure.Number(one, "x") > 0)];

    private static IEnumerable<(XElement Text, XElement Cell)> TextsByCell(DrawnFigure drawn, List<XElement> cells)
    {
        ILookup<double, XElement> columns = cells.ToLookup(cell => DrawnFigure.Number(cell, "x") + (DrawnFigure.Number(cell, "width") / 2));
        return from text in drawn.Texts
               from cell in columns[DrawnFigure.Number(text, "x")]
               let y = DrawnFigure.Number(text, "y")
               where y > DrawnFigure.Number(cell, "y") && y < DrawnFigure.Number(cell, "y") + DrawnFigure.Number(cell, "height")
               select (text, cell);
    }

    private static double Contrast(string one, string other)
    {
        double a = Luminance(one), b = Luminance(other);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    // WCAG 2.2, "relative luminance".
    private static double Luminance(string colour)
    {
        double[] linear = [.. Enumerable.Range(0, 3)
            .Select(i => Convert.ToInt32(colour.Substring(1 + (2 * i), 2), 16) / 255.0)
            .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }
}
