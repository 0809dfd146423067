using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace Makemore.Pages;

/// <summary>
/// Writes a name beside each point, on a side where it covers no other name or point, or else where it covers the fewest.
/// </summary>
internal sealed class PointLabels(IReadOnlyList<string> names, IReadOnlyList<DataPoint> points) : Annotation
{
    private const double Size = 16, PointReach = 5, Gap = 3;

    // To the right first, as readers expect. A name that is set diagonally stays as close to its point as one set straight.
    private static readonly (double X, double Y)[] Sides =
        [(1, 0), (-1, 0), (0, -1), (0, 1), (0.8, -0.8), (0.8, 0.8), (-0.8, -0.8), (-0.8, 0.8)];

    public override void Render(IRenderContext rc)
    {
        (Axis x, Axis y) = (PlotModel.DefaultXAxis, PlotModel.DefaultYAxis);
        ScreenPoint[] places = [.. points.Select(point => new ScreenPoint(x.Transform(point.X), y.Transform(point.Y)))];
        List<OxyRect> taken = [.. places.Select(place => Around(place, PointReach, PointReach))];
        for (int i = 0; i < places.Length; i++)
        {
            double halfWidth = SvgCanvas.Width(names[i], Size) / 2, halfHeight = 0.4 * Size;
            OxyRect label = Sides
                .Select(side => Around(Beside(places[i], side, halfWidth, halfHeight), halfWidth, halfHeight))
                .MinBy(candidate => taken.Count(other => Overlap(candidate, other)));
            taken.Add(label);
            rc.DrawText(
                label.Center, names[i], Palette.Ink, null, Size, FontWeights.Bold, 0,
                HorizontalAlignment.Center, VerticalAlignment.Middle, null);
        }
    }

    private static ScreenPoint Beside(ScreenPoint point, (double X, double Y) side, double halfWidth, double halfHeight) =>
        new(point.X + (side.X * (PointReach + Gap + halfWidth)), point.Y + (side.Y * (PointReach + Gap + halfHeight)));

    private static OxyRect Around(ScreenPoint centre, double halfWidth, double halfHeight) =>
        new(centre.X - halfWidth, centre.Y - halfHeight, 2 * halfWidth, 2 * halfHeight);

    private static bool Overlap(OxyRect one, OxyRect other) =>
        one.Left < other.Right && other.Left < one.Right && one.Top < other.Bottom && other.Top < one.Bottom;
}
