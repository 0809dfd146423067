using System.Globalization;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace Makemore.Pages;

/// <summary>
/// A table of all pairs of characters: rows for the first, columns for the second. Each cell shows its pair and its value. Larger values
/// are darker, by the square root of their share of the largest, so that rare pairs look different from those that never occur.
/// </summary>
public sealed class PairHeatmap : Figure
{
    /// <summary>A table with more characters than this is unreadable.</summary>
    public const int MaximumCharacters = 100;

    private const double SmallestPlot = 420, TextSize = 11, RowLabels = 58, ColumnLabels = 44, Edge = 16;

    private readonly IReadOnlyList<string> characters;
    private readonly double[] values; // (characters, characters)
    private readonly string[] texts; // the same shape
    private readonly string unit;

    private PairHeatmap(string title, IReadOnlyList<string> characters, double[] values, Func<double, string> format, string unit)
        : base(title)
    {
        int n = characters.Count;
        if (n is 0 or > MaximumCharacters)
            throw new ArgumentException($"a heatmap of pairs holds 1 to {MaximumCharacters} characters, and was given {n}");
        if (values.Length != n * n)
            throw new ArgumentException($"a heatmap of {n} characters has {n * n} pairs, and was given {values.Length} values");
        for (int i = 0; i < values.Length; i++)
        {
            string pair = characters[i / n] + characters[i % n];
            if (!(values[i] >= 0 && double.IsFinite(values[i])))
                throw new ArgumentException(FormattableString.Invariant($"the value of \"{pair}\" must be 0 or more, and is {values[i]}"));
        }

        (this.characters, this.values, this.unit) = (characters, values, unit);
        texts = [.. values.Select(format)];
    }

    /// <summary>How often each pair was seen, with or without smoothing added.</summary>
    /// <param name="title">The title of the figure.</param>
    /// <param name="characters">The n characters.</param>
    /// <param name="counts">(n, n), row-major: the row is the first character, the column the second.</param>
    /// <exception cref="ArgumentException">
    /// The counts do not fit the characters, one is negative, or there are no characters or more than <see cref="MaximumCharacters"/>.
    /// </exception>
    public static PairHeatmap OfCounts(string title, IReadOnlyList<string> characters, ReadOnlySpan<long> counts)
    {
        var values = new double[counts.Length];
        for (int i = 0; i < values.Length; i++) values[i] = counts[i];
        return new PairHeatmap(title, characters, values, count => count.ToString("0", CultureInfo.InvariantCulture), "count");
    }

    /// <summary>How probable each second character is after each first one, with three decimals.</summary>
    /// <param name="title">The title of the figure.</param>
    /// <param name="characters">The n characters.</param>
    /// <param name="probabilities">(n, n), row-major: p(column's character | row's character).</param>
    /// <exception cref="ArgumentException">A probability is not between 0 and 1, or as for <see cref="OfCounts"/>.</exception>
    public static PairHeatmap OfProbabilities(string title, IReadOnlyList<string> characters, ReadOnlySpan<double> probabilities)
    {
        foreach (double p in probabilities)
            if (p > 1 + 1e-9)
                throw new ArgumentException(FormattableString.Invariant($"a probability must not be above 1, and one is {p}"));
        return new PairHeatmap(title, characters, probabilities.ToArray(), Probability, "probability");

        static string Probability(double p) => p == 0 ? "0" : p < 0.0005 ? "<.001" : p.ToString("#.000", CultureInfo.InvariantCulture);
    }

    private protected override string Describe()
    {
        int largest = values.AsSpan().IndexOf(values.Max()), never = values.Count(value => value == 0);
        string zero = never == 0 ? "none is 0" : $"{never} are 0";
        return $"Heatmap of the {unit} of each of the {values.Length} pairs of {characters.Count} characters; "
            + $"the largest is {texts[largest]} for \"{Pair(largest)}\", {zero}.";
    }

    private protected override FigureLayout Layout()
    {
        int n = characters.Count;
        IEnumerable<string> all = texts.Concat(Enumerable.Range(0, values.Length).Select(Pair));
        double widest = all.Max(text => SvgCanvas.Width(text, TextSize));
        double cellWidth = Math.Ceiling(Math.Max(widest + 8, SmallestPlot / n)); // larger if there are few: the headings need room
        double cellHeight = Math.Ceiling(Math.Max(31, SmallestPlot / (2.0 * n)));

        var plot = new PlotModel { PlotMargins = new OxyThickness(RowLabels, HeadingHeight + ColumnLabels, Edge, Edge) };
        plot.Axes.Add(Characters(AxisPosition.Top, "second character"));
        LinearAxis rows = Characters(AxisPosition.Left, "first character");
        (rows.StartPosition, rows.EndPosition) = (1, 0); // the first row is at the top
        plot.Axes.Add(rows);
        AddCells(plot);

        return new FigureLayout(plot, n * cellWidth, n * cellHeight, $"The larger the {unit}, the darker (by its square root).");
    }

    // First all cells, then all texts of one colour and weight together. The drawing is smaller when neighbours are alike.
    private void AddCells(PlotModel plot)
    {
        int n = characters.Count;
        double largest = Math.Max(values.Max(), double.Epsilon);
        OxyColor[] colours = [.. values.Select(value => Palette.Shade(Math.Sqrt(value / largest)))];
        for (int i = 0; i < values.Length; i++)
        {
            plot.Annotations.Add(new RectangleAnnotation
            {
                MinimumX = (i % n) - 0.5,
                MaximumX = (i % n) + 0.5,
                MinimumY = (i / n) - 0.5,
                MaximumY = (i / n) + 0.5,
                Fill = colours[i],
                StrokeThickness = 0,
            });
        }

        foreach (IGrouping<OxyColor, int> cells in Enumerable.Range(0, values.Length).GroupBy(i => Palette.TextOn(colours[i])))
        {
            foreach (int i in cells) plot.Annotations.Add(Text(i, Pair(i), cells.Key, 6.5, FontWeights.Bold));
            foreach (int i in cells) plot.Annotations.Add(Text(i, texts[i], cells.Key, -6.5, FontWeights.Normal));
        }
    }

    private TextAnnotation Text(int cell, string text, OxyColor colour, double above, double weight) => new()
    {
        Text = text,
        TextPosition = new DataPoint(cell % characters.Count, cell / characters.Count),
        Offset = new ScreenVector(0, above), // upwards, because the axis is reversed
        TextHorizontalAlignment = HorizontalAlignment.Center,
        TextVerticalAlignment = VerticalAlignment.Middle,
        TextColor = colour,
        FontSize = TextSize,
        FontWeight = weight,
        StrokeThickness = 0,
    };

    private string Pair(int cell) => characters[cell / characters.Count] + characters[cell % characters.Count];

    private LinearAxis Characters(AxisPosition position, string title)
    {
        LinearAxis axis = Styled(new LinearAxis { Position = position }, title, -0.5, characters.Count - 0.5);
        axis.MajorStep = 1;
        axis.MajorGridlineStyle = LineStyle.None;
        axis.TickStyle = TickStyle.None;
        axis.LabelFormatter = place => characters[(int)Math.Round(place)];
        return axis;
    }
}
