using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>A target of a set, and ln p of it according to a model.</summary>
internal readonly record struct Answered(TargetCount Of, double LogProbability);

/// <summary>
/// Asks a model how probable it finds the targets of some rows of a set, at most <paramref name="maximumRows"/> rows at a time.
/// </summary>
internal sealed class TargetLogProbabilities(ILanguageModel model, EvaluationSet examples, int maximumRows)
{
    /// <summary>Enough rows to keep the processor busy, and few enough to stay in its cache.</summary>
    public const int ChunkRows = 256;

    private Indices tokens = new([maximumRows, 0]);
    private Tensor<double> table = new([0]); // ln p of every token
    private Answered[] answers = [];

    /// <summary>
    /// ln p(target) for each target of some rows, in the set's order of computing (<see cref="EvaluationSet.RowAt"/>). The next call
    /// overwrites the result.
    /// </summary>
    public ReadOnlySpan<Answered> Read(int first, int rows)
    {
        int time = 0, columns = model.Vocabulary.Size;
        for (int i = 0; i < rows; i++) time = Math.Max(time, examples.LengthOf(examples.RowAt(first + i)));
        MakeRoomFor(time);

        // Rows left over hold what an earlier call wrote; their results are not read.
        for (int i = 0; i < rows; i++) examples.TokensOf(examples.RowAt(first + i))[..time].CopyTo(tokens.Span[(i * time)..]);
        model.LogProbabilities(tokens, table);

        int count = 0, answersPerRow = examples.AnswersPerRow, answersHere = model.AnswersEveryPosition ? time : 1;
        for (int i = 0; i < rows; i++)
        {
            int row = examples.RowAt(first + i);
            ReadOnlySpan<TargetCount> targets = examples.CountsOf(row, 1);
            if (answers.Length < count + targets.Length) Array.Resize(ref answers, Math.Max(2 * answers.Length, count + targets.Length));
            foreach (TargetCount target in targets)
            {
                int answer = (i * answersHere) + target.Context - (row * answersPerRow);
                answers[count++] = new Answered(target, table.Span[(answer * columns) + target.Target]);
            }
        }

        return answers.AsSpan(0, count);
    }

    private void MakeRoomFor(int time)
    {
        if (tokens.Shape[1] == time) return;
        tokens = new Indices([maximumRows, time]);
        table = new Tensor<double>(
            model.AnswersEveryPosition ? [maximumRows, time, model.Vocabulary.Size] : [maximumRows, model.Vocabulary.Size]);
    }
}
