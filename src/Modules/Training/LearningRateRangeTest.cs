using System.Numerics;

namespace Makemore.Modules;

/// <summary>
/// Which learning rate? Train with a rate that grows with every step, from far too small to far too large, and see where the loss falls.
/// The method is Smith's, "Cyclical Learning Rates for Training Neural Networks" (2017), section 3.3, with the rate growing exponentially.
/// </summary>
public static class LearningRateRangeTest
{
    /// <summary>
    /// Steps <paramref name="trainer"/> at rates from <paramref name="from"/> to <paramref name="to"/>, evenly spaced in their logarithm.
    /// Stops early if the loss is no longer finite.
    /// </summary>
    /// <exception cref="ArgumentException">Not 0 &lt; from &lt; to, or fewer than 10 steps.</exception>
    /// <exception cref="DivergedException">The loss is not finite from the first steps on.</exception>
    public static LearningRateRange Run<T>(
        Trainer<T> trainer,
        double from,
        double to,
        int steps,
        Action<LearningRatePoint>? progress = null,
        CancellationToken cancellation = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!(from > 0 && from < to && double.IsFinite(to)))
            throw new ArgumentException(FormattableString.Invariant(
                $"the rates must go from above 0 to something larger, and were given as {from} to {to}"));
        if (steps < 10) throw new ArgumentException($"a range test needs at least 10 steps, and was given {steps}");

        var points = new List<LearningRatePoint>();
        for (int i = 0; i < steps && !cancellation.IsCancellationRequested; i++)
        {
            double rate = from * Math.Pow(to / from, (double)i / (steps - 1));
            double loss = trainer.Step(rate);
            if (!double.IsFinite(loss)) break;
            points.Add(new LearningRatePoint(rate, loss));
            progress?.Invoke(points[^1]);
        }

        return points.Count >= 10
            ? new LearningRateRange(points)
            : throw new DivergedException(FormattableString.Invariant(
                $"the loss is not finite after {points.Count} steps; start at a smaller rate than {from}"));
    }
}

/// <summary>One step of a range test.</summary>
/// <param name="Rate">The learning rate of the step.</param>
/// <param name="Loss">The loss before the step.</param>
public sealed record LearningRatePoint(double Rate, double Loss);

/// <summary>The outcome of a range test.</summary>
public sealed class LearningRateRange
{
    internal LearningRateRange(IReadOnlyList<LearningRatePoint> points)
    {
        double[] smoothed = Smooth(points);
        int lowest = Array.IndexOf(smoothed, smoothed.Min());
        (Points, Smoothed) = (points, smoothed);
        (Minimum, Steepest) = (points[lowest].Rate, points[IndexOfSteepest(smoothed, lowest)].Rate);
    }

    /// <summary>Every step, by rising rate.</summary>
    public IReadOnlyList<LearningRatePoint> Points { get; }

    /// <summary>
    /// The loss at each point, averaged over its neighbours: 1 % of all points on either side. A mini-batch's loss alone is mostly noise.
    /// </summary>
    public IReadOnlyList<double> Smoothed { get; }

    /// <summary>The rate at which the smoothed loss falls fastest per decade: a safe choice.</summary>
    public double Steepest { get; }

    /// <summary>The rate at which the smoothed loss is smallest: the largest that still helps; a little below it trains fastest.</summary>
    public double Minimum { get; }

    private static double[] Smooth(IReadOnlyList<LearningRatePoint> points)
    {
        int reach = Math.Max(1, points.Count / 100);
        var smoothed = new double[points.Count];
        for (int i = 0; i < smoothed.Length; i++)
        {
            int first = Math.Max(0, i - reach), last = Math.Min(points.Count - 1, i + reach);
            double sum = 0;
            for (int j = first; j <= last; j++) sum += points[j].Loss;
            smoothed[i] = sum / (last - first + 1);
        }

        return smoothed;
    }

    // The points are evenly spaced in log rate, so the slope is a plain difference, here over a fortieth of all points on either side. Only
    // what comes before the lowest counts: after it, the loss jumps about.
    private static int IndexOfSteepest(double[] smoothed, int lowest)
    {
        int reach = Math.Max(1, smoothed.Length / 40), best = 0;
        double steepest = double.PositiveInfinity;
        int end = Math.Min(lowest, smoothed.Length - 1 - reach);
        for (int i = reach; i <= end; i++)
        {
            double slope = smoothed[i + reach] - smoothed[i - reach];
            if (slope < steepest) (steepest, best) = (slope, i);
        }

        return best;
    }
}
