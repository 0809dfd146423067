using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using static Makemore.Runner.Figures.NumberText;

namespace Makemore.Runner.Figures;

/// <summary>One parameter tensor: at each step the standard deviation of its update over that of its values.</summary>
public sealed record ParameterRatios(string Name, IReadOnlyList<double> Ratios);

/// <summary>
/// How large the updates are beside the parameters, log10(std(rate · gradient) / std(parameter)), tensor by tensor. About -3, a thousandth
/// a step, is the rule of thumb of Karpathy's "Building makemore Part 3" (2022): far above, training leaps; far below, it crawls. Of many
/// steps the means of groups are drawn.
/// </summary>
public sealed class UpdateRatios : Figure
{
    private const int Groups = 250;
    private const double RuleOfThumb = -3;
    private const double LeftMargin = 72, Bottom = 56, PlotWidth = 680, PlotHeight = 400;

    private readonly IReadOnlyList<ParameterRatios> parameters;
    private readonly List<DataPoint>[] lines; // of each parameter: x the step, y the logarithm
    private readonly IReadOnlyList<int> steps;

    /// <summary>A line for each of the parameters.</summary>
    /// <param name="title">What the figure is of.</param>
    /// <param name="steps">(n), rising.</param>
    /// <param name="parameters">Each with n ratios. One of 0 (no update), or that is not finite, leaves a gap.</param>
    /// <exception cref="ArgumentException">
    /// There is no parameter or no step, the steps do not rise, the lengths differ, or no ratio is above 0.
    /// </exception>
    public UpdateRatios(string title, IReadOnlyList<int> steps, IReadOnlyList<ParameterRatios> parameters) : base(title)
    {
        if (steps.Count == 0 || parameters.Count == 0)
            throw new ArgumentException("update ratios need at least one step and one parameter");
        for (int i = 1; i < steps.Count; i++)
            if (steps[i] <= steps[i - 1])
                throw new ArgumentException($"the steps of update ratios must rise, and {steps[i]} comes after {steps[i - 1]}");
        foreach (ParameterRatios parameter in parameters)
        {
            if (parameter.Ratios.Count != steps.Count)
                throw new ArgumentException($"{parameter.Name} has {parameter.Ratios.Count} update ratios for {steps.Count} steps");
        }

        (this.steps, this.parameters) = (steps, parameters);
        lines = [.. parameters.Select(LineOf)];
        if (!lines.SelectMany(line => line).Any(point => point.IsDefined()))
            throw new ArgumentException("none of the update ratios is above 0 and finite");
    }

    private protected override string Describe()
    {
        IEnumerable<string> ends = parameters.Select(
            (parameter, i) => $"{parameter.Name} " + (EndOf(i) is { } end ? TwoDecimals(end) : "none"));
        return $"Size of the updates relative to the parameters, log10 of the ratio of standard deviations, up to step {Whole(steps[^1])}; "
            + $"at the end: {string.Join(", ", ends)}. The rule of thumb is -3.";
    }

    private protected override FigureLayout Layout()
    {
        var labels = new List<EndLabel> { new("rule of thumb", "-3", RuleOfThumb, Palette.Quiet) };
        for (int i = 0; i < lines.Length; i++)
            if (EndOf(i) is { } end) labels.Add(new EndLabel(parameters[i].Name, TwoDecimals(end), end, LookOf(i).Colour));
        double right = EndLabels.Room(labels);
        var plot = new PlotModel { PlotMargins = new OxyThickness(LeftMargin, HeadingHeight, right, Bottom) };

        double first = steps[0], last = Math.Max(first + 1, steps[^1]);
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
        string mean = steps.Count > Groups ? $" Means over {Whole((steps[^1] - steps[0] + 1.0) / Groups)} steps." : "";
        return new FigureLayout(plot, PlotWidth, PlotHeight, $"-3: an update changes a parameter by a thousandth of its spread.{mean}");
    }

    private List<DataPoint> LineOf(ParameterRatios parameter)
    {
        DataPoint[] logarithms = [.. steps.Zip(parameter.Ratios, (step, ratio) => new DataPoint(step, Math.Log10(ratio)))];
        return Thinning.GroupMeans(logarithms, Groups);
    }

    private double? EndOf(int parameter)
    {
        int last = lines[parameter].FindLastIndex(point => point.IsDefined());
        return last < 0 ? null : lines[parameter][last].Y;
    }

    private static (OxyColor Colour, LineStyle Style) LookOf(int i) => Palette.Lines[i % Palette.Lines.Count];
}
