using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// Knows nothing: every next character is as probable as any other. Its loss, ln(vocabulary size), is what learning has to beat.
/// </summary>
public sealed class UniformModel(Vocabulary vocabulary) : ILanguageModel
{
    /// <inheritdoc/>
    public string Kind => "uniform";

    /// <inheritdoc/>
    public Vocabulary Vocabulary => vocabulary;

    /// <summary>1: it is given the last character, as the bigram models are, and ignores it.</summary>
    public int BlockSize => 1;

    /// <inheritdoc/>
    public int ParameterCount => 0;

    /// <inheritdoc/>
    public void LogProbabilities(Indices contexts, Tensor<double> output) => output.Span.Fill(-Math.Log(vocabulary.Size));

    /// <summary>This itself: it changes nothing when it is asked.</summary>
    public ILanguageModel CopyForThread() => this;
}
