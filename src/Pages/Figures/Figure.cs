using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Makemore.Pages;

/// <summary>A picture of numbers. It is checked when it is made; <see cref="ToSvg"/> draws it.</summary>
public abstract class Figure
{
    private protected const double HeadingHeight = 64; // the title and the line below it
    private protected const double KeyHeight = 22; // the key: what the lines and markers stand for

    private const double Left = 16, TitleSize = 17, TextSize = 13, TitleBaseline = 28, SubtitleBaseline = 49, KeyBaseline = 73;

    private protected Figure(string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        Title = title;
    }

    /// <summary>The title above the figure.</summary>
    public string Title { get; }

    /// <summary>What the figure shows, in words, for readers who cannot see it. By default, the figure writes its own.</summary>
    public string Description { get => field ?? Describe(); init; }

    /// <summary>
    /// The figure as one <c>svg</c> element on a white ground, for a file of its own or inside a page. It scales to fit its container, and
    /// has no scripts and loads nothing. The text is the same every time.
    /// </summary>
    public string ToSvg()
    {
        FigureLayout layout = Layout();
        PlotModel plot = layout.Plot;
        plot.TextColor = plot.PlotAreaBorderColor = Palette.Ink;
        plot.Culture = System.Globalization.CultureInfo.InvariantCulture;
        plot.Padding = new OxyThickness(0);

        var canvas = new SvgCanvas(layout.Width, layout.Height, Title, Description);
        var whole = new OxyRect(0, 0, layout.Width, layout.Height);
        // Dark text on a dark page would be invisible, so each figure has its own ground.
        canvas.DrawRectangle(whole, Palette.Background, OxyColors.Undefined, 0, EdgeRenderingMode.Automatic);
        ((IPlotModel)plot).Update(updateData: true);
        ((IPlotModel)plot).Render(canvas, whole);
        if (plot.GetLastPlotException() is { } exception)
            throw new InvalidOperationException($"the figure \"{Title}\" could not be drawn: {exception.Message}", exception);

        double room = layout.Width - (2 * Left);
        string title = SvgCanvas.Shorten(Title, TitleSize, room), subtitle = SvgCanvas.Shorten(layout.Subtitle, TextSize, room);
        Write(canvas, title, Left, TitleBaseline, TitleSize, FontWeights.Bold, Palette.Ink);
        Write(canvas, subtitle, Left, SubtitleBaseline, TextSize, FontWeights.Normal, Palette.Quiet);
        WriteKey(canvas, plot.Series);
        return canvas.ToString();
    }

    /// <summary>One or two sentences with the numbers that matter.</summary>
    private protected abstract string Describe();

    private protected abstract FigureLayout Layout();

    /// <summary>Gives an axis the look that all figures share: faint grid lines and a title.</summary>
    private protected static TAxis Styled<TAxis>(TAxis axis, string title, double minimum, double maximum) where TAxis : Axis
    {
        (axis.Title, axis.Minimum, axis.Maximum) = (title, minimum, maximum);
        axis.TitleFontSize = 14;
        axis.AxisTitleDistance = 8;
        axis.FontSize = 13;
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = Palette.Grid;
        axis.TicklineColor = Palette.Ink;
        return axis;
    }

    /// <summary>A line across the whole width.</summary>
    private protected static LineAnnotation Across(double y, OxyColor colour, LineStyle style) =>
        new() { Type = LineAnnotationType.Horizontal, Y = y, Color = colour, LineStyle = style, StrokeThickness = 1.5 };

    /// <summary>A line across the whole height.</summary>
    private protected static LineAnnotation Upright(double x, OxyColor colour, LineStyle style) =>
        new() { Type = LineAnnotationType.Vertical, X = x, Color = colour, LineStyle = style, StrokeThickness = 1.2 };

    // What each line and marker stands for, side by side. OxyPlot's own legend would cover part of the plot.
    private static void WriteKey(SvgCanvas canvas, IEnumerable<Series> series)
    {
        double x = Left;
        foreach (Series one in series.Where(one => one.Title is not null))
        {
            one.RenderLegend(canvas, new OxyRect(x, KeyBaseline - 11, 26, 13));
            Write(canvas, one.Title, x + 32, KeyBaseline, TextSize, FontWeights.Normal, Palette.Ink);
            x += 56 + SvgCanvas.Width(one.Title, TextSize);
        }
    }

    private static void Write(SvgCanvas canvas, string text, double left, double baseline, double size, double weight, OxyColor colour)
    {
        var place = new ScreenPoint(left, baseline - (0.36 * size));
        canvas.DrawText(place, text, colour, null, size, weight, 0, HorizontalAlignment.Left, VerticalAlignment.Middle, null);
    }
}

/// <summary>A plot, the size in pixels of the part within its margins, and what to say below its title.</summary>
internal sealed record FigureLayout(PlotModel Plot, double PlotWidth, double PlotHeight, string Subtitle)
{
    public double Width => Plot.PlotMargins.Left + PlotWidth + Plot.PlotMargins.Right;

    public double Height => Plot.PlotMargins.Top + PlotHeight + Plot.PlotMargins.Bottom;
}
