using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// A character-level language model: given the first characters of a name, how probable is each next one? Evaluation, sampling and the
/// report work on any model through this. There are two sorts. A context model is given exactly <see cref="BlockSize"/> tokens and says
/// what follows the last. A sequence model is given a whole name, up to <see cref="BlockSize"/> tokens, and says what follows each, in one
/// computation; what it says of one place depends on that token and those before it, never on later ones.
/// </summary>
public interface ILanguageModel
{
    /// <summary>What kind of model it is.</summary>
    ModelKind Kind { get; }

    /// <summary>What was chosen for the options of its kind.</summary>
    OptionValues Options { get; }

    /// <summary>The tokens it knows.</summary>
    Vocabulary Vocabulary { get; }

    /// <summary>How many characters it looks back at, at most: the context length, or block size.</summary>
    int BlockSize { get; }

    /// <summary>Whether it says what follows each token that it is given, and not the last only.</summary>
    bool AnswersEveryPosition { get; }

    /// <summary>How many numbers it learned.</summary>
    int ParameterCount { get; }

    /// <summary>
    /// ln p(next token | tokens so far), in nats, for every row and every next token.
    /// In float64, so that half a million of them can be summed without loss.
    /// </summary>
    /// <param name="tokens">
    /// (n, t), oldest first. A context model takes t = <see cref="BlockSize"/>, a sequence model any t from 1 to that.
    /// </param>
    /// <param name="output">(n, vocabulary size), and of a sequence model (n, t, vocabulary size); overwritten.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a token is not in the vocabulary.</exception>
    void LogProbabilities(Indices tokens, Tensor<double> output);

    /// <summary>
    /// The same model for another thread: it shares what was learned, also from now on, and both may be asked at the same time.
    /// </summary>
    ILanguageModel CopyForThread();

    /// <summary>Adds what it learned to a file, by names.</summary>
    /// <exception cref="ArgumentException">The file has a tensor of such a name already.</exception>
    void Save(SafetensorsFile file);

    /// <summary>Takes what it learned from a file that <see cref="Save"/> filled. Where it throws, nothing was changed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="nameOf">The name here of a tensor in the file, or null where it is not the model's; without this, the same.</param>
    /// <exception cref="InvalidDataException">A tensor is missing, has another type or shape, or is not known here.</exception>
    void Load(SafetensorsFile file, Func<string, string?>? nameOf = null);

    /// <summary>What it has to show.</summary>
    /// <param name="tokens">Rows as for <see cref="LogProbabilities"/>, of the data, for pictures of what happens to them.</param>
    IEnumerable<Picture> Pictures(Indices tokens);
}
