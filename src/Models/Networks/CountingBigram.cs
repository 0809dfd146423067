using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// Learns by counting pairs: p(next | last) = (count(last, next) + smoothing) / Σⱼ (count(last, j) + smoothing).
/// The smoothing pretends that every pair was seen that often once more, so that no name is impossible.
/// </summary>
public sealed class CountingBigram : ILanguageModel
{
    private readonly long[] counts; // (vocabulary, vocabulary): row is the last character, column the next
    private readonly double[] logProbabilities; // the same shape

    /// <summary>A model of these counts, (vocabulary, vocabulary) in row-major order.</summary>
    /// <exception cref="ArgumentException">
    /// The counts are no such table, one is negative, or the smoothing is negative or no number.
    /// </exception>
    public CountingBigram(Vocabulary vocabulary, long[] counts, double smoothing)
    {
        if (counts.Length != vocabulary.Size * vocabulary.Size)
            throw new ArgumentException(
                $"CountingBigram: {counts.Length} counts for a vocabulary of {vocabulary.Size}, " +
                $"which needs {vocabulary.Size * vocabulary.Size}");
        if (counts.Any(count => count < 0)) throw new ArgumentException("CountingBigram: a count is negative");
        if (!double.IsFinite(smoothing) || smoothing < 0)
            throw new ArgumentException($"CountingBigram: smoothing must be 0 or more, and is {smoothing}");
        (Vocabulary, this.counts, Smoothing) = (vocabulary, counts, smoothing);

        logProbabilities = new double[counts.Length];
        for (int last = 0; last < vocabulary.Size; last++)
        {
            Span<long> row = counts.AsSpan(last * vocabulary.Size, vocabulary.Size);
            double total = vocabulary.Size * smoothing;
            foreach (long count in row) total += count;

            // A character that was never seen, without smoothing, says nothing about what comes next.
            for (int next = 0; next < row.Length; next++)
                logProbabilities[(last * row.Length) + next] = total == 0
                    ? -Math.Log(row.Length)
                    : Math.Log((row[next] + smoothing) / total);
        }
    }

    /// <summary>Counts the pairs of a set of examples with a block size of 1.</summary>
    /// <exception cref="ArgumentException">The block size is another, or the smoothing is negative or no number.</exception>
    public static CountingBigram Train(DistinctContexts pairs, double smoothing)
    {
        if (pairs.Contexts.Shape[1] != 1)
            throw new ArgumentException(
                $"CountingBigram: counts pairs, a context of 1 character, and was given contexts of {pairs.Contexts.Shape[1]}");
        var counts = new long[pairs.Vocabulary.Size * pairs.Vocabulary.Size];
        foreach (TargetCount pair in pairs.Counts)
            counts[(pairs.Contexts.Span[pair.Context] * pairs.Vocabulary.Size) + pair.Target] = pair.Times;
        return new CountingBigram(pairs.Vocabulary, counts, smoothing);
    }

    /// <inheritdoc/>
    public string Kind => "counts";

    /// <inheritdoc/>
    public Vocabulary Vocabulary { get; }

    /// <inheritdoc/>
    public int BlockSize => 1;

    /// <inheritdoc/>
    public int ParameterCount => counts.Length;

    /// <summary>What is added to every count.</summary>
    public double Smoothing { get; }

    /// <summary>
    /// How often each pair occurred, (vocabulary, vocabulary) in row-major order: row is the last character, column the next.
    /// </summary>
    public ReadOnlySpan<long> Counts => counts;

    /// <inheritdoc/>
    public void LogProbabilities(Indices contexts, Tensor<double> output) =>
        Kernels.Gather(logProbabilities, contexts.Span, output.Span, Vocabulary.Size);

    /// <summary>This itself: it changes nothing when it is asked.</summary>
    public ILanguageModel CopyForThread() => this;
}
