using Makemore.Modules;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using static Makemore.Pages.NumberText;

namespace Makemore.Pages;

/// <summary>
/// What a learning-rate range test saw: the loss at each rate and its mean over neighbours, with the rates where that falls fastest and
/// where it is lowest. The lower axis shows the rate, the upper one its exponent e, for a rate of 10ᵉ. Losses higher than any before the
/// minimum are cut off: there training diverges.
/// </summary>
public sealed class LearningRateCurve : Figure
{
    private const int Groups = 400;
    private const double LeftMargin = 72, Right = 28, ExponentAxis = 46, Bottom = 56, PlotWidth = 780, PlotHeight = 400;

    private readonly DataPoint[] raw, smoothed; // x is the rate
    private readonly double steepest, minimum;

    /// <summary>A curve of n steps.</summary>
    /// <param name="title">The title of the figure.</param>
    /// <param name="points">(n), by rising rate, with losses in nats a character. Losses that are not finite leave a gap.</param>
    /// <param name="smoothed">(n), the losses averaged over their neighbours.</param>
    /// <param name="steepest">The rate at which the smoothed loss falls fastest.</param>
    /// <param name="minimum">The rate at which the smoothed loss is lowest.</param>
    /// <exception cref="ArgumentException">
    /// There are fewer than 2 points, the lists differ in length, the rates do not rise from above 0, a recommended rate lies outside them,
    /// or no loss is finite.
    /// </exception>
    public LearningRateCurve(
        string title,
        IReadOnlyList<LearningRatePoint> points,
        IReadOnlyList<double> smoothed,
        double steepest,
        double minimum)
        : base(title)
    {
        if (points.Count < 2 || smoothed.Count != points.Count)
        {
            throw new ArgumentException(
                "a learning-rate curve needs as many points as smoothed losses, at least 2, "
                + $"and was given {points.Count} and {smoothed.Count}");
        }

        double[] rates = [.. points.Select(point => point.Rate)];
        for (int i = 0; i < rates.Length; i++)
            if (!(rates[i] > (i == 0 ? 0 : rates[i - 1]) && double.IsFinite(rates[i])))
                throw new ArgumentException(FormattableString.Invariant($"rates must rise from above 0, and rate {i + 1} is {rates[i]}"));
        if (!(steepest >= rates[0] && steepest <= rates[^1] && minimum >= rates[0] && minimum <= rates[^1]))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"the rates {steepest} and {minimum} must lie among those tried, {rates[0]} to {rates[^1]}"));
        }

        if (!smoothed.Any(double.IsFinite)) throw new ArgumentException($"none of the {smoothed.Count} smoothed losses is finite");

        raw = [.. points.Select(point => new DataPoint(point.Rate, point.Loss))];
        this.smoothed = [.. rates.Zip(smoothed, (rate, loss) => new DataPoint(rate, loss))];
        (this.steepest, this.minimum) = (steepest, minimum);
    }

    private protected override string Describe() =>
        $"Loss by learning rate, {raw.Length} steps from {Rate(raw[0].X)} to {Rate(raw[^1].X)}: "
        + $"the smoothed loss falls fastest at {Rate(steepest)} (10^{TwoDecimals(Math.Log10(steepest))}) "
        + $"and is lowest, {Nats(LossAt(minimum))}, at {Rate(minimum)} (10^{TwoDecimals(Math.Log10(minimum))}).";

    private protected override FigureLayout Layout()
    {
        double top = HeadingHeight + KeyHeight + ExponentAxis;
        var plot = new PlotModel { PlotMargins = new OxyThickness(LeftMargin, top, Right, Bottom) };
        AddAxes(plot);
        AddLine(plot, raw, raw.Length > 2 * Groups ? $"range in {raw.Length / Groups} steps" : "each step", Palette.Noise, 0.8);
        AddLine(plot, smoothed, "smoothed", Palette.Blue, 2);
        AddMark(plot, steepest, $"falls fastest at {Rate(steepest)} (e = {TwoDecimals(Math.Log10(steepest))})", 1, MarkerType.Square);
        AddMark(plot, minimum, $"lowest at {Rate(minimum)} (e = {TwoDecimals(Math.Log10(minimum))})", 2, MarkerType.Circle);
        const string Advice = "Where the loss falls fastest is a safe choice; where it is lowest, the largest rate that still helps.";
        return new FigureLayout(plot, PlotWidth, PlotHeight, Advice);
    }

    private void AddAxes(PlotModel plot)
    {
        var bottom = new LogarithmicAxis { Position = AxisPosition.Bottom, LabelFormatter = Rate };
        plot.Axes.Add(Styled(bottom, "learning rate (logarithmic)", raw[0].X, raw[^1].X));

        DataPoint[] finite = [.. smoothed.Concat(raw).Where(point => double.IsFinite(point.Y))];
        double smallest = finite.Min(point => point.Y), lowest = Math.Min(0, smallest);
        double highest = finite.Where(point => point.X <= minimum).Select(point => point.Y).DefaultIfEmpty(smallest).Max();
        double room = highest > lowest ? 1.2 * (highest - lowest) : 1; // and some for the marks' labels
        plot.Axes.Add(Styled(new LinearAxis { Position = AxisPosition.Left }, "loss (nats a character)", lowest, lowest + room));

        var top = new LinearAxis { Position = AxisPosition.Top, Key = "exponent" };
        LinearAxis exponents = Styled(top, "exponent e of the rate 10^e", Math.Log10(raw[0].X), Math.Log10(raw[^1].X));
        exponents.MajorGridlineStyle = LineStyle.None;
        plot.Axes.Add(exponents);
    }

    private static void AddLine(PlotModel plot, DataPoint[] points, string title, OxyColor colour, double thickness)
    {
        var line = new LineSeries { Title = title, Color = colour, StrokeThickness = thickness };
        line.Points.AddRange(Thinning.Extremes(points, Groups));
        plot.Series.Add(line);
    }

    // The label is on the side of the line with more room, the second one below the first.
    private void AddMark(PlotModel plot, double rate, string text, int row, MarkerType marker)
    {
        (OxyColor colour, LineStyle style) = Palette.Lines[row];
        Axis loss = plot.Axes[1];
        bool isRight = Math.Log(rate / raw[0].X) > 0.5 * Math.Log(raw[^1].X / raw[0].X);
        plot.Annotations.Add(Upright(rate, colour, style));
        plot.Annotations.Add(new PointAnnotation { X = rate, Y = LossAt(rate), Shape = marker, Size = 5, Fill = colour });
        plot.Annotations.Add(new TextAnnotation
        {
            Text = text,
            TextPosition = new DataPoint(rate, loss.Maximum - (0.07 * row * (loss.Maximum - loss.Minimum))),
            TextHorizontalAlignment = isRight ? HorizontalAlignment.Right : HorizontalAlignment.Left,
            TextVerticalAlignment = VerticalAlignment.Middle,
            Offset = new ScreenVector(isRight ? -8 : 8, 0),
            Padding = new OxyThickness(4),
            Background = Palette.Background,
            FontSize = 13,
            StrokeThickness = 0,
        });
    }

    private double LossAt(double rate) =>
        smoothed.Where(point => double.IsFinite(point.Y)).MinBy(point => Math.Abs(Math.Log(point.X / rate))).Y;
}
