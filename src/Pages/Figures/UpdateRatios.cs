using Makemore.Modules;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using static Makemore.Pages.NumberText;

namespace Makemore.Pages;

/// <summary>
/// How large each tensor's updates are relative to its values: log10(std(rate · gradient) / std(parameter)). Karpathy's rule of thumb in
/// "Building makemore Part 3" (2022) is about -3, a thousandth in each step. Far above it, training jumps about; far below, it crawls. If
/// there are many steps, the means of groups are drawn. A few parameters are lines. Many lines would lie over each other, so each of many
/// parameters is a strip that changes colour with the ratio.
/// </summary>
public sealed class UpdateRatios : Figure
{
    private const int Groups = 250, MaximumLines = 6;
    private const double RuleOfThumb = -3;
    private const double LeftMargin = 72, Bottom = 56, PlotWidth = 680, PlotHeight = 400;
    private const double StripHeight = 20, StripWidth = 540, MaximumName = 230, Edge = 16, Gap = 10, KeyHeightOfStrips = 34, EndRoom = 88;

    // What the colours of strips stand for: up to each limit, and above the last. The middle one is the rule of thumb.
    private static readonly double[] Limits = [-4.5, -4, -3.5, -2.5, -2, -1.5];

    private readonly IReadOnlyList<UpdatePoint> updates;
    private readonly string[] parameters;
    private readonly List<DataPoint>[] lines; // of each parameter: x the step, y the logarithm

    /// <summary>A figure with a line for each parameter.</summary>
    /// <param name="title">The title of the figure.</param>
    /// <param name="updates">
    /// By rising step, each with the same parameters. A ratio that is 0 (no update) or not finite leaves a gap.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There are no parameters or no steps, the steps do not rise, the parameters differ, or no ratio is above 0.
    /// </exception>
    public UpdateRatios(string title, IReadOnlyList<UpdatePoint> updates) : base(title)
    {
        if (updates.Count == 0 || updates[0].Ratios.Count == 0)
            throw new ArgumentException("update ratios need at least one step and one parameter");
        this.updates = updates;
        parameters = [.. updates[0].Ratios.Select(ratio => ratio.Parameter)];
        for (int i = 1; i < updates.Count; i++)
        {
            (int before, int step) = (updates[i - 1].Step, updates[i].Step);
            if (step <= before) throw new ArgumentException($"the steps of update ratios must rise, and {step} comes after {before}");
            IEnumerable<string> others = updates[i].Ratios.Select(ratio => ratio.Parameter);
            if (!others.SequenceEqual(parameters))
                throw new ArgumentException(
                    $"step {step} has ratios of {string.Join(", ", others)}, "
                    + $"and step {updates[0].Step} of {string.Join(", ", parameters)}");
        }

        lines = [.. Enumerable.Range(0, parameters.Length).Select(LineOf)];
        if (!lines.SelectMany(line => line).Any(point => point.IsDefined()))
            throw new ArgumentException("none of the update ratios is above 0 and finite");
    }

    private protected override string Describe()
    {
        IEnumerable<string> ends = parameters.Select(
            (parameter, i) => $"{parameter} " + (EndOf(i) is { } end ? TwoDecimals(end) : "none"));
        return "Size of the updates relative to the parameters, log10 of the ratio of standard deviations, "
            + $"up to step {Whole(updates[^1].Step)}; at the end: {string.Join(", ", ends)}. The rule of thumb is -3.";
    }

    private string Grouping =>
        updates.Count > Groups ? $" Means over {Whole((updates[^1].Step - updates[0].Step + 1.0) / Groups)} steps." : "";

    private protected override FigureLayout Layout() => parameters.Length <= MaximumLines ? Lines() : Strips();

    private FigureLayout Lines()
    {
        var labels = new List<EndLabel> { new("rule of thumb", "-3", RuleOfThumb, Palette.Quiet) };
        for (int i = 0; i < lines.Length; i++)
            if (EndOf(i) is { } end) labels.Add(new EndLabel(parameters[i], TwoDecimals(end), end, LookOf(i).Colour));
        double right = EndLabels.Room(labels);
        var plot = new PlotModel { PlotMargins = new OxyThickness(LeftMargin, HeadingHeight, right, Bottom) };

        double first = updates[0].Step, last = Math.Max(first + 1, updates[^1].Step);
        LinearAxis x = Styled(new LinearAxis { Position = AxisPosition.Bottom }, "training step", first, last);
        (x.StringFormat, x.MinimumMajorStep, x.MinimumMinorStep) = ("#,0", 1, 1);
        plot.Axes.Add(x);
        double[] heights = [RuleOfThumb, .. lines.SelectMany(line => line).Where(point => point.IsDefined()).Select(point => point.Y)];
        var y = new LinearAxis { Position = AxisPosition.Left };
        plot.Axes.Add(Styled(y, "log10 of std(update) / std(parameter)", heights.Min() - 0.3, heights.Max() + 0.3));

        plot.Annotations.Add(Across(RuleOfThumb, Palette.Quiet, LineStyle.Dash));
        for (int i = 0; i < lines.Length; i++)
        {
            var line = new LineSeries { Color = LookOf(i).Colour, LineStyle = LookOf(i).Style, StrokeThickness = 1.6 };
            line.Points.AddRange(lines[i]);
            if (lines[i].Count == 1) (line.MarkerType, line.MarkerFill) = (MarkerType.Circle, line.Color);
            plot.Series.Add(line);
        }

        plot.Annotations.Add(new EndLabels(labels));
        return new FigureLayout(plot, PlotWidth, PlotHeight, $"-3: an update changes a parameter by a thousandth of its spread.{Grouping}");
    }

    private FigureLayout Strips()
    {
        double names = Math.Min(MaximumName, parameters.Max(name => SvgCanvas.Width(name, Freehand.TextSize)));
        var margins = new OxyThickness(Edge + names + Gap, HeadingHeight + KeyHeightOfStrips, EndRoom, Bottom);
        double first = updates[0].Step, last = Math.Max(first + 1, updates[^1].Step), height = parameters.Length * StripHeight;
        double X(double step) => (step - first) / (last - first) * StripWidth;
        PlotModel plot = Freehand.Plot(margins, pen =>
        {
            WriteKeyOfStrips(pen);
            pen.Text(StripWidth + Gap, -13, "at the end", HorizontalAlignment.Left, colour: Palette.Quiet);
            for (int i = 0; i < parameters.Length; i++) DrawStrip(pen, i, X);
            for (int i = 0; i < parameters.Length; i++)
            {
                double middle = (i + 0.5) * StripHeight;
                pen.Text(-Gap, middle, SvgCanvas.Shorten(parameters[i], Freehand.TextSize, MaximumName), HorizontalAlignment.Right);
                string end = EndOf(i) is { } value ? TwoDecimals(value) : "none";
                pen.Text(StripWidth + Gap, middle, end, HorizontalAlignment.Left);
            }

            double apart = Apart((last - first) / 4);
            for (double step = Math.Ceiling(first / apart) * apart; step <= last; step += apart)
            {
                pen.Line(X(step), height, X(step), height + 5, Palette.Ink);
                pen.Text(X(step), height + 15, Whole(step));
            }

            pen.Text(StripWidth / 2, height + 39, "training step", size: 14);
        });
        return new FigureLayout(
            plot, StripWidth, height, $"log10 of std(update) / std(parameter). -3: a step changes it by a thousandth of its spread.{Grouping}");
    }

    // Neighbours of one colour are drawn as one piece. Each group of steps reaches to the middle between it and the next.
    private void DrawStrip(Freehand pen, int parameter, Func<double, double> x)
    {
        List<DataPoint> line = lines[parameter];
        double top = parameter * StripHeight, start = x(updates[0].Step);
        for (int i = 0; i < line.Count; i++)
        {
            int? shade = ShadeOf(line[i]);
            if (i + 1 < line.Count && ShadeOf(line[i + 1]) == shade) continue;
            double end = x(updates[^1].Step > updates[0].Step ? EndOfGroup(i, line.Count) : updates[0].Step + 1);
            if (shade is { } colour) pen.Rectangle(start, top + 1, end - start, StripHeight - 2, Palette.Diverging[colour]);
            start = end;
        }
    }

    private double EndOfGroup(int group, int groups)
    {
        int next = (int)((group + 1L) * updates.Count / groups); // as Thinning.GroupMeans splits them
        return next == updates.Count ? updates[^1].Step : (updates[next - 1].Step + updates[next].Step) / 2.0;
    }

    // 1, 2 or 5 times a power of ten, at least as large as asked for.
    private static double Apart(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, least))));
        return power * (least <= power ? 1 : least <= 2 * power ? 2 : least <= 5 * power ? 5 : 10);
    }

    private static int? ShadeOf(DataPoint point) =>
        point.IsDefined() && double.IsFinite(point.Y) ? Limits.Count(limit => point.Y > limit) : null;

    private static void WriteKeyOfStrips(Freehand pen)
    {
        const double Width = 58, Height = 17, Top = -34;
        for (int i = 0; i < Palette.Diverging.Count; i++) pen.Rectangle(i * Width, Top, Width, Height, Palette.Diverging[i]);
        foreach ((int place, string word) in new[] { (0, "crawls"), (Limits.Length / 2, "good"), (Limits.Length, "jumps") })
            pen.Text((place + 0.5) * Width, Top + (Height / 2), word, size: 12, colour: Palette.TextOn(Palette.Diverging[place]));
        for (int i = 0; i < Limits.Length; i++)
            pen.Text((i + 1) * Width, -8, Limits[i].ToString("0.#", System.Globalization.CultureInfo.InvariantCulture), size: 12);
    }

    private List<DataPoint> LineOf(int parameter)
    {
        DataPoint[] logarithms = [.. updates.Select(point => new DataPoint(point.Step, Math.Log10(point.Ratios[parameter].Ratio)))];
        return Thinning.GroupMeans(logarithms, Groups);
    }

    private double? EndOf(int parameter)
    {
        int last = lines[parameter].FindLastIndex(point => point.IsDefined());
        return last < 0 ? null : lines[parameter][last].Y;
    }

    private static (OxyColor Colour, LineStyle Style) LookOf(int i) => Palette.Lines[i % Palette.Lines.Count];
}
