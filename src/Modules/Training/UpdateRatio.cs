using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Modules;

/// <summary>How large a step was beside the parameter that it moved.</summary>
/// <param name="Parameter">The parameter's name, such as "hidden.weights".</param>
/// <param name="Ratio">std(change) / std(value after it): 0.001 is a good size. NaN where all values are equal.</param>
public sealed record UpdateRatio(string Parameter, double Ratio)
{
    /// <summary>That of the change from <paramref name="before"/> to the value that the parameter has now.</summary>
    internal static UpdateRatio Of<T>(Parameter<T> parameter, T[] before) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] after = parameter.Value.Span.ToArray();
        return new(parameter.Label, StandardDeviation(i => Value(after, i) - Value(before, i)) / StandardDeviation(i => Value(after, i)));

        double Value(T[] values, int i) => double.CreateChecked(values[i]);

        // √(Σ (x − mean)² / n), in float64.
        double StandardDeviation(Func<int, double> x)
        {
            double mean = 0, squares = 0;
            for (int i = 0; i < after.Length; i++) mean += x(i) / after.Length;
            for (int i = 0; i < after.Length; i++) squares += (x(i) - mean) * (x(i) - mean);
            return Math.Sqrt(squares / after.Length);
        }
    }
}

/// <summary>The size of a step's updates.</summary>
/// <param name="Step">How many steps had been taken before it.</param>
/// <param name="Ratios">One for each parameter that the loss reaches.</param>
public sealed record UpdatePoint(int Step, IReadOnlyList<UpdateRatio> Ratios);
