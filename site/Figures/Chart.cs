using Makemore.Pages;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Makemore.Site;

/// <summary>Lines, points and bars over two axes. Small, with large letters, so that it can be read on a phone.</summary>
/// <param name="title">What it is about, in a few words.</param>
/// <param name="horizontal">What the horizontal axis shows.</param>
/// <param name="vertical">What the vertical axis shows.</param>
internal sealed class Chart(string title, string horizontal, string vertical) : Figure(title)
{
    private const double Left = 70, Right = 22, Bottom = 54, PlotWidth = 448, PlotHeight = 270, LabelSize = 13;

    private readonly List<Series> series = [];
    private readonly List<Annotation> annotations = [];
    private readonly List<DataPoint> seen = []; // what must fit between the axes
    private int lines;

    /// <summary>A line below the title.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether each step of the horizontal axis multiplies.</summary>
    public bool MultipliesAcross { get; init; }

    /// <summary>Whether each step of the vertical axis multiplies.</summary>
    public bool MultipliesUp { get; init; }

    /// <summary>The ends of the horizontal axis; by default all fits.</summary>
    public (double From, double To)? HorizontalEnds { get; init; }

    /// <summary>The ends of the vertical axis; by default all fits.</summary>
    public (double From, double To)? VerticalEnds { get; init; }

    /// <summary>Names for 0, 1, 2, ... on the horizontal axis, instead of numbers.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>A line through points; the next colour, unless one is given.</summary>
    public Chart Line(
        string? name, IEnumerable<(double X, double Y)> points, bool hasDots = false, OxyColor? colour = null, double thickness = 2.2)
    {
        (OxyColor next, LineStyle style) = colour is null ? Palette.Lines[lines++ % Palette.Lines.Count] : (colour.Value, LineStyle.Solid);
        var line = new LineSeries { Title = name, Color = next, LineStyle = style, StrokeThickness = thickness };
        if (hasDots) (line.MarkerType, line.MarkerFill, line.MarkerSize) = (MarkerType.Circle, next, 4);
        line.Points.AddRange(Seen(points));
        series.Add(line);
        return this;
    }

    /// <summary>Points that no line joins.</summary>
    public Chart Dots(
        string? name, IEnumerable<(double X, double Y)> points, OxyColor colour, MarkerType shape = MarkerType.Circle, double size = 5)
    {
        var dots = new ScatterSeries { Title = name, MarkerType = shape, MarkerSize = size };
        (dots.MarkerFill, dots.MarkerStroke) = (colour, Palette.Background);
        dots.Points.AddRange(Seen(points).Select(point => new ScatterPoint(point.X, point.Y)));
        series.Add(dots);
        return this;
    }

    /// <summary>A bar for each group. Bars of several calls stand side by side.</summary>
    /// <param name="name">What they show.</param>
    /// <param name="heights">One for each group.</param>
    /// <param name="place">Which of the bars in a group, from 0.</param>
    /// <param name="of">How many bars a group has.</param>
    /// <param name="isNumbered">Whether each bar has its height above it, as a whole number.</param>
    public Chart Bars(string? name, IEnumerable<double> heights, int place = 0, int of = 1, bool isNumbered = false)
    {
        const double Share = 0.8; // of the room; the rest divides the groups
        var bars = new RectangleBarSeries { Title = name, FillColor = Palette.Lines[place].Colour, StrokeThickness = 0 };
        foreach ((int group, double height) in heights.Index())
        {
            double from = group - (Share / 2) + (place * Share / of), to = from + (Share / of);
            bars.Items.Add(new RectangleBarItem(from, VerticalEnds?.From ?? 0, to, height));
            seen.Add(new DataPoint(group, height));
            if (isNumbered) Text((from + to) / 2, height, NumberText.Whole(height), above: true);
        }

        series.Add(bars);
        return this;
    }

    /// <summary>Filled rectangles.</summary>
    public Chart Area(string? name, IEnumerable<(double Left, double Low, double Right, double High)> rectangles, OxyColor colour)
    {
        var area = new RectangleBarSeries { Title = name, FillColor = colour, StrokeThickness = 0 };
        foreach ((double left, double low, double right, double high) in rectangles)
            area.Items.Add(new RectangleBarItem(left, low, right, high));
        series.Add(area);
        return this;
    }

    /// <summary>A line across the whole width, with its name above it.</summary>
    public Chart Level(string name, double height)
    {
        seen.Add(new DataPoint(double.NaN, height));
        LineAnnotation level = Across(height, Palette.Quiet, LineStyle.Dash);
        (level.Text, level.FontSize, level.TextColor) = (name, LabelSize, Palette.Ink);
        (level.TextLinePosition, level.TextVerticalAlignment) = (0.98, VerticalAlignment.Bottom);
        annotations.Add(level);
        return this;
    }

    /// <summary>A text at a place.</summary>
    public Chart Text(double x, double y, string text, bool above = false, HorizontalAlignment align = HorizontalAlignment.Center)
    {
        annotations.Add(new TextAnnotation
        {
            Text = text,
            TextPosition = new DataPoint(x, y),
            TextHorizontalAlignment = align,
            TextVerticalAlignment = above ? VerticalAlignment.Bottom : VerticalAlignment.Middle,
            Offset = new ScreenVector(0, above ? -1 : 0),
            FontSize = LabelSize,
            TextColor = Palette.Ink,
            StrokeThickness = 0,
        });
        return this;
    }

    private protected override string Describe() =>
        $"{Title}: {vertical} against {horizontal}. {string.Join("; ", series.Select(one => one.Title).OfType<string>())}";

    private protected override FigureLayout Layout()
    {
        // The key stands below the note; without both, the plot moves up.
        double below = series.Any(one => one.Title is not null) ? KeyHeight : Note.Length == 0 ? -16 : 0;
        var plot = new PlotModel { PlotMargins = new OxyThickness(Left, HeadingHeight + below, Right, Bottom) };
        (double From, double To)? ofGroups = Groups.Count > 0 ? (-0.5, Groups.Count - 0.5) : null;
        (double, double) sides = HorizontalEnds ?? ofGroups ?? Ends(point => point.X, MultipliesAcross);
        AddAxis(plot, AxisPosition.Bottom, horizontal, MultipliesAcross, sides);
        AddAxis(plot, AxisPosition.Left, vertical, MultipliesUp, VerticalEnds ?? Ends(point => point.Y, MultipliesUp));
        foreach (Series one in series) plot.Series.Add(one);
        foreach (Annotation one in annotations) plot.Annotations.Add(one);
        return new FigureLayout(plot, PlotWidth, PlotHeight, Note);
    }

    private void AddAxis(PlotModel plot, AxisPosition position, string name, bool multiplies, (double From, double To) ends)
    {
        Axis axis = multiplies ? new LogarithmicAxis() : new LinearAxis();
        axis.Position = position;
        Styled(axis, name, ends.From, ends.To);
        axis.MinorTickSize = 0;
        if (multiplies) axis.LabelFormatter = Label;
        if (position == AxisPosition.Bottom && Groups.Count > 0)
        {
            (axis.MajorStep, axis.MajorGridlineStyle, axis.TickStyle) = (1, LineStyle.None, TickStyle.None);
            axis.LabelFormatter = place => Groups.ElementAtOrDefault((int)Math.Round(place)) ?? "";
        }

        plot.Axes.Add(axis);
    }

    // Between two powers of ten, only 2 and 4 have room.
    private static string Label(double value)
    {
        double digit = value / Math.Pow(10, Math.Floor(Math.Log10(value) + 1e-9));
        if (Math.Round(digit) is not (1 or 2 or 4)) return "";
        return value is >= 1000 and < 1e6 ? NumberText.Whole(value) : NumberText.Rate(value);
    }

    private (double From, double To) Ends(Func<DataPoint, double> along, bool multiplies)
    {
        double[] values = [.. seen.Select(along).Where(value => double.IsFinite(value) && (!multiplies || value > 0))];
        (double from, double to) = (values.Min(), values.Max());
        const double Room = 0.05;
        if (!multiplies) return (from - (Room * (to - from)), to + (Room * (to - from)));
        double factor = Math.Pow(to / from, Room);
        return (from / factor, to * factor);
    }

    private DataPoint[] Seen(IEnumerable<(double X, double Y)> points)
    {
        DataPoint[] all = [.. points.Select(point => new DataPoint(point.X, point.Y))];
        seen.AddRange(all);
        return all;
    }
}
