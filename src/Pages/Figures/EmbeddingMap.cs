using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using static Makemore.Pages.NumberText;

namespace Makemore.Pages;

/// <summary>
/// Where a network put the characters. Those that it treats alike lie close together. Vectors of two numbers are drawn as they are, longer
/// ones by their first two principal components, and single numbers on a line. Both axes have the same scale, so distances mean the same in
/// every direction.
/// </summary>
public sealed class EmbeddingMap : Figure
{
    private const double LeftMargin = 72, Right = 24, Bottom = 56, Side = 620;

    private readonly IReadOnlyList<string> characters;
    private readonly DataPoint[] points;
    private readonly string horizontal, vertical; // the axes' titles
    private readonly string method;

    /// <summary>A map of n characters.</summary>
    /// <param name="title">The title of the figure.</param>
    /// <param name="characters">The n characters.</param>
    /// <param name="vectors">(n, width), row-major: one vector for each character.</param>
    /// <exception cref="ArgumentException">
    /// There are no characters, the numbers do not make n vectors of one width, or a number is not finite.
    /// </exception>
    public EmbeddingMap(string title, IReadOnlyList<string> characters, ReadOnlySpan<double> vectors) : base(title)
    {
        int n = characters.Count;
        if (n == 0 || vectors.Length == 0 || vectors.Length % n != 0)
            throw new ArgumentException($"{vectors.Length} numbers are not vectors of one width for {n} characters");
        foreach (double value in vectors)
            if (!double.IsFinite(value))
                throw new ArgumentException(FormattableString.Invariant($"the embeddings must be finite, and one has {value}"));

        this.characters = characters;
        int width = vectors.Length / n;
        points = new DataPoint[n];
        if (width <= 2)
        {
            bool plane = width == 2;
            for (int i = 0; i < n; i++) points[i] = new DataPoint(vectors[i * width], plane ? vectors[(i * width) + 1] : 0);
            (horizontal, vertical) = ("dimension 1", plane ? "dimension 2" : "");
            method = plane ? "their two dimensions" : "their one dimension";
            return;
        }

        var components = new PrincipalComponents(vectors, width);
        double[] first = components.Project(0), second = components.Project(1);
        for (int i = 0; i < n; i++) points[i] = new DataPoint(first[i], second[i]);
        (string one, string two) = (Percent(components.ExplainedShare(0)), Percent(components.ExplainedShare(1)));
        horizontal = $"first principal component ({one} of the variance)";
        vertical = $"second principal component ({two} of the variance)";
        method = $"the first two principal components of {width} dimensions, which explain {one} and {two} of the variance";
    }

    /// <summary>The characters drawn in another colour and shape; by default the vowels of English.</summary>
    public IReadOnlySet<string> Vowels { get; init; } = new HashSet<string> { "a", "e", "i", "o", "u" };

    private protected override string Describe()
    {
        string[] vowels = [.. characters.Where(Vowels.Contains)];
        string marked = vowels.Length == 0 ? "" : $"; the vowels {string.Join(", ", vowels)} are marked";
        return $"Map of the embeddings of {characters.Count} characters by {method}{marked}.";
    }

    private protected override FigureLayout Layout()
    {
        var plot = new PlotModel { PlotMargins = new OxyThickness(LeftMargin, HeadingHeight + KeyHeight, Right, Bottom) };
        (double x, double y) = (Middle(point => point.X), Middle(point => point.Y));
        double reach = 1.08 * points.Max(point => Math.Max(Math.Abs(point.X - x), Math.Abs(point.Y - y)));
        if (reach < 1e-9) reach = 1; // all in one place, except for rounding
        plot.Axes.Add(Styled(new LinearAxis { Position = AxisPosition.Bottom }, horizontal, x - reach, x + reach));
        plot.Axes.Add(Styled(new LinearAxis { Position = AxisPosition.Left }, vertical, y - reach, y + reach));
        plot.Axes[1].IsAxisVisible = vertical.Length > 0;

        AddPoints(plot, "vowels", Vowels.Contains, MarkerType.Square, Palette.Vermillion);
        AddPoints(plot, "other characters", character => !Vowels.Contains(character), MarkerType.Circle, Palette.Blue);
        plot.Annotations.Add(new PointLabels(characters, points));
        return new FigureLayout(plot, Side, Side, "Characters that lie together are treated alike by the network.");
    }

    private void AddPoints(PlotModel plot, string title, Func<string, bool> belongs, MarkerType marker, OxyColor colour)
    {
        int[] members = [.. Enumerable.Range(0, points.Length).Where(i => belongs(characters[i]))];
        if (members.Length == 0) return;
        var series = new ScatterSeries { Title = title, MarkerType = marker, MarkerSize = 4, MarkerFill = colour };
        series.Points.AddRange(members.Select(i => new ScatterPoint(points[i].X, points[i].Y)));
        plot.Series.Add(series);
    }

    private double Middle(Func<DataPoint, double> coordinate) => (points.Min(coordinate) + points.Max(coordinate)) / 2;
}
