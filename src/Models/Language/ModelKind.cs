using Makemore.Modules;

namespace Makemore.Models;

/// <summary>
/// What is to be known of a kind of model before there is one. The command line, checkpoints, reports and the explorer read this, and none
/// of them knows a model by name.
/// </summary>
public sealed record ModelKind
{
    /// <summary>One word that the command line and files know it by: "mlp".</summary>
    public required string Name { get; init; }

    /// <summary>What it is called in a sentence: "multilayer perceptron".</summary>
    public required string Title { get; init; }

    /// <summary>What it is called where room is scarce: "MLP".</summary>
    public string ShortTitle { get => field ?? Title; init; }

    /// <summary>A line on what training it means, for help.</summary>
    public string Summary { get => field ?? $"Train the {Title}"; init; }

    /// <summary>What a person may choose, in the order in which it is asked.</summary>
    public IReadOnlyList<ModelOption> Options { get; init; } = [];

    /// <summary>How it learns; null where it has nothing to learn.</summary>
    public ModelTraining? Training { get; init; }

    /// <summary>Makes a model for these letters and options, its tensors from a source.</summary>
    public required Func<Vocabulary, OptionValues, ValueSource<float>, ILanguageModel> Make { get; init; }

    /// <summary>
    /// About how large a model would be, so that there is an answer before memory runs out; null where nobody knows. By the size of the
    /// vocabulary and the options.
    /// </summary>
    public Func<int, OptionValues, ModelSize>? Size { get; init; }
}

/// <summary>About how large a model is, in numbers; a double, because it may be more than can be counted.</summary>
/// <param name="Parameters">The numbers that it learns.</param>
/// <param name="Layers">The numbers that its layers compute for one row.</param>
/// <param name="BlockSize">How many characters it looks back at.</param>
public sealed record ModelSize(double Parameters, double Layers, double BlockSize);

/// <summary>The models: each has its record in its own file, and a line here.</summary>
public static partial class ModelKinds
{
    /// <summary>
    /// All models, from the simplest on. Whoever has another passes on a longer list: <c>[.. ModelKinds.All, mine]</c>.
    /// </summary>
    public static IReadOnlyList<ModelKind> All =>
    [
        Counts,
        Neural,
        Perceptron,
    ];
}
