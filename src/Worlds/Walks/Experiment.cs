using Makemore.Autograd;

namespace Makemore.Worlds;

/// <summary>The slope of the loss at one number by experiment: (loss(v + h) − loss(v − h)) / 2h, with all that follows from v.</summary>
/// <param name="Step">h.</param>
/// <param name="Below">The loss at v − h.</param>
/// <param name="Above">The loss at v + h.</param>
/// <param name="Quotient">The slope.</param>
public sealed record Experiment(double Step, double Below, double Above, double Quotient)
{
    // How far the quotient moves if h is halved.
    private double Doubt { get; init; }

    // The slopes on either side. They differ where there is a kink, such as that of relu at 0: there, an operation chooses between them.
    private (double Left, double Right) Sides { get; init; }

    /// <summary>
    /// Whether a gradient is what the experiment says: up to the rounding of the losses, the doubt, and a fraction of their size. Where
    /// there is a kink, every slope between those of both sides is right. What is not finite cannot be judged.
    /// </summary>
    public bool Agrees(double gradient)
    {
        if (!double.IsFinite(gradient) || !double.IsFinite(Quotient)) return true;
        double rounding = 1e-14 * Math.Max(1, Math.Max(Math.Abs(Below), Math.Abs(Above))) / Step;
        double tolerance = (1e-6 * Math.Max(Math.Abs(gradient), Math.Abs(Quotient))) + rounding + (10 * Doubt);
        return gradient >= Math.Min(Quotient, Math.Min(Sides.Left, Sides.Right)) - tolerance
            && gradient <= Math.Max(Quotient, Math.Max(Sides.Left, Sides.Right)) + tolerance;
    }

    /// <summary>|a − b| / the larger of both; 0 if they are equal.</summary>
    public static double RelativeError(double a, double b) => a == b ? 0 : Math.Abs(a - b) / Math.Max(Math.Abs(a), Math.Abs(b));

    /// <summary>One experiment, with a nudge of this size at the scale of 1.</summary>
    internal static Experiment At(GraphProbe probe, int place, int cell, double nudge)
    {
        double value = probe.Graph.Nodes[place].Value.Span[cell], step = nudge * Math.Max(1, Math.Abs(value));
        double[] losses = probe.LossesWhere(place, cell, [value - step, value + step]);
        return Of(value, step, losses[0], losses[1]);
    }

    /// <summary>One experiment, with a nudge that suits the number.</summary>
    internal static Experiment At(GraphProbe probe, int place, int cell)
    {
        Nudges nudges = probe.Nudge(place, cell);
        double value = probe.Graph.Nodes[place].Value.Span[cell], loss = probe.Graph.Loss.Value.Item, step = nudges.Step(value);
        return Of(value, step, nudges.Below[0], nudges.Above[0]) with
        {
            Doubt = nudges.Doubts[0],
            Sides = ((loss - nudges.Below[0]) / step, (nudges.Above[0] - loss) / step),
        };
    }

    private static Experiment Of(double value, double step, double below, double above) =>
        new(step, below, above, (above - below) / (value + step - (value - step)));
}
