using OxyPlot;
using OxyPlot.Annotations;

namespace Makemore.Pages;

/// <summary>
/// Writes names to the right of the plot, each at the height of its value. Names that would touch are moved apart, and a thin line leads
/// from each to its value.
/// </summary>
internal sealed class EndLabels(IReadOnlyList<EndLabel> labels) : Annotation
{
    private const double Size = 13, Spacing = 17, Gap = 26, MaximumRoom = 300;

    /// <summary>How many pixels to leave to the right of the plot.</summary>
    public static double Room(IReadOnlyList<EndLabel> labels) =>
        labels.Count == 0 ? 24 : Math.Min(MaximumRoom, Gap + 10 + labels.Max(label => SvgCanvas.Width(label.ToString(), Size)));

    public override void Render(IRenderContext rc)
    {
        OxyRect area = PlotModel.PlotArea;
        EndLabel[] sorted = [.. labels.OrderByDescending(label => label.Value)];
        double[] values = [.. sorted.Select(label => PlotModel.DefaultYAxis.Transform(label.Value))];
        double[] heights = MovedApart(values, area.Bottom);
        for (int i = 0; i < sorted.Length; i++)
        {
            double x = area.Right;
            ScreenPoint[] lead = [new(x + 2, values[i]), new(x + 8, values[i]), new(x + 18, heights[i]), new(x + 22, heights[i])];
            rc.DrawLine(lead, sorted[i].Colour, 1.5, EdgeRenderingMode.Automatic, null, LineJoin.Round);
            double room = MaximumRoom - Gap - SvgCanvas.Width($" {sorted[i].Number}", Size);
            EndLabel label = sorted[i] with { Name = SvgCanvas.Shorten(sorted[i].Name, Size, room) };
            rc.DrawText(
                new ScreenPoint(x + Gap, heights[i]), label.ToString(), Palette.Ink, null, Size, FontWeights.Normal, 0,
                HorizontalAlignment.Left, VerticalAlignment.Middle, null);
        }
    }

    public override OxyRect GetClippingRect() => PlotModel.PlotBounds;

    // From the top down, each is pushed below the one before it. If the last hangs out at the bottom, they are pushed back up.
    private static double[] MovedApart(double[] sorted, double bottom)
    {
        var moved = (double[])sorted.Clone();
        for (int i = 1; i < moved.Length; i++) moved[i] = Math.Max(moved[i], moved[i - 1] + Spacing);
        for (int i = moved.Length - 1; i >= 0; i--) moved[i] = Math.Min(moved[i], i == moved.Length - 1 ? bottom : moved[i + 1] - Spacing);
        return moved;
    }
}

/// <summary>A name for a value on the vertical axis.</summary>
/// <param name="Name">Its name, shortened if there is too little room.</param>
/// <param name="Number">The value as text, which is always shown.</param>
/// <param name="Value">Its position on the vertical axis.</param>
/// <param name="Colour">The colour of the line to it.</param>
internal sealed record EndLabel(string Name, string Number, double Value, OxyColor Colour)
{
    public override string ToString() => $"{Name} {Number}";
}
