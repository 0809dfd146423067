using Makemore.Modules;

namespace Makemore.Pages.Tests;

/// <summary>Short ways to write the data of figures.</summary>
internal static class Points
{
    /// <summary>Losses without a validation loss, one for each step from 0 on.</summary>
    public static TrainingPoint[] Losses(IEnumerable<double> losses) =>
        [.. losses.Select((loss, step) => new TrainingPoint(step, loss, null))];

    /// <summary>Update ratios for these steps, parameter by parameter.</summary>
    public static UpdatePoint[] Updates(IEnumerable<int> steps, params (string Parameter, double[] Ratios)[] parameters) =>
    [
        .. steps.Select((step, i) =>
            new UpdatePoint(step, [.. parameters.Select(one => new UpdateRatio(one.Parameter, one.Ratios[i]))])),
    ];

    /// <summary>The points of a range test.</summary>
    public static LearningRatePoint[] Rates(IEnumerable<double> rates, IEnumerable<double> losses) =>
        [.. rates.Zip(losses, (rate, loss) => new LearningRatePoint(rate, loss))];
}
