using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using static Makemore.Pages.NumberText;

namespace Makemore.Pages;

/// <summary>
/// How a hidden layer's outputs h = tanh(a) spread from -1 to 1. If |h| is above 0.97 the neuron is saturated: its slope 1 − h² is below
/// 0.06, hardly any gradient gets through, and it learns slowly or not at all.
/// </summary>
public sealed class ActivationHistogram : Figure
{
    /// <summary>An output with |h| above this is saturated.</summary>
    public const double Saturation = 0.97;

    // The outer bins hold the saturated outputs and are 0.03 wide; the inner ones are 1.94 / 65 = 0.0298 wide.
    private const int InnerBins = 65;
    private const double LeftMargin = 72, Right = 28, Bottom = 56, PlotWidth = 780, PlotHeight = 380;

    private readonly int[] counts = new int[InnerBins + 2];
    private readonly int total;

    /// <summary>A histogram of these outputs, from any neurons and examples.</summary>
    /// <exception cref="ArgumentException">There are no outputs, or one is not between -1 and 1.</exception>
    public ActivationHistogram(string title, IReadOnlyCollection<double> outputs) : base(title)
    {
        if (outputs.Count == 0) throw new ArgumentException("a histogram needs at least one output");
        foreach (double output in outputs)
        {
            if (!(Math.Abs(output) <= 1))
                throw new ArgumentException(FormattableString.Invariant($"the outputs of tanh lie between -1 and 1, and one is {output}"));
            counts[BinOf(output)]++;
        }

        total = outputs.Count;
    }

    /// <summary>The share of outputs with |h| above <see cref="Saturation"/>, from 0 to 1.</summary>
    public double SaturatedShare => Share(0) + Share(counts.Length - 1);

    private protected override string Describe() =>
        $"Histogram of {Whole(total)} outputs of tanh between -1 and 1: {Percent(SaturatedShare)} are saturated, |h| > 0.97 "
        + $"({Percent(Share(0))} at -1, {Percent(Share(counts.Length - 1))} at 1).";

    private protected override FigureLayout Layout()
    {
        var plot = new PlotModel { PlotMargins = new OxyThickness(LeftMargin, HeadingHeight, Right, Bottom) };
        LinearAxis outputs = Styled(new LinearAxis { Position = AxisPosition.Bottom }, "output h of a hidden neuron", -1.03, 1.03);
        (outputs.MajorStep, outputs.MinorStep) = (0.25, 0.25);
        plot.Axes.Add(outputs);
        double highest = 100 * Enumerable.Range(0, counts.Length).Max(Share);
        plot.Axes.Add(Styled(new LinearAxis { Position = AxisPosition.Left }, "share of all outputs in the bin (%)", 0, 1.1 * highest));

        for (int bin = 0; bin < counts.Length; bin++)
        {
            bool saturated = bin == 0 || bin == counts.Length - 1;
            plot.Annotations.Add(new RectangleAnnotation
            {
                MinimumX = Edge(bin),
                MaximumX = Edge(bin + 1),
                MinimumY = 0,
                MaximumY = 100 * Share(bin),
                Fill = saturated ? Palette.Vermillion : Palette.Blue,
                Stroke = Palette.Background,
                StrokeThickness = 0.5,
            });
        }

        plot.Annotations.Add(Upright(-Saturation, Palette.Ink, LineStyle.Dash));
        plot.Annotations.Add(Upright(Saturation, Palette.Ink, LineStyle.Dash));
        string subtitle = $"Saturated (the outermost bars, |h| > 0.97): {Percent(SaturatedShare)} of {Whole(total)} outputs.";
        return new FigureLayout(plot, PlotWidth, PlotHeight, subtitle);
    }

    private static int BinOf(double output)
    {
        if (output < -Saturation) return 0;
        if (output > Saturation) return InnerBins + 1;
        int inner = (int)((output + Saturation) / (2 * Saturation) * InnerBins);
        return 1 + Math.Min(inner, InnerBins - 1);
    }

    // Where a bin begins, which is where the one before it ends.
    private static double Edge(int bin) => bin switch
    {
        0 => -1,
        InnerBins + 2 => 1,
        _ => -Saturation + ((bin - 1) * 2 * Saturation / InnerBins),
    };

    private double Share(int bin) => (double)counts[bin] / total;
}
