using Makemore.Models;
using OxyPlot;
using static Makemore.Pages.NumberText;

namespace Makemore.Pages;

/// <summary>
/// How far the gates of a recurrent cell are open while it reads a text: a row for each gate, a column for each character. Each cell has the
/// mean over the gate's neurons, and below it how far they spread around it.
/// </summary>
public sealed class GateMap : Figure
{
    private const double CellWidth = 54, CellHeight = 46, Edge = 16, Gap = 14, Headings = 46, Bottom = 54, KeyWidth = 180, SmallestWidth = 440;

    private readonly IReadOnlyList<string> text;
    private readonly IReadOnlyList<Gate> gates;
    private readonly (double Mean, double Spread)[] cells; // (gates, t)

    /// <summary>A table of these gates.</summary>
    /// <param name="title">The title of the figure.</param>
    /// <param name="text">The t characters that are read.</param>
    /// <param name="gates">The gates.</param>
    /// <param name="openings">(gates, t, neurons), row-major: 0 is shut and 1 is open.</param>
    /// <exception cref="ArgumentException">There is nothing to draw, or an opening is not between 0 and 1.</exception>
    public GateMap(string title, IReadOnlyList<string> text, IReadOnlyList<Gate> gates, double[] openings) : base(title)
    {
        int count = text.Count * gates.Count;
        if (count == 0 || openings.Length == 0 || openings.Length % count != 0)
            throw new ArgumentException($"{gates.Count} gates over {text.Count} characters do not share {openings.Length} openings out evenly");
        foreach (double opening in openings)
            if (!(opening is >= 0 and <= 1))
                throw new ArgumentException(FormattableString.Invariant($"a gate's opening lies between 0 and 1, and one is {opening}"));
        (this.text, this.gates) = (text, gates);
        cells = [.. openings.Chunk(openings.Length / count).Select(MeanAndSpread)];
    }

    private protected override string Describe()
    {
        IEnumerable<string> rows = gates.Select((gate, row) =>
            $"{gate.Name} ({gate.Meaning}) {string.Join(", ", text.Select((letter, i) => $"{letter} {TwoDecimals(At(row, i).Mean)}"))}");
        return $"How far each gate is open, from 0 to 1, the mean over its neurons: {string.Join("; ", rows)}.";
    }

    private protected override FigureLayout Layout()
    {
        double names = gates.Max(gate => Math.Max(SvgCanvas.Width(gate.Name, 14), SvgCanvas.Width(gate.Meaning, 12))); // bold is wider
        var margins = new OxyThickness(Edge + names + Gap, HeadingHeight + Headings, Edge, Bottom);
        double tableWidth = text.Count * CellWidth, width = Math.Max(SmallestWidth, tableWidth), height = gates.Count * CellHeight;
        PlotModel plot = Freehand.Plot(margins, pen =>
        {
            pen.Text(tableWidth / 2, -34, text.Count > 3 ? "character that is read" : "read", size: 14);
            for (int i = 0; i < text.Count; i++) pen.Text((i + 0.5) * CellWidth, -12, text[i], isBold: true);
            for (int row = 0; row < gates.Count; row++)
            {
                double middle = (row + 0.5) * CellHeight;
                pen.Text(-Gap, middle - 9, gates[row].Name, HorizontalAlignment.Right, isBold: true);
                pen.Text(-Gap, middle + 9, gates[row].Meaning, HorizontalAlignment.Right, size: 12, colour: Palette.Quiet);
                for (int i = 0; i < text.Count; i++)
                    pen.Rectangle(i * CellWidth, row * CellHeight, CellWidth, CellHeight, Palette.Shade(At(row, i).Mean));
            }

            for (int row = 0; row < gates.Count; row++)
                for (int i = 0; i < text.Count; i++) WriteCell(pen, row, i);
            pen.Frame(0, 0, tableWidth, height, Palette.Quiet);
            DrawKey(pen, height + 16);
        });
        return new FigureLayout(plot, width, height, "Mean over the gate's neurons, and the standard deviation among them.");
    }

    private void WriteCell(Freehand pen, int row, int column)
    {
        (double mean, double spread) = At(row, column);
        double x = (column + 0.5) * CellWidth, y = (row + 0.5) * CellHeight;
        OxyColor ink = Palette.TextOn(Palette.Shade(mean));
        pen.Text(x, y - 8, TwoDecimals(mean), colour: ink);
        pen.Text(x, y + 9, $"±{TwoDecimals(spread)}", size: 11, colour: ink);
    }

    private static void DrawKey(Freehand pen, double top)
    {
        const int Steps = 20;
        const double Step = KeyWidth / Steps, Height = 13, Left = 50;
        pen.Text(0, top + (Height / 2), "shut 0", HorizontalAlignment.Left);
        for (int i = 0; i < Steps; i++) pen.Rectangle(Left + (i * Step), top, Step, Height, Palette.Shade((i + 0.5) / Steps));
        pen.Frame(Left, top, KeyWidth, Height, Palette.Quiet);
        pen.Text(Left + KeyWidth + 8, top + (Height / 2), "1 open", HorizontalAlignment.Left);
    }

    private (double Mean, double Spread) At(int gate, int place) => cells[(gate * text.Count) + place];

    private static (double Mean, double Spread) MeanAndSpread(double[] values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }
}
