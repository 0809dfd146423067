using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace Makemore.Pages;

/// <summary>
/// What a figure draws itself where a plot's axes do not help: rows and panels. Places are in pixels from the upper left corner of the room
/// within the plot's margins.
/// </summary>
internal sealed class Freehand : Annotation
{
    /// <summary>The size of a text, unless another is asked for.</summary>
    public const double TextSize = 13;

    private readonly Action<Freehand> draw;
    private IRenderContext canvas = null!; // while it draws

    private Freehand(Action<Freehand> draw) => this.draw = draw;

    /// <summary>A plot without axes that is drawn like this.</summary>
    public static PlotModel Plot(OxyThickness margins, Action<Freehand> draw)
    {
        var plot = new PlotModel { PlotMargins = margins, PlotAreaBorderThickness = new OxyThickness(0) };
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, IsAxisVisible = false });
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Left, IsAxisVisible = false });
        plot.Annotations.Add(new Freehand(draw));
        return plot;
    }

    public override OxyRect GetClippingRect() => PlotModel.PlotBounds;

    public override void Render(IRenderContext rc)
    {
        canvas = rc;
        draw(this);
    }

    /// <summary>A filled rectangle.</summary>
    public void Rectangle(double left, double top, double width, double height, OxyColor fill)
    {
        ScreenPoint corner = Place(left, top);
        canvas.DrawRectangle(new OxyRect(corner.X, corner.Y, width, height), fill, OxyColors.Undefined, 0, EdgeRenderingMode.Automatic);
    }

    /// <summary>The outline of a rectangle.</summary>
    public void Frame(double left, double top, double width, double height, OxyColor colour)
    {
        ScreenPoint corner = Place(left, top);
        canvas.DrawRectangle(new OxyRect(corner.X, corner.Y, width, height), OxyColors.Undefined, colour, 1, EdgeRenderingMode.Automatic);
    }

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, OxyColor colour, double thickness = 1, LineStyle style = LineStyle.Solid) =>
        canvas.DrawLine(
            [Place(x1, y1), Place(x2, y2)], colour, thickness, EdgeRenderingMode.Automatic, style.GetDashArray(), LineJoin.Round);

    /// <summary>A filled shape with an outline.</summary>
    public void Shape(IEnumerable<(double X, double Y)> points, OxyColor fill, OxyColor outline) => canvas.DrawPolygon(
        [.. points.Select(point => Place(point.X, point.Y))], fill, outline, 1, EdgeRenderingMode.Automatic, null, LineJoin.Round);

    /// <summary>A text, its middle at this height.</summary>
    public void Text(
        double x,
        double y,
        string text,
        HorizontalAlignment align = HorizontalAlignment.Center,
        double size = TextSize,
        OxyColor? colour = null,
        bool isBold = false) => canvas.DrawText(
            Place(x, y), text, colour ?? Palette.Ink, null, size, isBold ? FontWeights.Bold : FontWeights.Normal, 0, align,
            VerticalAlignment.Middle, null);

    private ScreenPoint Place(double x, double y) => new(PlotModel.PlotArea.Left + x, PlotModel.PlotArea.Top + y);
}
