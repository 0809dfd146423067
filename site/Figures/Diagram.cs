using Makemore.Pages;
using OxyPlot;

namespace Makemore.Site;

/// <summary>
/// Boxes with arrows between them, and tables of shaded cells. Places are in pixels from the upper left corner below the heading; that of a
/// box is its middle.
/// </summary>
/// <param name="title">What it is about, in a few words.</param>
/// <param name="height">How high the drawing is, without its heading.</param>
internal sealed class Diagram(string title, double height) : Figure(title)
{
    /// <summary>How wide the drawing is.</summary>
    public const double Width = 508;

    private const double Edge = 16, NameSize = 15, TextSize = 13, LineHeight = 17, Head = 8;

    private readonly List<Action<Freehand>> parts = [];
    private readonly List<string> words = [];

    /// <summary>The fill of what is computed.</summary>
    public static OxyColor Computed => Palette.Shade(0.12);

    /// <summary>The fill of what is learned.</summary>
    public static OxyColor Learned => OxyColor.FromRgb(0xFC, 0xE9, 0xD6);

    /// <summary>A line below the title.</summary>
    public string Note { get; init; } = "";

    /// <summary>A box, as wide as its texts.</summary>
    /// <param name="x">Its middle.</param>
    /// <param name="y">Its middle.</param>
    /// <param name="name">Its first line.</param>
    /// <param name="detail">A line below it.</param>
    /// <param name="slope">A line below both, in the colour of what walks back.</param>
    /// <param name="fill">White, unless given.</param>
    public Box AddBox(double x, double y, string name, string detail = "", string slope = "", OxyColor? fill = null)
    {
        (string Text, double Size, OxyColor Colour)[] all =
        [
            (name, NameSize, Palette.Ink),
            (detail, TextSize, Palette.Ink),
            (slope, TextSize, Palette.Vermillion),
        ];
        (string Text, double Size, OxyColor Colour)[] lines = [.. all.Where(line => line.Text.Length > 0)];
        var box = new Box(x, y, lines.Max(line => SvgCanvas.Width(line.Text, line.Size)) + 18, (lines.Length * LineHeight) + 10);
        words.AddRange(lines.Select(line => line.Text));
        parts.Add(pen =>
        {
            pen.Rectangle(box.Left, box.Top, box.Width, box.Height, fill ?? Palette.Background);
            pen.Frame(box.Left, box.Top, box.Width, box.Height, Palette.Quiet);
            foreach ((int i, (string text, double size, OxyColor colour)) in lines.Index())
                pen.Text(x, box.Top + 5 + ((i + 0.5) * LineHeight), text, size: size, colour: colour);
        });
        return box;
    }

    /// <summary>An arrow between the borders of two boxes.</summary>
    /// <param name="from">Where it begins.</param>
    /// <param name="to">Where its head is.</param>
    /// <param name="text">Beside its middle.</param>
    /// <param name="colour">Grey, unless given.</param>
    /// <param name="shift">How far it is moved to its right, to leave room for one that goes the other way.</param>
    public void AddArrow(Box from, Box to, string text = "", OxyColor? colour = null, double shift = 0)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y, length = Math.Sqrt((dx * dx) + (dy * dy));
        (double acrossX, double acrossY) = (-dy / length, dx / length);
        (double outOf, double into) = (from.Reach(dx, dy), to.Reach(dx, dy));
        (double startX, double startY) = (from.X + (outOf * dx) + (shift * acrossX), from.Y + (outOf * dy) + (shift * acrossY));
        (double endX, double endY) = (to.X - (into * dx) + (shift * acrossX), to.Y - (into * dy) + (shift * acrossY));
        AddArrow(startX, startY, endX, endY, colour);
        if (text.Length == 0) return;
        // The text stands above a level arrow, and beside an upright one.
        bool isLevel = Math.Abs(dx) >= Math.Abs(dy);
        (double side, double above) = isLevel ? (0, 11) : ((SvgCanvas.Width(text, TextSize) / 2) + 7, 0);
        AddText(((startX + endX) / 2) + side, ((startY + endY) / 2) - above, text, colour: colour);
    }

    /// <summary>An arrow between two places.</summary>
    public void AddArrow(double startX, double startY, double endX, double endY, OxyColor? colour = null)
    {
        double length = Math.Sqrt(Math.Pow(endX - startX, 2) + Math.Pow(endY - startY, 2));
        (double ux, double uy) = ((endX - startX) / length, (endY - startY) / length);
        OxyColor ink = colour ?? Palette.Quiet;
        parts.Add(pen =>
        {
            pen.Line(startX, startY, endX - (Head * ux), endY - (Head * uy), ink, 1.6);
            (double backX, double backY) = (endX - (Head * ux), endY - (Head * uy));
            (double acrossX, double acrossY) = (-Head / 2 * uy, Head / 2 * ux);
            pen.Shape([(endX, endY), (backX + acrossX, backY + acrossY), (backX - acrossX, backY - acrossY)], ink, ink);
        });
    }

    /// <summary>A line along these places, and an arrow from the last one to a box.</summary>
    public void AddPath(IReadOnlyList<(double X, double Y)> places, OxyColor colour, Box to)
    {
        foreach (((double x1, double y1), (double x2, double y2)) in places.Zip(places.Skip(1))) AddLine(x1, y1, x2, y2, colour);
        (double x, double y) = places[^1];
        double part = 1 - to.Reach(to.X - x, to.Y - y);
        AddArrow(x, y, x + (part * (to.X - x)), y + (part * (to.Y - y)), colour);
    }

    /// <summary>A line.</summary>
    public void AddLine(double x1, double y1, double x2, double y2, OxyColor colour, double thickness = 1.6) =>
        parts.Add(pen => pen.Line(x1, y1, x2, y2, colour, thickness));

    /// <summary>A text, its middle at this height.</summary>
    public void AddText(
        double x, double y, string text, HorizontalAlignment align = HorizontalAlignment.Center,
        double size = TextSize, OxyColor? colour = null, bool isBold = false)
    {
        words.Add(text);
        parts.Add(pen => pen.Text(x, y, text, align, size, colour, isBold));
    }

    /// <summary>A filled rectangle with a border.</summary>
    public void AddRectangle(double left, double top, double width, double tall, OxyColor fill, OxyColor border) => parts.Add(pen =>
    {
        pen.Rectangle(left, top, width, tall, fill);
        pen.Frame(left, top, width, tall, border);
    });

    /// <summary>A table of cells: the darker, the more. Its rows and columns have names of one letter.</summary>
    /// <param name="left">Where the cells begin; the rows' names stand to the left of it.</param>
    /// <param name="top">Where the cells begin; the columns' names stand above.</param>
    /// <param name="cell">How wide and how high a cell is.</param>
    /// <param name="letters">The names, from left to right and from top to bottom.</param>
    /// <param name="shades">How dark each cell is, from 0 to 1, row by row. Below 0: there is no cell.</param>
    public void AddCells(double left, double top, double cell, string letters, IReadOnlyList<double> shades)
    {
        int n = letters.Length;
        parts.Add(pen =>
        {
            for (int i = 0; i < n * n; i++)
            {
                if (shades[i] < 0) continue;
                (int row, int column) = Math.DivRem(i, n);
                pen.Rectangle(left + (column * cell), top + (row * cell), cell, cell, Palette.Shade(Math.Min(1, shades[i])));
            }

            pen.Frame(left, top, n * cell, n * cell, Palette.Quiet);
            for (int i = 0; i < n; i++)
            {
                pen.Text(left - 9, top + ((i + 0.5) * cell), letters[i..(i + 1)]);
                pen.Text(left + ((i + 0.5) * cell), top - 10, letters[i..(i + 1)]);
            }
        });
    }

    private protected override string Describe() => $"{Title}. {string.Join(", ", words)}";

    private protected override FigureLayout Layout()
    {
        var margins = new OxyThickness(Edge, HeadingHeight - (Note.Length == 0 ? 16 : 0), Edge, Edge);
        PlotModel plot = Freehand.Plot(margins, pen => parts.ForEach(part => part(pen)));
        return new FigureLayout(plot, Width, height, Note);
    }
}

/// <summary>A box of a diagram.</summary>
/// <param name="X">Its middle.</param>
/// <param name="Y">Its middle.</param>
/// <param name="Width">How wide it is.</param>
/// <param name="Height">How high it is.</param>
internal readonly record struct Box(double X, double Y, double Width, double Height)
{
    public double Left => X - (Width / 2);

    public double Top => Y - (Height / 2);

    /// <summary>Which part of the way (dx, dy) lies within the box, from its middle on, with a small gap.</summary>
    public double Reach(double dx, double dy)
    {
        return Math.Min(Part(Width, dx), Part(Height, dy));

        static double Part(double size, double way) => way == 0 ? double.MaxValue : ((size / 2) + 3) / Math.Abs(way);
    }
}
