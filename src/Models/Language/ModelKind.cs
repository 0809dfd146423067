using Makemore.Modules;

namespace Makemore.Models;

/// <summary>
/// What we know about a kind of model before there is one. The command line, checkpoints, reports and the page read this; none of them
/// knows a model by name.
/// </summary>
public sealed record ModelKind
{
    /// <summary>One word for it on the command line and in files: "mlp".</summary>
    public required string Name { get; init; }

    /// <summary>Its name in a sentence: "multilayer perceptron".</summary>
    public required string Title { get; init; }

    /// <summary>Its name where space is short: "MLP".</summary>
    public string ShortTitle { get => field ?? Title; init; }

    /// <summary>One line for the help: what training it means.</summary>
    public string Summary { get => field ?? $"Train the {Title}"; init; }

    /// <summary>What a user may choose, in the order it is asked for.</summary>
    public IReadOnlyList<ModelOption> Options { get; init; } = [];

    /// <summary>What is wrong with values that are each in their range but do not go together; null if nothing is.</summary>
    public Func<OptionValues, string?> Fault { get; init; } = _ => null;

    /// <summary>How it learns; null if it has nothing to learn.</summary>
    public ModelTraining? Training { get; init; }

    /// <summary>Makes a model for these letters and options, with tensors from a source.</summary>
    public required Func<Vocabulary, OptionValues, ValueSource<float>, ILanguageModel> Make { get; init; }

    /// <summary>
    /// About how large a model would be, from the size of the vocabulary and the options. It lets us refuse a model before memory runs out.
    /// Null if unknown.
    /// </summary>
    public Func<int, OptionValues, ModelSize>? Size { get; init; }
}

/// <summary>About how large a model is. The numbers are doubles, because they may be too large to count.</summary>
/// <param name="Parameters">The numbers that it learns.</param>
/// <param name="Layers">The numbers that its layers compute for one row.</param>
/// <param name="BlockSize">How many characters it looks back at.</param>
public sealed record ModelSize(double Parameters, double Layers, double BlockSize)
{
    internal const int UsualRowsTogether = 4;

    /// <summary>Whether a row is a whole name, with an answer for each of its places.</summary>
    public bool AnswersEveryPosition { get; init; }

    /// <summary>How many rows it computes at a time if it answers every position: <see cref="NeuralModel{T}.RowsTogether"/>.</summary>
    public int RowsTogether { get; init; } = UsualRowsTogether;

    /// <summary>The numbers of one row that its pictures are made of; by default all of its layers.</summary>
    public double Pictured { get; init; } = Layers;
}

/// <summary>The list of models. Each is defined in its own file and has a line here.</summary>
public static partial class ModelKinds
{
    /// <summary>All models, the simplest first. To add your own, pass on a longer list: <c>[.. ModelKinds.All, mine]</c>.</summary>
    public static IReadOnlyList<ModelKind> All =>
    [
        Counts,
        Neural,
        Perceptron,
        WaveNet,
        BagOfWords,
        Rnn,
        Gru,
        Lstm,
        Gpt,
        Transformer,
    ];
}
