namespace Makemore.Worlds;

/// <summary>What is seen of a <see cref="DeepNetwork"/>.</summary>
/// <param name="Loss">The mean loss of the examples that are looked at.</param>
/// <param name="Reach">The strips of the gradients go from -Reach to Reach, the same for all layers.</param>
/// <param name="Layers">Its layers, from the first to the last.</param>
public sealed record DepthLook(double Loss, double Reach, DepthLayer[] Layers)
{
    /// <summary>The spread of the gradients of the first layer's outputs, divided by that of the last layer's.</summary>
    public double Growth => Layers[0].Gradients.Spread / Layers[^1].Gradients.Spread;
}

/// <summary>What is seen of a layer.</summary>
/// <param name="Outputs">What its neurons say, from -1 to 1.</param>
/// <param name="Saturated">The share of the outputs beyond ±0.97, where tanh is flat: its slope, 1 − y², is below 0.06.</param>
/// <param name="Gradients">∂loss/∂output, for each output.</param>
public sealed record DepthLayer(Strip Outputs, double Saturated, Strip Gradients)
{
    internal static double ShareSaturated(ReadOnlySpan<double> outputs)
    {
        int saturated = 0;
        foreach (double output in outputs)
            if (Math.Abs(output) > 0.97) saturated++;
        return (double)saturated / outputs.Length;
    }
}

/// <summary>Where numbers lie.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Spread">Their standard deviation, √(Σ (x − mean)² / n).</param>
/// <param name="Bins">How many lie in each of 50 parts of a range, from left to right; what lies outside counts at the end.</param>
public sealed record Strip(double Mean, double Spread, int[] Bins)
{
    /// <summary>In how many parts a range is divided.</summary>
    public const int Parts = 50;

    /// <summary>Of these numbers, over -reach to reach.</summary>
    internal static Strip Of(ReadOnlySpan<double> numbers, double reach)
    {
        int[] bins = new int[Parts];
        foreach (double x in numbers) bins[(int)Math.Clamp((x / reach + 1) * (Parts / 2), 0, Parts - 1)]++;
        (double mean, double spread) = MeanAndSpread(numbers);
        return new Strip(mean, spread, bins);
    }

    internal static (double Mean, double Spread) MeanAndSpread(ReadOnlySpan<double> numbers)
    {
        double sum = 0, squares = 0;
        foreach (double x in numbers) sum += x;
        double mean = sum / numbers.Length;
        foreach (double x in numbers) squares += (x - mean) * (x - mean);
        return (mean, Math.Sqrt(squares / numbers.Length));
    }

    /// <summary>A size rounded up to one digit; 1 if it is 0 or not finite.</summary>
    internal static double RoundedUp(double size)
    {
        if (!(size > 0 && double.IsFinite(size))) return 1;
        double power = Math.Pow(10, Math.Floor(Math.Log10(size)));
        return Math.Ceiling(size / power) * power;
    }
}
