using Makemore.Models;
using OxyPlot;
using static Makemore.Pages.NumberText;

namespace Makemore.Pages;

/// <summary>
/// What batch normalization takes out: for each normalized layer, the running mean of each neuron's sum on the left, and its running
/// deviation on the right. Each neuron is a tick. Without the normalization, tanh would get sums that spread like this; it is nearly
/// flat beyond ±2.
/// </summary>
public sealed class NormalizedSums : Figure
{
    private const double RowHeight = 30, PanelWidth = 340, Between = 56, Edge = 16, Gap = 12, Bottom = 56, Headings = 12, TickHeight = 18;

    private static readonly int[] Rounds = [1, 2, 4, 6, 8, 10];

    private readonly IReadOnlyList<NormalizedLayer> layers;

    /// <summary>A row for each layer.</summary>
    /// <exception cref="ArgumentException">There are no layers, one has no neurons, or a number is not finite.</exception>
    public NormalizedSums(string title, IReadOnlyList<NormalizedLayer> layers) : base(title)
    {
        if (layers.Count == 0 || layers.Any(layer => layer.Means.Count == 0 || layer.Means.Count != layer.Deviations.Count))
            throw new ArgumentException("normalized sums need at least one layer, and a mean and a deviation for each of its neurons");
        if (layers.SelectMany(layer => layer.Means.Concat(layer.Deviations)).Any(number => !double.IsFinite(number)))
            throw new ArgumentException("the means and deviations of normalized sums must be finite");
        this.layers = layers;
    }

    private protected override string Describe()
    {
        IEnumerable<string> rows = layers.Select(layer =>
            $"{layer.Name} {Spread(layer.Means)} and {Spread(layer.Deviations)}");
        return "Running means and running deviations of the sums that are normalized, a tick for each neuron. Lowest, median and highest of "
            + $"the means, and of the deviations: {string.Join("; ", rows)}.";
    }

    private protected override FigureLayout Layout()
    {
        double names = layers.Max(layer => SvgCanvas.Width(layer.Name, Freehand.TextSize));
        var margins = new OxyThickness(Edge + names + Gap, HeadingHeight + Headings, Edge + 16, Bottom);
        double reach = Nice(layers.Max(layer => layer.Means.Max(Math.Abs))), most = Nice(layers.Max(layer => layer.Deviations.Max()));
        double height = layers.Count * RowHeight, width = (2 * PanelWidth) + Between;
        PlotModel plot = Freehand.Plot(margins, pen =>
        {
            for (int row = 0; row < layers.Count; row++)
                pen.Text(-Gap, (row + 0.5) * RowHeight, layers[row].Name, HorizontalAlignment.Right);
            DrawPanel(pen, 0, "running mean of a neuron's sum", layer => layer.Means, -reach, reach);
            DrawPanel(pen, PanelWidth + Between, "running standard deviation", layer => layer.Deviations, 0, most);
        });
        return new FigureLayout(plot, width, height, "Each tick is a neuron, and the long one the layer's median. Normalized, all have mean 0 and deviation 1.");
    }

    private void DrawPanel(Freehand pen, double left, string title, Func<NormalizedLayer, IReadOnlyList<double>> numbers, double low, double high)
    {
        double height = layers.Count * RowHeight;
        double X(double value) => left + ((value - low) / (high - low) * PanelWidth);
        for (int quarter = 0; quarter <= 4; quarter++)
        {
            double mark = low + ((high - low) * quarter / 4);
            pen.Line(X(mark), 0, X(mark), height, Palette.Grid);
            pen.Text(X(mark), height + 14, mark.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture));
        }

        for (int row = 0; row < layers.Count; row++)
        {
            double middle = (row + 0.5) * RowHeight;
            foreach (double value in numbers(layers[row]))
                pen.Line(X(value), middle - (TickHeight / 2), X(value), middle + (TickHeight / 2), Palette.Blue);
        }

        for (int row = 0; row < layers.Count; row++)
        {
            double median = X(Median(numbers(layers[row])));
            pen.Line(median, (row * RowHeight) + 2, median, ((row + 1) * RowHeight) - 2, Palette.Vermillion, 2.5);
        }

        pen.Frame(left, 0, PanelWidth, height, Palette.Quiet);
        pen.Text(left + (PanelWidth / 2), height + 38, title, size: 14);
    }

    private static string Spread(IReadOnlyList<double> values) =>
        $"{TwoDecimals(values.Min())}, {TwoDecimals(Median(values))}, {TwoDecimals(values.Max())}";

    private static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);

    // The next 1, 2, 4, 6 or 8 times a power of ten, whose halves and quarters are short to write.
    private static double Nice(double least)
    {
        if (least <= 0) return 1;
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * Rounds.First(times => times * power >= least * 0.999999);
    }
}
