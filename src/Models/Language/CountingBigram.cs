using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// Learns by counting pairs: p(next | last) = (count(last, next) + smoothing) / Σⱼ (count(last, j) + smoothing).
/// Smoothing pretends that every pair was seen that many more times, so that no name is impossible.
/// </summary>
public sealed class CountingBigram : ILanguageModel
{
    /// <summary>What is added to every count. Above 10¹⁵, rounding would lose the counts themselves.</summary>
    public static readonly ModelOption SmoothingOption = ModelOption.Number(
        "smoothing", "Added to every count, so that no pair is impossible", 1, minimum: 0, maximum: 1e15);

    private const string CountsName = "N";

    private readonly long[] counts; // (vocabulary, vocabulary): the row is the last character, the column the next
    private readonly double[] logProbabilities; // the same shape

    /// <summary>A model of these counts, (vocabulary, vocabulary) in row-major order.</summary>
    /// <exception cref="ArgumentException">
    /// The counts do not fill such a table, one is negative, or the smoothing is negative or not finite.
    /// </exception>
    public CountingBigram(Vocabulary vocabulary, long[] counts, double smoothing)
    {
        long pairs = (long)vocabulary.Size * vocabulary.Size;
        if (counts.Length != pairs)
            throw new ArgumentException(
                $"CountingBigram: {counts.Length} counts for a vocabulary of {vocabulary.Size}, which needs {pairs}");
        if (counts.Any(count => count < 0)) throw new ArgumentException("CountingBigram: a count is negative");
        if (!double.IsFinite(smoothing) || smoothing < 0)
            throw new ArgumentException($"CountingBigram: smoothing must be 0 or more, and is {smoothing}");
        (Vocabulary, this.counts, Smoothing) = (vocabulary, counts, smoothing);

        logProbabilities = new double[counts.Length];
        Normalize();
    }

    /// <summary>Counts the pairs of a set of examples with a block size of 1.</summary>
    /// <exception cref="ArgumentException">
    /// The block size is not 1, the smoothing is negative or not finite, or the table has more counts than an array can hold.
    /// </exception>
    public static CountingBigram Train(DistinctContexts pairs, double smoothing)
    {
        if (pairs.Contexts.Shape[1] != 1)
            throw new ArgumentException(
                $"CountingBigram: counts pairs, a context of 1 character, and was given contexts of {pairs.Contexts.Shape[1]}");
        var counts = new long[Shape.Create([pairs.Vocabulary.Size, pairs.Vocabulary.Size]).Elements]; // a product that may not wrap around
        foreach (TargetCount pair in pairs.Counts)
            counts[(pairs.Contexts.Span[pair.Context] * pairs.Vocabulary.Size) + pair.Target] = pair.Times;
        return new CountingBigram(pairs.Vocabulary, counts, smoothing);
    }

    /// <inheritdoc/>
    public ModelKind Kind => ModelKinds.Counts;

    /// <inheritdoc/>
    public OptionValues Options => OptionValues.Defaults.With(SmoothingOption, Smoothing);

    /// <inheritdoc/>
    public Vocabulary Vocabulary { get; }

    /// <inheritdoc/>
    public int BlockSize => 1;

    /// <inheritdoc/>
    public bool AnswersEveryPosition => false;

    /// <inheritdoc/>
    public int ParameterCount => counts.Length;

    /// <summary>What is added to every count.</summary>
    public double Smoothing { get; }

    /// <summary>
    /// How often each pair occurred, (vocabulary, vocabulary), row-major: the row is the last character, the column the next.
    /// </summary>
    public ReadOnlySpan<long> Counts => counts;

    /// <inheritdoc/>
    public void LogProbabilities(Indices tokens, Tensor<double> output) =>
        Kernels.Gather(logProbabilities, tokens.Span, output.Span, Vocabulary.Size);

    /// <summary>This same model: asking it changes nothing.</summary>
    public ILanguageModel CopyForThread() => this;

    /// <inheritdoc/>
    public void Save(SafetensorsFile file) => file.Add(CountsName, [Vocabulary.Size, Vocabulary.Size], [.. counts]);

    /// <inheritdoc/>
    public void Load(SafetensorsFile file, Func<string, string?>? nameOf = null)
    {
        long[] read = file.Values<long>(CountsName, [Vocabulary.Size, Vocabulary.Size]);
        if (read.Any(count => count < 0)) throw new InvalidDataException($"{CountsName}: a count is negative");
        read.CopyTo(counts, 0);
        Normalize();
    }

    /// <summary>The counts, the counts with smoothing if it is a whole number, and the probabilities.</summary>
    public IEnumerable<Picture> Pictures(Indices tokens)
    {
        yield return new Picture.PairCounts("pairs", "How often each character follows each other", () => [.. counts]);
        if (Smoothing is >= 1 and <= int.MaxValue && double.IsInteger(Smoothing))
            yield return new Picture.PairCounts(
                "smoothed", $"Counts + {Smoothing}", () => Array.ConvertAll(counts, count => count + (long)Smoothing));
        yield return Picture.PairProbabilities.Of(this);
    }

    private void Normalize()
    {
        for (int last = 0; last < Vocabulary.Size; last++)
        {
            Span<long> row = counts.AsSpan(last * Vocabulary.Size, Vocabulary.Size);
            double total = Vocabulary.Size * Smoothing;
            foreach (long count in row) total += count;

            // Without smoothing, a character that was never seen says nothing about what comes next.
            for (int next = 0; next < row.Length; next++)
                logProbabilities[(last * row.Length) + next] = total == 0
                    ? -Math.Log(row.Length)
                    : Math.Log((row[next] + Smoothing) / total);
        }
    }
}

public static partial class ModelKinds
{
    /// <summary><see cref="CountingBigram"/>.</summary>
    public static ModelKind Counts { get; } = new()
    {
        Name = "counts",
        Title = "counting bigram",
        ShortTitle = "counts",
        Summary = "Count which character follows which",
        Options = [CountingBigram.SmoothingOption],
        Training = new ModelTraining.Counted((pairs, options) => CountingBigram.Train(pairs, options[CountingBigram.SmoothingOption])),
        Make = (vocabulary, options, values) =>
        {
            Tensor<float> counts = values.Next([vocabulary.Size, vocabulary.Size], Initial.Zeros);
            double smoothing = options[CountingBigram.SmoothingOption];
            return new CountingBigram(vocabulary, Array.ConvertAll(counts.Span.ToArray(), count => (long)count), smoothing);
        },
        Size = (vocabulary, _) => new ModelSize((double)vocabulary * vocabulary, Layers: 0, BlockSize: 1),
    };
}
