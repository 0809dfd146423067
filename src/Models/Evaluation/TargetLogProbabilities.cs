using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// Asks a model how probable it finds the targets that follow some contexts, at most <paramref name="maximumRows"/> contexts at a time.
/// </summary>
internal sealed class TargetLogProbabilities(ILanguageModel model, int maximumRows)
{
    /// <summary>So many contexts at a time keep the processor busy and stay near it.</summary>
    public const int ChunkRows = 256;

    private readonly Indices contexts = new([maximumRows, model.BlockSize]);
    private readonly Tensor<double> table = new([maximumRows, model.Vocabulary.Size]); // ln p of every token
    private double[] ofTargets = [];

    /// <summary>
    /// ln p(target | context) for each of <see cref="DistinctContexts.CountsOf"/>(first, rows). The next call overwrites what is returned.
    /// </summary>
    public ReadOnlySpan<double> Read(DistinctContexts examples, int first, int rows)
    {
        // Fewer rows than there are at most are filled up with what an earlier call left; nothing reads those.
        examples.Contexts.Span.Slice(first * model.BlockSize, rows * model.BlockSize).CopyTo(contexts.Span);
        model.LogProbabilities(contexts, table);

        ReadOnlySpan<TargetCount> counts = examples.CountsOf(first, rows);
        if (ofTargets.Length < counts.Length) ofTargets = new double[counts.Length];
        for (int i = 0; i < counts.Length; i++)
            ofTargets[i] = table.Span[((counts[i].Context - first) * model.Vocabulary.Size) + counts[i].Target];
        return ofTargets.AsSpan(0, counts.Length);
    }
}
