using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>How many examples of an <see cref="EvaluationSet"/> have this target after this answer of the model.</summary>
/// <param name="Context">The number of the answer, over all rows. It is the row if each row gets one answer.</param>
/// <param name="Target">The token that follows.</param>
/// <param name="Times">How often.</param>
public readonly record struct TargetCount(int Context, int Target, int Times);

/// <summary>
/// What a model is measured on: rows of tokens to give it, and how often each target should follow. A model's mean loss over the set is Σ
/// times · (−ln p(target)) / <see cref="Examples"/>.
/// </summary>
public abstract class EvaluationSet
{
    private protected EvaluationSet(Vocabulary vocabulary) => Vocabulary = vocabulary;

    /// <summary>The tokens that rows and targets are made of.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The rows, (n, t), oldest token first.</summary>
    public abstract Indices Tokens { get; }

    /// <summary>How many answers a model gives for each row: 1, or one for each token.</summary>
    public abstract int AnswersPerRow { get; }

    /// <summary>The number of examples counted: the sum of all <see cref="TargetCount.Times"/>.</summary>
    public abstract long Examples { get; }

    /// <summary>The smallest mean loss, in nats, of any model that looks back this far; NaN if there are no examples.</summary>
    public abstract double Floor { get; }

    /// <summary>The rows that suit a model: contexts, or whole names for a sequence model.</summary>
    /// <exception cref="ArgumentException">A name has a character outside the vocabulary, or the text is too long for an array.</exception>
    public static EvaluationSet Of(ILanguageModel model, IReadOnlyList<string> names) => model.AnswersEveryPosition
        ? new NameRows(names, model.Vocabulary, model.BlockSize)
        : new DistinctContexts(new Examples(names, model.Vocabulary, model.BlockSize));

    /// <summary>What should follow each of the <paramref name="rows"/> rows from <paramref name="first"/> on, ordered by answer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some of these rows do not exist.</exception>
    public abstract ReadOnlySpan<TargetCount> CountsOf(int first, int rows);

    /// <summary>The row to compute in this place: rows of like length come together, so that few of their tokens are filling.</summary>
    internal virtual int RowAt(int place) => place;

    /// <summary>How many tokens of a row are not filling.</summary>
    internal virtual int LengthOf(int row) => Tokens.Shape[1];

    /// <summary>The tokens of a row.</summary>
    internal ReadOnlySpan<int> TokensOf(int row) => Tokens.Span.Slice(row * Tokens.Shape[1], Tokens.Shape[1]);

    /// <summary>The mean loss over the set, from the scores that a model gave to <see cref="Tokens"/>, one row for each answer.</summary>
    internal abstract Variable<T> MeanLoss<T>(Variable<T> logits) where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Throws if these are not the rows that a model is given.</summary>
    internal void CheckFits(ILanguageModel model)
    {
        bool isSequence = this is NameRows;
        if (isSequence != model.AnswersEveryPosition)
            throw new ArgumentException(
                $"Loss: a {model.Kind.Title} is given {(isSequence ? "contexts, and not whole names" : "whole names, and not contexts")}");
        if (isSequence ? Tokens.Shape[1] > model.BlockSize : Tokens.Shape[1] != model.BlockSize)
            throw new ArgumentException(
                $"Loss: rows of {Tokens.Shape[1]} characters for a model that looks back at {model.BlockSize}");
    }
}
