using System.Globalization;
using OxyPlot;
using static Makemore.Pages.NumberText;

namespace Makemore.Pages;

/// <summary>
/// How large the gradient of each matrix of weights is: a histogram for each, one below the other, over a logarithmic axis that they share.
/// Karpathy's "Building makemore Part 3" (2022) draws them over each other, "weights gradient distribution"; in rows, thirty are as readable
/// as three, and a layer that gets far less gradient than the others stands out on the left.
/// </summary>
public sealed class GradientHistograms : Figure
{
    /// <summary>With more rows than this, nobody would find one.</summary>
    public const int MaximumMatrices = 100;

    private const double RowHeight = 30, Tallest = 25, PlotWidth = 440, HeadingsHeight = 26, Bottom = 56, Edge = 16;
    private const double MaximumName = 230, ColumnWidth = 78, Gap = 12;
    private const double Tail = 0.01; // of a row's gradient may lie to the left of the figure

    private static readonly string[] Headings = ["mean", "std", "std : data", "zeros"];

    private readonly IReadOnlyList<WeightGradient> matrices;

    /// <summary>A row for each matrix, from the top in the order given.</summary>
    /// <exception cref="ArgumentException">
    /// There are no matrices or more than <see cref="MaximumMatrices"/>, or the gradient of one is zero everywhere.
    /// </exception>
    public GradientHistograms(string title, IReadOnlyList<WeightGradient> matrices) : base(title)
    {
        if (matrices.Count is 0 or > MaximumMatrices)
            throw new ArgumentException($"histograms of gradients show 1 to {MaximumMatrices} matrices, and were given {matrices.Count}");
        if (matrices.FirstOrDefault(matrix => !matrix.HasSize) is { } empty)
            throw new ArgumentException($"the gradient of {empty.Name} is zero everywhere");
        this.matrices = matrices;
    }

    private protected override string Describe()
    {
        IEnumerable<string> rows = matrices.Select(matrix =>
            $"{matrix.Name} {Short(matrix.Mean)}, {Short(matrix.Deviation)}, {Short(matrix.ToData)}, {Percent(matrix.ZeroShare)}");
        return "Histograms of the size of the gradient of each matrix of weights, on a logarithmic axis. Mean, standard deviation, "
            + $"its ratio to that of the weights, and share of zeros: {string.Join("; ", rows)}.";
    }

    private protected override FigureLayout Layout()
    {
        double names = Math.Min(MaximumName, matrices.Max(matrix => SvgCanvas.Width(matrix.Name, Freehand.TextSize)));
        var margins = new OxyThickness(
            Edge + names + Gap, HeadingHeight + HeadingsHeight, Gap + (Headings.Length * ColumnWidth) + Edge, Bottom);

        (double Power, double Share)[][] rows = [.. matrices.Select(matrix => Smoothed(matrix.Bins()))];
        double tallest = rows.Max(row => row.Max(bin => bin.Share));
        double first = Math.Floor(rows.Min(LeftEnd)), last = Math.Ceiling(rows.Max(row => row[^1].Power + WeightGradient.BinWidth));
        double X(double power) => Math.Max(0, (power - first) / (last - first) * PlotWidth);
        double height = matrices.Count * RowHeight;

        PlotModel plot = Freehand.Plot(margins, pen =>
        {
            int every = last - first > 9 ? 2 : 1;
            for (double power = first; power <= last; power += every)
            {
                pen.Line(X(power), 0, X(power), height, Palette.Grid);
                pen.Text(X(power), height + 14, PowerOfTen(power));
            }

            pen.Text(PlotWidth / 2, height + 38, "size of the gradient |∂loss/∂weight|", size: 14);
            for (int column = 0; column < Headings.Length; column++)
                pen.Text(ColumnEnd(column), -13, Headings[column], HorizontalAlignment.Right, colour: Palette.Quiet);
            for (int i = 0; i < rows.Length; i++)
            {
                double ground = (i + 1) * RowHeight;
                IEnumerable<(double, double)> hill = rows[i].Select(bin =>
                    (X(bin.Power + (WeightGradient.BinWidth / 2)), ground - (bin.Share / tallest * Tallest)));
                double left = X(rows[i][0].Power), right = X(rows[i][^1].Power + WeightGradient.BinWidth);
                pen.Shape([(left, ground), .. hill, (right, ground)], Palette.Noise, Palette.Blue);
            }

            for (int i = 0; i < rows.Length; i++)
            {
                double ground = (i + 1) * RowHeight, spread = X(Math.Log10(matrices[i].Deviation));
                if (spread > 0) pen.Line(spread, ground, spread, ground - Tallest, Palette.Vermillion, 2);
            }

            for (int i = 0; i < rows.Length; i++) WriteRow(pen, matrices[i], (i + 0.6) * RowHeight);
            for (int i = 0; i < rows.Length; i++) pen.Line(0, (i + 1) * RowHeight, PlotWidth, (i + 1) * RowHeight, Palette.Quiet);
        });
        return new FigureLayout(
            plot, PlotWidth, height, "Marks: the standard deviation, std. A row far to the left learns slowly. std : data is its ratio to the std of the weights.");
    }

    private static void WriteRow(Freehand pen, WeightGradient matrix, double y)
    {
        pen.Text(-Gap, y, SvgCanvas.Shorten(matrix.Name, Freehand.TextSize, MaximumName), HorizontalAlignment.Right);
        string[] cells = [Short(matrix.Mean), Short(matrix.Deviation), Short(matrix.ToData), Percent(matrix.ZeroShare)];
        for (int column = 0; column < cells.Length; column++)
            pen.Text(ColumnEnd(column), y, cells[column], HorizontalAlignment.Right);
    }

    private static double ColumnEnd(int column) => PlotWidth + Gap + ((column + 1) * ColumnWidth);

    // Where the figure may begin: only a thin tail of the row lies to the left.
    private static double LeftEnd((double Power, double Share)[] row)
    {
        double all = row.Sum(bin => bin.Share), passed = 0;
        return row.First(bin => (passed += bin.Share) > Tail * all).Power;
    }

    // Each bin with its four neighbours, weighted 1 4 6 4 1: the histogram of a small matrix is ragged.
    private static (double Power, double Share)[] Smoothed(IReadOnlyList<(double Power, double Share)> bins)
    {
        double[] weights = [1 / 16.0, 4 / 16.0, 6 / 16.0, 4 / 16.0, 1 / 16.0];
        return
        [
            .. Enumerable.Range(-2, bins.Count + 4).Select(i => (
                bins[0].Power + (i * WeightGradient.BinWidth),
                weights.Select((weight, k) => weight * (bins.ElementAtOrDefault(i + k - 2).Share)).Sum())),
        ];
    }

    private static string PowerOfTen(double power) => power switch
    {
        0 => "1",
        1 => "10",
        -1 => "0.1",
        _ => string.Create(CultureInfo.InvariantCulture, $"1e{power}"),
    };

    private static string Short(double value) =>
        value == 0 ? "0" : value.ToString(Math.Abs(value) is >= 0.01 and < 1000 ? "0.###" : "0.0e+0", CultureInfo.InvariantCulture);
}
