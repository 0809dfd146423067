using System.Numerics;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Pages;

/// <summary>How the gradient of one matrix of weights spreads over sizes: a histogram of log10 |∂loss/∂weight|, and its moments.</summary>
public sealed class WeightGradient
{
    /// <summary>The width of a bin, in powers of ten.</summary>
    public const double BinWidth = 0.125;

    // The bins go from 1e-15 to 1e5. What is smaller counts as zero: float32 cannot add it to a weight near 1.
    private const int Lowest = -15, Highest = 5;
    private const int BinCount = (int)((Highest - Lowest) / BinWidth);

    private readonly int[] counts = new int[BinCount];

    private WeightGradient(string name, int elements) => (Name, Elements) = (name, elements);

    /// <summary>The matrix's name, such as "hidden.weights".</summary>
    public string Name { get; }

    /// <summary>The number of weights.</summary>
    public int Elements { get; }

    /// <summary>The mean of the gradient.</summary>
    public double Mean { get; private init; }

    /// <summary>The standard deviation of the gradient, √(Σ (g − mean)² / n).</summary>
    public double Deviation { get; private init; }

    /// <summary>
    /// The standard deviation of the gradient over that of the weights. Times the learning rate, it is how far a step of plain gradient descent
    /// goes.
    /// </summary>
    public double ToData { get; private init; }

    /// <summary>The share of weights that got no gradient, from 0 to 1.</summary>
    public double ZeroShare => 1 - ((double)counts.Sum() / Elements);

    /// <summary>Whether there is something to draw: a gradient that is not zero everywhere.</summary>
    public bool HasSize => counts.Any(count => count > 0);

    /// <summary>
    /// The gradients that the last backward pass left in a model's matrices, in the order in which the model was made. A vector, such as a
    /// bias, is left out, and so is a matrix that no gradient reached.
    /// </summary>
    public static IReadOnlyList<WeightGradient> AllOf<T>(Module<T> model) where T : unmanaged, IFloatingPointIeee754<T> =>
    [
        .. model.Parameters.Where(parameter => parameter.Shape.Rank >= 2 && parameter.Shape[0] > 1)
            .Select(parameter => Of(parameter.Label, parameter.Gradient, parameter.Value)).Where(matrix => matrix.HasSize),
    ];

    /// <summary>Measures the gradient of one tensor. Numbers that are not finite count as zero.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="gradient">∂loss/∂weight.</param>
    /// <param name="value">The weights, in the same shape.</param>
    public static WeightGradient Of<T>(string name, Tensor<T> gradient, Tensor<T> value) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (double mean, double deviation) = Moments(gradient);
        var result = new WeightGradient(name, gradient.Length)
        {
            Mean = mean,
            Deviation = deviation,
            ToData = deviation / Moments(value).Deviation,
        };
        foreach (T element in gradient.Span)
        {
            double place = (Math.Log10(Math.Abs(double.CreateTruncating(element))) - Lowest) / BinWidth;
            if (place >= 0 && double.IsFinite(place)) result.counts[(int)Math.Min(place, BinCount - 1)]++;
        }

        return result;
    }

    /// <summary>
    /// The share of the gradient in each bin, with where the bin begins in powers of ten, from the first bin to the last that is not empty.
    /// </summary>
    public IReadOnlyList<(double Power, double Share)> Bins()
    {
        int first = Array.FindIndex(counts, count => count > 0), last = Array.FindLastIndex(counts, count => count > 0);
        return [.. Enumerable.Range(first, last - first + 1).Select(bin => (Lowest + (bin * BinWidth), (double)counts[bin] / Elements))];
    }

    private static (double Mean, double Deviation) Moments<T>(Tensor<T> tensor) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double mean = 0, squares = 0;
        foreach (T element in tensor.Span) mean += double.CreateTruncating(element) / tensor.Length;
        foreach (T element in tensor.Span) squares += Math.Pow(double.CreateTruncating(element) - mean, 2);
        return (mean, Math.Sqrt(squares / tensor.Length));
    }
}
