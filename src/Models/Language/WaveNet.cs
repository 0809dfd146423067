using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// The network of Karpathy's fifth makemore lecture, "Building a WaveNet". An MLP crushes its whole context in one layer. This one fuses two
/// neighbours at a time: eight characters become four pairs, two fours and one eight, each by the same h = tanh(norm([left, right]·W)) for
/// all places of a level. It is the tree of van den Oord et al., "WaveNet" (2016), section 2.1, for the last place only.
/// </summary>
public sealed class WaveNet<T> : NeuralModel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly FlattenConsecutive<T> pairs = new(2);
    private readonly LinearLayer<T>[] levels;
    private readonly BatchNorm<T>[] norms;

    /// <summary>
    /// A network whose weights begin scaled by the number of terms of their sums, drawn in the order embedding, levels, output. The
    /// logits begin at a tenth of that, so that no letter is far more likely than another at first.
    /// </summary>
    /// <exception cref="ArgumentException">A size is below 1, or the block size is not 2, 4, 8, ….</exception>
    public WaveNet(Vocabulary vocabulary, WaveNetSizes sizes, ValueSource<T> values)
    {
        if (sizes.Fault is { } fault) throw new ArgumentException($"WaveNet: {fault}");
        if (sizes.Embedding < 1 || sizes.Hidden < 1)
            throw new ArgumentException($"WaveNet: embedding {sizes.Embedding} and hidden size {sizes.Hidden} must each be at least 1");
        (Vocabulary, Sizes) = (vocabulary, sizes);
        Embedding = Add("embedding", new EmbeddingLayer<T>(vocabulary.Size, sizes.Embedding, values, Initial.Normal()));
        (levels, norms) = (new LinearLayer<T>[sizes.Levels], new BatchNorm<T>[sizes.Levels]);
        for (int i = 0; i < sizes.Levels; i++)
        {
            int inputs = Shape.Create([2, i == 0 ? sizes.Embedding : sizes.Hidden]).Elements; // not 2 * size, which may wrap around
            levels[i] = Add($"level{i + 1}", new LinearLayer<T>(inputs, sizes.Hidden, values, hasBias: false, Initial.Kaiming()));
            norms[i] = Add($"norm{i + 1}", new BatchNorm<T>(sizes.Hidden, values, correction: 1));
        }

        Output = Add(
            "output",
            new LinearLayer<T>(sizes.Hidden, vocabulary.Size, values, weights: Initial.Kaiming(gain: 0.1), bias: Initial.Zeros));
    }

    /// <inheritdoc/>
    public override ModelKind Kind => ModelKinds.WaveNet;

    /// <inheritdoc/>
    public override OptionValues Options => Sizes.ToOptions();

    /// <inheritdoc/>
    public override Vocabulary Vocabulary { get; }

    /// <summary>The sizes of its layers.</summary>
    public WaveNetSizes Sizes { get; }

    /// <inheritdoc/>
    public override int BlockSize => Sizes.Block;

    /// <summary>(vocabulary, embedding): one vector for each character.</summary>
    public EmbeddingLayer<T> Embedding { get; }

    /// <summary>(hidden, vocabulary): scores for what comes next.</summary>
    public LinearLayer<T> Output { get; }

    /// <summary>The outputs of each level, each between -1 and 1: (n, 4, hidden), (n, 2, hidden) and (n, hidden) for a block of 8.</summary>
    public Variable<T>[] LevelOutputs(Indices contexts, Mode mode)
    {
        Variable<T> x = Embedding.Forward(contexts); // (n, block, embedding)
        var outputs = new Variable<T>[levels.Length];
        for (int i = 0; i < levels.Length; i++)
            outputs[i] = x = norms[i].Forward(levels[i].Forward(pairs.Forward(x)), mode).Tanh(); // (n, half as many places, hidden)
        return outputs;
    }

    /// <inheritdoc/>
    public override Variable<T> Logits(Indices tokens, Mode mode) => Output.Forward(LevelOutputs(tokens, mode)[^1]); // (n, vocabulary)

    /// <inheritdoc/>
    public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) => new WaveNet<TOther>(Vocabulary, Sizes, values);

    /// <summary>The characters' vectors, what batch normalization takes out, and how saturated the neurons of each level are.</summary>
    public override IEnumerable<Picture> Pictures(Indices tokens)
    {
        yield return MapOf(Embedding);
        yield return StatisticsOf(norms, i => $"level {i + 1}");
        if (tokens.Shape[0] == 0) yield break;
        for (int i = 0; i < levels.Length; i++)
        {
            int level = i;
            yield return new Picture.TanhOutputs(
                $"level{i + 1}",
                $"Outputs of level {i + 1}, which sees {2 << i} characters, on {tokens.Shape[0]:N0} contexts",
                () => Widened(LevelOutputs(tokens, Mode.Inference)[level].Value));
        }
    }
}

/// <summary>The sizes of a <see cref="WaveNet{T}"/>.</summary>
/// <param name="Block">How many characters it looks back at: 2, 4, 8, ….</param>
/// <param name="Embedding">The length of each character's vector.</param>
/// <param name="Hidden">The number of neurons at each place of a level.</param>
public sealed record WaveNetSizes(int Block, int Embedding, int Hidden)
{
    private static readonly ModelOption BlockOption = ModelOption.Whole(
        "block-size", "How many characters the model looks back at: 2, 4, 8 and so on", 8, minimum: 2);

    private static readonly ModelOption EmbeddingOption = ModelOption.Whole("embedding-size", "The length of each character's vector", 24);

    private static readonly ModelOption HiddenOption =
        ModelOption.Whole("hidden-size", "The number of neurons at each place of a level", 128);

    /// <summary>The sizes as the model's options.</summary>
    public static IReadOnlyList<ModelOption> Options { get; } = [BlockOption, EmbeddingOption, HiddenOption];

    /// <summary>How often places are fused in pairs, until one is left.</summary>
    public int Levels => int.Log2(Block);

    /// <summary>What is wrong with the block size; null if nothing is.</summary>
    public string? Fault => Block >= 2 && int.IsPow2(Block)
        ? null
        : $"a block of {Block} cannot be fused in pairs until one is left; give 2, 4, 8, 16 and so on";

    /// <summary>The sizes that were chosen.</summary>
    public static WaveNetSizes Of(OptionValues options) =>
        new(options.Whole(BlockOption), options.Whole(EmbeddingOption), options.Whole(HiddenOption));

    /// <summary>The option values that give these sizes.</summary>
    public OptionValues ToOptions() =>
        OptionValues.Defaults.With(BlockOption, Block).With(EmbeddingOption, Embedding).With(HiddenOption, Hidden);
}

public static partial class ModelKinds
{
    /// <summary><see cref="WaveNet{T}"/>.</summary>
    public static ModelKind WaveNet { get; } = new()
    {
        Name = "wavenet",
        Title = "WaveNet",
        Summary = "Train the WaveNet of makemore's fifth lecture, which fuses characters two by two",
        Options = WaveNetSizes.Options,
        Fault = options => WaveNetSizes.Of(options).Fault,
        Training = new ModelTraining.MiniBatches(LearningRateSchedule.Parse("0.1:5000,0.01:2500")),
        Make = (vocabulary, options, values) => new WaveNet<float>(vocabulary, WaveNetSizes.Of(options), values),
        Size = (vocabulary, options) =>
        {
            var sizes = WaveNetSizes.Of(options);
            (double block, double embedding, double hidden) = (sizes.Block, sizes.Embedding, sizes.Hidden);
            return new ModelSize(
                Parameters: (vocabulary * (embedding + hidden)) + (2 * hidden * (embedding + ((sizes.Levels - 1) * hidden))),
                Layers: (block * embedding) + (3 * (block - 1) * hidden) + vocabulary, // sums, normalized, tanh
                block);
        },
    };
}
