using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// Asks a model how probable it finds the targets of some rows of a set, at most <paramref name="maximumRows"/> rows at a time.
/// </summary>
internal sealed class TargetLogProbabilities(ILanguageModel model, EvaluationSet examples, int maximumRows)
{
    /// <summary>Enough rows to keep the processor busy, and few enough to stay in its cache.</summary>
    public const int ChunkRows = 256;

    private readonly Indices tokens = new([maximumRows, examples.Tokens.Shape[1]]);
    private readonly Tensor<double> table = new(model.AnswersEveryPosition // ln p of every token
        ? [maximumRows, examples.AnswersPerRow, model.Vocabulary.Size]
        : [maximumRows, model.Vocabulary.Size]);

    private double[] ofTargets = [];

    /// <summary>ln p(target) for each of <see cref="EvaluationSet.CountsOf"/>(first, rows). The next call overwrites the result.</summary>
    public ReadOnlySpan<double> Read(int first, int rows)
    {
        // Rows left over hold what an earlier call wrote; their results are not read.
        int time = tokens.Shape[1], columns = model.Vocabulary.Size, firstAnswer = first * examples.AnswersPerRow;
        examples.Tokens.Span.Slice(first * time, rows * time).CopyTo(tokens.Span);
        model.LogProbabilities(tokens, table);

        ReadOnlySpan<TargetCount> counts = examples.CountsOf(first, rows);
        if (ofTargets.Length < counts.Length) ofTargets = new double[counts.Length];
        for (int i = 0; i < counts.Length; i++)
            ofTargets[i] = table.Span[((counts[i].Context - firstAnswer) * columns) + counts[i].Target];
        return ofTargets.AsSpan(0, counts.Length);
    }
}
