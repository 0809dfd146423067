using OxyPlot;
using static Makemore.Pages.NumberText;

namespace Makemore.Pages;

/// <summary>
/// What each character of a text looks at: a panel for each head of attention, the heads of a layer side by side. A row of a panel is the
/// character that looks; the darker a cell, the more it looks at the column's. A place cannot see later ones, so these have no cell.
/// </summary>
public sealed class AttentionMaps : Figure
{
    /// <summary>With more panels than this, none could be read.</summary>
    public const int MaximumPanels = 64;

    private const double TargetWidth = 900, SmallestCell = 11, LargestCell = 30, Edge = 16, LeftLabels = 24, TopLabels = 46, Gap = 14;
    private const double Bottom = 58, KeyWidth = 180, SmallestWidth = 560;

    private readonly IReadOnlyList<string> text;
    private readonly int layers, heads;
    private readonly double[] weights; // (layers, heads, t, t)

    /// <summary>Panels of weights that were computed.</summary>
    /// <param name="title">The title of the figure.</param>
    /// <param name="text">The t characters.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="heads">The number of heads in each.</param>
    /// <param name="weights">(layers, heads, t, t), row-major: how much the row's character looks at the column's.</param>
    /// <exception cref="ArgumentException">
    /// There is nothing to draw or more than <see cref="MaximumPanels"/>, the weights do not fit, one is not between 0 and 1, or a place looks
    /// at a later one.
    /// </exception>
    public AttentionMaps(string title, IReadOnlyList<string> text, int layers, int heads, double[] weights) : base(title)
    {
        int t = text.Count, panels = layers * heads;
        if (t == 0 || panels is 0 or > MaximumPanels)
            throw new ArgumentException($"maps of attention hold 1 to {MaximumPanels} heads over a text, and were given {panels} over {t}");
        if (weights.Length != panels * t * t)
            throw new ArgumentException($"{panels} heads over {t} characters have {panels * t * t} weights, and were given {weights.Length}");
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] is >= 0 and <= 1 + 1e-5))
                throw new ArgumentException(FormattableString.Invariant($"a weight of attention lies between 0 and 1, and one is {weights[i]}"));
            if (i % t > i / t % t && weights[i] > 0)
                throw new ArgumentException($"place {(i / t % t) + 1} cannot look at place {(i % t) + 1}, which comes after it");
        }

        (this.text, this.layers, this.heads, this.weights) = (text, layers, heads, weights);
    }

    // The heads of a layer that stand side by side: all, or as many in each of several rows, so that a long text stays readable.
    private int Columns
    {
        get
        {
            int fit = Math.Max(1, (int)(TargetWidth / (LeftLabels + Gap + (SmallestCell * text.Count))));
            int rows = (heads + fit - 1) / fit;
            return (heads + rows - 1) / rows;
        }
    }

    private double Cell => Math.Clamp(Math.Floor(((TargetWidth / Columns) - LeftLabels - Gap) / text.Count), SmallestCell, LargestCell);

    private protected override string Describe()
    {
        int t = text.Count;
        IEnumerable<string> last = Enumerable.Range(0, layers * heads).Select(panel =>
        {
            int best = Enumerable.Range(0, t).MaxBy(j => Weight(panel, t - 1, j));
            return $"{Name(panel)}: {text[best]} in place {best + 1} ({TwoDecimals(Weight(panel, t - 1, best))})";
        });
        return $"Attention over {string.Concat(text)}, {layers} {(layers == 1 ? "layer" : "layers")} of {heads} "
            + $"{(heads == 1 ? "head" : "heads")}. What the last character, {text[^1]}, looks at most: {string.Join("; ", last)}.";
    }

    private protected override FigureLayout Layout()
    {
        double side = text.Count * Cell, across = LeftLabels + side + Gap, down = TopLabels + side;
        int columns = Columns, rows = (heads + columns - 1) / columns;
        double width = Math.Max(SmallestWidth, columns * across), height = layers * rows * down;
        var margins = new OxyThickness(Edge, HeadingHeight, Edge, Bottom);
        PlotModel plot = Freehand.Plot(margins, pen =>
        {
            for (int panel = 0; panel < layers * heads; panel++)
            {
                int row = (panel / heads * rows) + (panel % heads / columns);
                DrawPanel(pen, panel, (panel % heads % columns * across) + LeftLabels, (row * down) + TopLabels);
            }

            DrawKey(pen, height + 24);
        });
        return new FigureLayout(
            plot, width, height, "Each row shares 1 among its own character and those before it; those after it are hidden.");
    }

    private void DrawPanel(Freehand pen, int panel, double left, double top)
    {
        int t = text.Count;
        pen.Text(left, top - 32, Name(panel), HorizontalAlignment.Left, isBold: true);
        for (int i = 0; i < t; i++)
            for (int j = 0; j <= i; j++)
                pen.Rectangle(left + (j * Cell), top + (i * Cell), Cell, Cell, Palette.Shade(Math.Min(1, Weight(panel, i, j))));
        for (int i = 0; i < t; i++) // the stairs above which everything is later
        {
            pen.Line(left + (i * Cell), top + (i * Cell), left + ((i + 1) * Cell), top + (i * Cell), Palette.Quiet);
            pen.Line(left + ((i + 1) * Cell), top + (i * Cell), left + ((i + 1) * Cell), top + ((i + 1) * Cell), Palette.Quiet);
        }

        pen.Line(left, top, left, top + (t * Cell), Palette.Quiet);
        pen.Line(left, top + (t * Cell), left + (t * Cell), top + (t * Cell), Palette.Quiet);
        double size = Math.Min(Freehand.TextSize, Cell + 1);
        for (int i = 0; i < t; i++) pen.Text(left - 10, top + ((i + 0.5) * Cell), text[i], size: size);
        for (int j = 0; j < t; j++) pen.Text(left + ((j + 0.5) * Cell), top - 12, text[j], size: size);
    }

    private static void DrawKey(Freehand pen, double top)
    {
        const int Steps = 20;
        const double Step = KeyWidth / Steps, Height = 13;
        for (int i = 0; i < Steps; i++) pen.Rectangle(LeftLabels + (i * Step), top, Step, Height, Palette.Shade((i + 0.5) / Steps));
        pen.Frame(LeftLabels, top, KeyWidth, Height, Palette.Quiet);
        foreach (double mark in new[] { 0, 0.5, 1 })
            pen.Text(LeftLabels + (mark * KeyWidth), top + Height + 10, mark.ToString(System.Globalization.CultureInfo.InvariantCulture), size: 12);
        pen.Text(
            LeftLabels + KeyWidth + 14, top + (Height / 2), "how much the row's character looks at the column's", HorizontalAlignment.Left);
    }

    private double Weight(int panel, int i, int j) => weights[(((panel * text.Count) + i) * text.Count) + j];

    private string Name(int panel) =>
        layers == 1 ? $"head {(panel % heads) + 1}" : $"layer {(panel / heads) + 1}, head {(panel % heads) + 1}";
}
