using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Models;

/// <summary>How large an update was beside the parameter tensor that it moved.</summary>
/// <param name="Parameter">The parameter's label, such as "W1".</param>
/// <param name="Ratio">std(rate · gradient) / std(value): 0.001 is a good size. NaN where all values are equal.</param>
public sealed record UpdateRatio(string Parameter, double Ratio)
{
    /// <summary>That of the update by <paramref name="rate"/> times the gradient.</summary>
    internal static UpdateRatio Of<T>(Parameter<T> parameter, double rate) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(parameter.Label, rate * StandardDeviation<T>(parameter.Gradient.Span) / StandardDeviation<T>(parameter.Value.Span));

    // √(Σ (x − mean)² / n), in float64.
    private static double StandardDeviation<T>(ReadOnlySpan<T> values) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double mean = 0, squares = 0;
        foreach (T value in values) mean += double.CreateChecked(value) / values.Length;
        foreach (T value in values) squares += (double.CreateChecked(value) - mean) * (double.CreateChecked(value) - mean);
        return Math.Sqrt(squares / values.Length);
    }
}

/// <summary>The size of a step's updates.</summary>
/// <param name="Step">How many steps had been taken before it.</param>
/// <param name="Ratios">One for each parameter tensor that the loss reaches.</param>
public sealed record UpdatePoint(int Step, IReadOnlyList<UpdateRatio> Ratios);
