using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>What follows the beginning of a name, according to a model.</summary>
public sealed class NextCharacter
{
    private readonly ILanguageModel model;
    private readonly Continuation? continuation; // null if the model is only asked for whole rows
    private readonly Indices window; // (1, block)
    private readonly Tensor<double> answers; // (1, vocabulary), or (1, block, vocabulary) from a sequence model
    private readonly double[] logProbabilities; // (vocabulary)

    /// <summary>Answers from <paramref name="model"/>.</summary>
    public NextCharacter(ILanguageModel model)
    {
        this.model = model;
        continuation = model.NewContinuation();
        window = new Indices([1, model.BlockSize]);
        answers = new Tensor<double>(
            model.AnswersEveryPosition ? [1, model.BlockSize, model.Vocabulary.Size] : [1, model.Vocabulary.Size]);
        logProbabilities = new double[model.Vocabulary.Size];
    }

    /// <summary>Begins another name. Until then, each beginning goes on with the last one: only its new tokens are read.</summary>
    public void Begin() => continuation?.Begin();

    /// <summary>
    /// ln p of every token that may follow <paramref name="tokens"/>, which have no boundary before them. The next call overwrites it.
    /// </summary>
    public ReadOnlySpan<double> After(IReadOnlyList<int> tokens)
    {
        if (continuation is null || tokens.Count >= model.BlockSize)
        {
            AskForRow(tokens);
            return logProbabilities;
        }

        if (continuation.Count > tokens.Count) continuation.Begin();
        while (continuation.Count <= tokens.Count)
        {
            int last = continuation.Count == 0 ? Vocabulary.Boundary : tokens[continuation.Count - 1];
            continuation.After(last).CopyTo(logProbabilities);
        }

        return logProbabilities;
    }

    // A context model gets the last characters, with boundaries before the start of the name. A sequence model gets one boundary, the name,
    // and boundaries to fill the row. Those cannot change its answer for the last letter, so one recorded graph serves all lengths.
    private void AskForRow(IReadOnlyList<int> tokens)
    {
        int room = window.Length, first = model.AnswersEveryPosition ? Math.Max(-1, tokens.Count - room) : tokens.Count - room;
        for (int i = 0; i < room; i++)
        {
            int from = first + i;
            window.Span[i] = from < 0 || from >= tokens.Count ? Vocabulary.Boundary : tokens[from];
        }

        model.LogProbabilities(window, answers);
        int place = model.AnswersEveryPosition ? tokens.Count - 1 - first : 0;
        answers.Span.Slice(place * logProbabilities.Length, logProbabilities.Length).CopyTo(logProbabilities);
    }
}
