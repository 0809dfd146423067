using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// A character-level language model: given the last few characters of a name, how probable is each next one? Evaluation, sampling and the
/// report work on any model through this.
/// </summary>
public interface ILanguageModel
{
    /// <summary>What kind of model it is, in one word: "counts", "neural", "mlp", "uniform".</summary>
    string Kind { get; }

    /// <summary>The tokens it knows.</summary>
    Vocabulary Vocabulary { get; }

    /// <summary>How many characters it looks back at: the context length, or block size.</summary>
    int BlockSize { get; }

    /// <summary>How many numbers it learned.</summary>
    int ParameterCount { get; }

    /// <summary>
    /// ln p(next token | context), in nats, for every context and every next token.
    /// In float64, so that half a million of them can be summed without loss.
    /// </summary>
    /// <param name="contexts">(n, <see cref="BlockSize"/>) tokens, oldest first.</param>
    /// <param name="output">(n, vocabulary size), overwritten.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a token is not in the vocabulary.</exception>
    void LogProbabilities(Indices contexts, Tensor<double> output);

    /// <summary>
    /// The same model for another thread: it shares what was learned, also from now on, and both may be asked at the same time.
    /// </summary>
    ILanguageModel CopyForThread();
}
