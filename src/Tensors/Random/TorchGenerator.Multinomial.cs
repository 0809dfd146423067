namespace Makemore.Tensors;

/// <content>
/// Draws one index from a row of probabilities. In an exponential race, runner i arrives after qᵢ/pᵢ with qᵢ ~ Exp(1), and is first with
/// probability pᵢ/Σp. So the largest pᵢ/qᵢ is the draw, and the p need not add up to 1.
/// </content>
public sealed partial class TorchGenerator
{
    /// <summary>
    /// Draws an index with probability pᵢ/Σp, as <c>torch.multinomial</c>. To draw several indices with replacement, call it
    /// several times with <see cref="MultinomialKind.Cumulative"/>.
    /// </summary>
    /// <param name="probabilities">Weights of 0 or more, not all 0; they need not add up to 1.</param>
    /// <param name="kind">Which of PyTorch's algorithms to follow.</param>
    /// <exception cref="ArgumentException">A probability is negative, NaN or infinite, all are 0, or their sum overflows.</exception>
    public int Multinomial(ReadOnlySpan<float> probabilities, MultinomialKind kind)
    {
        float total = Total(probabilities);
        return kind switch
        {
            MultinomialKind.Mkl => MklRace(probabilities),
            MultinomialKind.Portable => PortableRace(probabilities),
            MultinomialKind.Cumulative => FirstReached(probabilities, total),
            _ => throw new ArgumentException($"Multinomial: there is no algorithm {kind}"),
        };
    }

    private static float Total(ReadOnlySpan<float> probabilities)
    {
        float total = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (!float.IsFinite(probabilities[i]) || probabilities[i] < 0)
                throw new ArgumentException(FormattableString.Invariant(
                    $"Multinomial: probability {i} of {probabilities.Length} is {probabilities[i]}; each must be a number of 0 or more"));
            total += probabilities[i];
        }

        if (total == 0)
            throw new ArgumentException($"Multinomial: all {probabilities.Length} probabilities are 0, so there is nothing to draw");
        if (float.IsInfinity(total))
            throw new ArgumentException("Multinomial: the sum of the probabilities is too large for a float; scale them down");
        return total;
    }

    private int MklRace(ReadOnlySpan<float> probabilities)
    {
        // MCG31m1: xₙ₊₁ = a·xₙ mod m (L'Ecuyer, "Tables of Linear Congruential Generators", Mathematics of Computation 68, 1999).
        const uint Multiplier = 1132489760, Modulus = int.MaxValue;
        uint x = Math.Max(1, Random32() % Modulus);
        int winner = 0;
        float best = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            float q = (float)-Math.Log(x / (double)Modulus);
            x = (uint)((ulong)Multiplier * x % Modulus);
            if (probabilities[i] / q > best) (winner, best) = (i, probabilities[i] / q);
        }

        return winner;
    }

    private int PortableRace(ReadOnlySpan<float> probabilities)
    {
        int winner = 0;
        float best = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            float q = (float)-LogOfOneMinus(UniformDouble());
            if (probabilities[i] / q > best) (winner, best) = (i, probabilities[i] / q);
        }

        return winner;
    }

    private int FirstReached(ReadOnlySpan<float> probabilities, float total)
    {
        double u = UniformDouble();
        float sum = 0;
        for (int i = 0; ; i++) // up to the last at most: its sum is the total, added up in the same order, and u is below 1
        {
            sum += probabilities[i];
            if (sum / total >= u) return i;
        }
    }
}
