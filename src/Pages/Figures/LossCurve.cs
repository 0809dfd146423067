using Makemore.Modules;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using static Makemore.Pages.NumberText;

namespace Makemore.Pages;

/// <summary>A loss to compare with, such as that of chance, in nats a character.</summary>
public sealed record ReferenceLoss(string Name, double Loss);

/// <summary>
/// How the loss fell: the loss of each step, its mean over neighbouring steps, the validation loss, where the learning rate changed, and
/// losses to compare with. If there are many steps, only the lowest and highest of each of 400 groups are drawn, so that peaks stay
/// visible.
/// </summary>
public sealed class LossCurve : Figure
{
    private const int Groups = 400;
    private const double Bottom = 56, LeftMargin = 72, PlotWidth = 680, PlotHeight = 400, StageLabels = 22;

    private readonly DataPoint[] losses, validation; // x is the step
    private readonly int reach; // how many neighbours on either side the mean takes in; 0 draws no mean
    private readonly List<DataPoint> smoothed;

    /// <summary>A curve of these losses.</summary>
    /// <param name="title">The title of the figure.</param>
    /// <param name="history">
    /// By rising step, with losses in nats a character. Losses that are not finite leave a gap; validation losses that are not finite are
    /// left out.
    /// </param>
    /// <exception cref="ArgumentException">No loss is finite, or the steps do not rise.</exception>
    public LossCurve(string title, IReadOnlyList<TrainingPoint> history) : base(title)
    {
        if (!history.Any(point => double.IsFinite(point.Loss)))
            throw new ArgumentException($"a loss curve needs at least one finite loss, and none of the {history.Count} given is");
        for (int i = 1; i < history.Count; i++)
            if (history[i].Step <= history[i - 1].Step)
                throw new ArgumentException(
                    $"the steps of a loss curve must rise, and {history[i].Step} comes after {history[i - 1].Step}");
        losses = [.. history.Select(point => new DataPoint(point.Step, point.Loss))];
        validation = [.. history.Where(point => double.IsFinite(point.Validation ?? double.NaN))
            .Select(point => new DataPoint(point.Step, point.Validation!.Value))];
        reach = losses.Length < 1000 ? 0 : losses.Length / 200;
        smoothed = Thinning.MovingMeans(losses, reach, Groups);
    }

    /// <summary>The learning rates of the training; null draws none.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>Lines across the figure. Those that are not finite are left out.</summary>
    public IReadOnlyList<ReferenceLoss> References { get; init; } = [];

    // The stages that training reached, each with its first step and its rate, or how that changes.
    private List<(int FirstStep, string Rates)> Stages
    {
        get
        {
            var stages = new List<(int FirstStep, string Rates)>();
            int first = 0;
            foreach (LearningRateStage stage in Schedule?.Stages ?? [])
            {
                string end = stage.EndRate == stage.Rate ? "" : $" to {Rate(stage.EndRate)}";
                if (first <= losses[^1].X) stages.Add((first, $"{Rate(stage.Rate)}{end}"));
                first += stage.Steps;
            }

            return stages;
        }
    }

    private double FirstLoss => losses.First(point => double.IsFinite(point.Y)).Y;

    private IEnumerable<ReferenceLoss> FiniteReferences => References.Where(reference => double.IsFinite(reference.Loss));

    private protected override string Describe()
    {
        double[] tail = [.. losses.TakeLast((2 * reach) + 1).Select(point => point.Y).Where(double.IsFinite)];
        string end = tail.Length == 0 ? "a loss that is not finite" : Nats(tail.Average()), steps = Whole(losses[^1].X);
        var sentences = new List<string> { $"Loss by training step, from {Nats(FirstLoss)} nats a character to {end} after {steps} steps" };
        if (validation.Length > 0) sentences.Add($"the last validation loss is {Nats(validation[^1].Y)}");
        IEnumerable<string> rates = Stages.Select(stage => $"{stage.Rates} from step {Whole(stage.FirstStep)}");
        if (Stages.Count > 0) sentences.Add($"learning rates {string.Join(", ", rates)}");
        IEnumerable<string> references = FiniteReferences.Select(reference => $"{reference.Name} {Nats(reference.Loss)}");
        if (FiniteReferences.Any()) sentences.Add($"for comparison {string.Join(", ", references)}");
        int missing = losses.Count(point => !double.IsFinite(point.Y));
        if (missing > 0) sentences.Add($"{missing} of the {losses.Length} losses are not finite");
        return string.Join("; ", sentences) + ".";
    }

    private protected override FigureLayout Layout()
    {
        EndLabel[] labels = [.. FiniteReferences.Select(
            (reference, i) => new EndLabel(reference.Name, Nats(reference.Loss), reference.Loss, ReferenceLine(i).Colour))];
        double right = EndLabels.Room(labels), top = HeadingHeight + KeyHeight + (Stages.Count > 0 ? StageLabels : 0);
        var plot = new PlotModel { PlotMargins = new OxyThickness(LeftMargin, top, right, Bottom) };
        (double lowest, double highest, bool cuts) = HeightsShown();
        AddAxes(plot, lowest, highest);
        AddStages(plot);
        AddReferences(plot);
        AddLosses(plot);
        plot.Annotations.Add(new EndLabels(labels));
        string cut = $" It begins at {Nats(FirstLoss)}; what lies outside {TwoDecimals(lowest)} to {TwoDecimals(highest)} is cut off.";
        return new FigureLayout(plot, PlotWidth, PlotHeight, "The lower, the better." + (cuts ? cut : ""));
    }

    // The first steps from an untrained network, and the luckiest and unluckiest mini-batches, would take most of the height. If the rest
    // gets more than twice as much room without them, they are cut off, and the figure says so.
    private (double Lowest, double Highest, bool Cuts) HeightsShown()
    {
        double warm = losses[0].X + (0.02 * (losses[^1].X - losses[0].X));
        IEnumerable<DataPoint> curves = smoothed.Concat(validation);
        double[] references = [.. FiniteReferences.Select(reference => reference.Loss)];
        double[] noise = [.. losses.Where(point => point.X >= warm && double.IsFinite(point.Y)).Select(point => point.Y).Order()];
        double[] all = [.. losses.Concat(curves).Select(point => point.Y).Where(double.IsFinite), .. references];
        double[] warmedUp = [.. curves.Where(point => point.X >= warm && double.IsFinite(point.Y)).Select(point => point.Y), .. references];
        if (noise.Length > 0) warmedUp = [.. warmedUp, noise[noise.Length / 100], noise[^(1 + (noise.Length / 100))]];

        (double lowest, double highest) = (all.Min(), all.Max());
        bool cuts = warmedUp.Length > 0 && highest - lowest > 2 * (warmedUp.Max() - warmedUp.Min());
        if (cuts) (lowest, highest) = (warmedUp.Min(), warmedUp.Max());
        double margin = highest > lowest ? 0.06 * (highest - lowest) : Math.Max(0.1, 0.1 * Math.Abs(highest));
        return (lowest - margin, highest + margin, cuts);
    }

    private void AddAxes(PlotModel plot, double lowest, double highest)
    {
        (double first, double last) = (losses[0].X, losses[^1].X);
        LinearAxis steps = Styled(new LinearAxis { Position = AxisPosition.Bottom }, "training step", first, Math.Max(first + 1, last));
        (steps.StringFormat, steps.MinimumMajorStep, steps.MinimumMinorStep) = ("#,0", 1, 1);
        plot.Axes.Add(steps);
        plot.Axes.Add(Styled(new LinearAxis { Position = AxisPosition.Left }, "loss (nats a character)", lowest, highest));
    }

    private void AddStages(PlotModel plot)
    {
        Axis steps = plot.Axes[0], loss = plot.Axes[1];
        List<(int FirstStep, string Rates)> stages = Stages;
        for (int i = 0; i < stages.Count; i++)
        {
            double start = Math.Max(stages[i].FirstStep, steps.Minimum);
            double end = i + 1 < stages.Count ? Math.Min(stages[i + 1].FirstStep, steps.Maximum) : steps.Maximum;
            if (start >= end) continue; // the losses begin after it, or end with it
            if (start > steps.Minimum) plot.Annotations.Add(Upright(start, Palette.Quiet, LineStyle.Dash));

            string text = $"rate {stages[i].Rates}";
            double room = PlotWidth * (end - start) / (steps.Maximum - steps.Minimum);
            if (SvgCanvas.Width(text, 13) > room) continue; // the description has it
            plot.Annotations.Add(new MarginText
            {
                Text = text,
                TextPosition = new DataPoint((start + end) / 2, loss.Maximum),
                TextVerticalAlignment = VerticalAlignment.Bottom,
                Offset = new ScreenVector(0, -3),
                FontSize = 13,
                StrokeThickness = 0,
            });
        }
    }

    private void AddReferences(PlotModel plot)
    {
        foreach ((int i, ReferenceLoss reference) in FiniteReferences.Index())
            plot.Annotations.Add(Across(reference.Loss, ReferenceLine(i).Colour, ReferenceLine(i).Style));
    }

    private void AddLosses(PlotModel plot)
    {
        bool smooths = reach > 0, thins = losses.Length > 2 * Groups;
        double apart = (losses[^1].X - losses[0].X) / (losses.Length - 1); // steps from one loss to the next
        LineSeries raw = Line(
            thins ? $"training, range in {Whole(apart * losses.Length / Groups)} steps" : "training",
            Thinning.Extremes(losses, Groups), smooths ? Palette.Noise : Palette.Blue, smooths ? 0.8 : 2);
        if (losses.Count(point => double.IsFinite(point.Y)) == 1) // which is no line
            (raw.MarkerType, raw.MarkerFill, raw.MarkerSize) = (MarkerType.Diamond, Palette.Blue, 5);
        plot.Series.Add(raw);

        LineSeries held = Line("validation", validation, Palette.Vermillion, 0.8);
        (held.MarkerType, held.MarkerFill, held.MarkerSize) = (MarkerType.Circle, Palette.Vermillion, 3.4);
        if (validation.Length > 0) plot.Series.Add(held);
        if (smooths) plot.Series.Add(Line($"training, mean of {Whole(apart * ((2 * reach) + 1))} steps", smoothed, Palette.Blue, 2));
    }

    private static LineSeries Line(string title, IEnumerable<DataPoint> points, OxyColor colour, double thickness)
    {
        var line = new LineSeries { Title = title, Color = colour, StrokeThickness = thickness };
        line.Points.AddRange(points);
        return line;
    }

    // Blue and vermillion are those of the losses.
    private static (OxyColor Colour, LineStyle Style) ReferenceLine(int i) => Palette.Lines[2 + (i % (Palette.Lines.Count - 2))];
}
