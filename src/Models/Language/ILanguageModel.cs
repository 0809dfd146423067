using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// A character-level language model: given the first characters of a name, how probable is each next one? Evaluation, sampling and the
/// report work on any model through this interface. There are two sorts. A context model takes exactly <see cref="BlockSize"/> tokens and
/// says what follows the last. A sequence model takes up to <see cref="BlockSize"/> tokens and says what follows each, in one computation.
/// Each answer depends only on that token and those before it.
/// </summary>
public interface ILanguageModel
{
    /// <summary>What kind of model it is.</summary>
    ModelKind Kind { get; }

    /// <summary>The values chosen for its kind's options.</summary>
    OptionValues Options { get; }

    /// <summary>The tokens it knows.</summary>
    Vocabulary Vocabulary { get; }

    /// <summary>How many characters it looks back at, at most: the context length, or block size.</summary>
    int BlockSize { get; }

    /// <summary>Whether it says what follows each of its tokens, or only what follows the last.</summary>
    bool AnswersEveryPosition { get; }

    /// <summary>How many numbers it learned.</summary>
    int ParameterCount { get; }

    /// <summary>
    /// ln p(next token | tokens so far), in nats, for every row and every next token. It is in float64, so that half a million of them can
    /// be summed precisely.
    /// </summary>
    /// <param name="tokens">
    /// (n, t), oldest first. A context model takes t = <see cref="BlockSize"/>, a sequence model any t from 1 to that.
    /// </param>
    /// <param name="output">(n, vocabulary size), or (n, t, vocabulary size) for a sequence model; overwritten.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a token is not in the vocabulary.</exception>
    void LogProbabilities(Indices tokens, Tensor<double> output);

    /// <summary>
    /// Says what follows, token by token, without computing again what it has seen; null if the model is only asked for whole rows.
    /// </summary>
    Continuation? NewContinuation() => null;

    /// <summary>
    /// The same model for another thread. It shares what was learned, also from now on, and both may be used at the same time.
    /// </summary>
    ILanguageModel CopyForThread();

    /// <summary>Adds what it learned to a file, by name.</summary>
    /// <exception cref="ArgumentException">The file already has a tensor of one of these names.</exception>
    void Save(SafetensorsFile file);

    /// <summary>Loads what it learned from a file that <see cref="Save"/> filled. If it throws, nothing has changed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="nameOf">The name here of a tensor in the file, or null if it is not the model's. By default, the same name.</param>
    /// <exception cref="InvalidDataException">A tensor is missing, has the wrong type or shape, or is unknown here.</exception>
    void Load(SafetensorsFile file, Func<string, string?>? nameOf = null);

    /// <summary>The pictures it has to show.</summary>
    /// <param name="tokens">Rows of the data, as for <see cref="LogProbabilities"/>, for pictures of what happens to them.</param>
    IEnumerable<Picture> Pictures(Indices tokens);
}
