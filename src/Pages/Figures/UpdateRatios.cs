using Makemore.Modules;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using static Makemore.Pages.NumberText;

namespace Makemore.Pages;

/// <summary>
/// How large each tensor's updates are relative to its values: log10(std(rate · gradient) / std(parameter)). Karpathy's rule of thumb in
/// "Building makemore Part 3" (2022) is about -3, a thousandth in each step. Far above it, training jumps about; far below, it crawls. If
/// there are many steps, the means of groups are drawn.
/// </summary>
public sealed class UpdateRatios : Figure
{
    private const int Groups = 250;
    private const double RuleOfThumb = -3;
    private const double LeftMargin = 72, Bottom = 56, PlotWidth = 680, PlotHeight = 400;

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

    private protected override FigureLayout Layout()
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
        string mean = updates.Count > Groups ? $" Means over {Whole((updates[^1].Step - first + 1) / Groups)} steps." : "";
        return new FigureLayout(plot, PlotWidth, PlotHeight, $"-3: an update changes a parameter by a thousandth of its spread.{mean}");
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
