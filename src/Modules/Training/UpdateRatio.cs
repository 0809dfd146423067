using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Modules;

/// <summary>How large a step was next to the parameter that it moved.</summary>
/// <param name="Parameter">The parameter's name, such as "hidden.weights".</param>
/// <param name="Ratio">std(change) / std(value after it): 0.001 is a good size. NaN if all values are equal.</param>
public sealed record UpdateRatio(string Parameter, double Ratio)
{
    /// <summary>The ratio for the change from <paramref name="before"/> to the value that the parameter has now.</summary>
    internal static UpdateRatio Of<T>(Parameter<T> parameter, T[] before) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] after = Array.ConvertAll(parameter.Value.Span.ToArray(), double.CreateChecked);
        double[] change = new double[after.Length];
        for (int i = 0; i < change.Length; i++) change[i] = after[i] - double.CreateChecked(before[i]);
        return new(parameter.Label, StandardDeviation(change) / StandardDeviation(after));
    }

    // √(Σ (x − mean)² / n)
    private static double StandardDeviation(double[] values)
    {
        double mean = 0, squares = 0;
        foreach (double value in values) mean += value / values.Length;
        foreach (double value in values) squares += (value - mean) * (value - mean);
        return Math.Sqrt(squares / values.Length);
    }
}

/// <summary>The size of a step's updates.</summary>
/// <param name="Step">How many steps had been taken before it.</param>
/// <param name="Ratios">One for each parameter that the loss depends on.</param>
public sealed record UpdatePoint(int Step, IReadOnlyList<UpdateRatio> Ratios);
