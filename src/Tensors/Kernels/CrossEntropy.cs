using System.Numerics;

namespace Makemore.Tensors;

public static partial class Kernels
{
    /// <summary>
    /// The mean over rows of −ln softmax(logits)[i, targets[i]], for logits and probabilities (rows, columns) and targets (rows).
    /// Leaves softmax(logits) in <paramref name="probabilities"/> for the gradient.
    /// </summary>
    /// <exception cref="ArgumentException">A target is not in 0..columns−1.</exception>
    public static T CrossEntropy<T>(ReadOnlySpan<T> logits, ReadOnlySpan<int> targets, Span<T> probabilities, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> logSumExp = stackalloc T[1];
        Softmax(logits, probabilities, columns);
        double sum = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            if ((uint)targets[i] >= (uint)columns)
                throw new ArgumentException($"CrossEntropy: the target of row {i} is {targets[i]}, and must be in 0..{columns - 1}");
            ReadOnlySpan<T> row = logits.Slice(i * columns, columns);
            LogSumExp(row, logSumExp, columns);
            sum += double.CreateTruncating(logSumExp[0] - row[targets[i]]);
        }

        return T.CreateTruncating(sum / targets.Length);
    }

    /// <summary>dlogits[i, j] = upstream·(probabilities[i, j] − [j = targets[i]]) / rows.</summary>
    public static void CrossEntropyGradient<T>(
        ReadOnlySpan<T> probabilities, ReadOnlySpan<int> targets, T upstream, Destination<T> dlogits, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!dlogits.IsWanted) return;
        Span<T> sum = dlogits.Accumulator();
        T scale = upstream / T.CreateTruncating(targets.Length);
        for (int i = 0; i < sum.Length; i++) sum[i] += scale * probabilities[i];
        for (int i = 0; i < targets.Length; i++) sum[(i * columns) + targets[i]] -= scale;
    }

    /// <summary>
    /// The mean over all counted targets: −Σᵢⱼ counts[i, j]·ln softmax(logits)[i, j] / Σᵢⱼ counts[i, j], where counts[i, j] says how often
    /// column j was the target of row i; logits, counts and probabilities are (rows, columns).
    /// Leaves softmax(logits) in <paramref name="probabilities"/> for the gradient.
    /// </summary>
    /// <exception cref="ArgumentException">A count is negative, or all are zero.</exception>
    public static T CrossEntropy<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> counts, Span<T> probabilities, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> logSumExp = stackalloc T[1];
        Softmax(logits, probabilities, columns);
        double sum = 0, total = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            if (!(counts[i] >= T.Zero))
                throw new ArgumentException($"CrossEntropy: the count of row {i / columns}, column {i % columns} is {counts[i]}, and must be at least 0");
            if (i % columns == 0) LogSumExp(logits.Slice(i, columns), logSumExp, columns);
            if (counts[i] == T.Zero) continue;
            sum += double.CreateTruncating(counts[i] * (logSumExp[0] - logits[i]));
            total += double.CreateTruncating(counts[i]);
        }

        if (total == 0)
            throw new ArgumentException($"CrossEntropy: all counts of {logits.Length / columns} rows are 0, and their sum must be above 0");
        return T.CreateTruncating(sum / total);
    }

    /// <summary>dlogits[i, j] = upstream·(Σₖ counts[i, k]·probabilities[i, j] − counts[i, j]) / Σ counts.</summary>
    public static void CrossEntropyGradient<T>(
        ReadOnlySpan<T> probabilities, ReadOnlySpan<T> counts, T upstream, Destination<T> dlogits, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!dlogits.IsWanted) return;
        Span<T> sum = dlogits.Accumulator();
        T scale = upstream / Sum(counts);
        for (int start = 0; start < sum.Length; start += columns)
        {
            T rowTotal = Sum(counts.Slice(start, columns));
            for (int j = start; j < start + columns; j++) sum[j] += scale * ((rowTotal * probabilities[j]) - counts[j]);
        }
    }
}
