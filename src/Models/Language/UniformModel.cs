using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// The model that knows nothing: every next character is equally probable. Its loss, ln(vocabulary size), is what learning has to beat.
/// </summary>
public sealed class UniformModel(Vocabulary vocabulary) : ILanguageModel
{
    /// <inheritdoc/>
    public ModelKind Kind => ModelKinds.Uniform;

    /// <inheritdoc/>
    public OptionValues Options => OptionValues.Defaults;

    /// <inheritdoc/>
    public Vocabulary Vocabulary => vocabulary;

    /// <summary>1: like the bigram models it takes the last character, but it ignores it.</summary>
    public int BlockSize => 1;

    /// <inheritdoc/>
    public bool AnswersEveryPosition => false;

    /// <inheritdoc/>
    public int ParameterCount => 0;

    /// <inheritdoc/>
    public void LogProbabilities(Indices tokens, Tensor<double> output) => output.Span.Fill(-Math.Log(vocabulary.Size));

    /// <summary>This same model: asking it changes nothing.</summary>
    public ILanguageModel CopyForThread() => this;

    /// <summary>Adds nothing.</summary>
    public void Save(SafetensorsFile file) { }

    /// <summary>Takes nothing.</summary>
    public void Load(SafetensorsFile file, Func<string, string?>? nameOf = null) { }

    /// <summary>Nothing.</summary>
    public IEnumerable<Picture> Pictures(Indices tokens) => [];
}

public static partial class ModelKinds
{
    /// <summary><see cref="UniformModel"/>. It is not in the list of models, because it has nothing to train.</summary>
    public static ModelKind Uniform { get; } = new()
    {
        Name = "uniform",
        Title = "chance",
        Make = (vocabulary, _, _) => new UniformModel(vocabulary),
    };
}
