using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// The model of Bengio, Ducharme, Vincent, Janvin, "A Neural Probabilistic Language Model" (2003), section 2, on characters. It looks up
/// each character of the context in a table of learned vectors (embeddings), puts these side by side, and sends them through a hidden
/// layer, from which it scores what comes next.
/// h = tanh(x·W1 + b1), logits = h·W2 + b2, where x is the context's embeddings one after another.
/// </summary>
public sealed class MultilayerPerceptron<T> : NeuralModel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A network whose parameters start standard-normal, drawn in the order C, W1, b1, W2, b2.</summary>
    /// <exception cref="ArgumentException">A size is below 1, or a tensor would have more elements than an array can hold.</exception>
    public MultilayerPerceptron(Vocabulary vocabulary, MultilayerPerceptronSizes sizes, ValueSource<T> values)
    {
        (int block, int embedding, int hidden) = sizes;
        if (block < 1 || embedding < 1 || hidden < 1)
            throw new ArgumentException(
                $"MultilayerPerceptron: block {block}, embedding {embedding} and hidden size {hidden} must each be at least 1");
        int inputs = Shape.Create([block, embedding]).Elements; // not block * embedding, which may wrap around
        (Vocabulary, Sizes) = (vocabulary, sizes);
        var normal = Initial.Normal();
        Embedding = Add("embedding", new EmbeddingLayer<T>(vocabulary.Size, embedding, values, normal));
        Hidden = Add("hidden", new LinearLayer<T>(inputs, hidden, values, weights: normal, bias: normal));
        Output = Add("output", new LinearLayer<T>(hidden, vocabulary.Size, values, weights: normal, bias: normal));
    }

    /// <inheritdoc/>
    public override ModelKind Kind => ModelKinds.Perceptron;

    /// <inheritdoc/>
    public override OptionValues Options => Sizes.ToOptions();

    /// <inheritdoc/>
    public override Vocabulary Vocabulary { get; }

    /// <summary>The sizes of its layers.</summary>
    public MultilayerPerceptronSizes Sizes { get; }

    /// <inheritdoc/>
    public override int BlockSize => Sizes.Block;

    /// <summary>C (vocabulary, embedding): one vector for each character.</summary>
    public EmbeddingLayer<T> Embedding { get; }

    /// <summary>W1 (block · embedding, hidden) and b1 (hidden).</summary>
    public LinearLayer<T> Hidden { get; }

    /// <summary>W2 (hidden, vocabulary) and b2 (vocabulary).</summary>
    public LinearLayer<T> Output { get; }

    /// <summary>The hidden layer's outputs, (n, hidden), each between -1 and 1.</summary>
    public Variable<T> HiddenOutputs(Indices contexts)
    {
        Variable<T> looked = Embedding.Forward(contexts); // (n, block, embedding)
        Variable<T> x = looked.Reshape([contexts.Shape[0], Sizes.Block * Sizes.Embedding]); // (n, block · embedding)
        return Hidden.Forward(x).Tanh(); // (n, hidden)
    }

    /// <inheritdoc/>
    public override Variable<T> Logits(Indices tokens, Mode mode) => Output.Forward(HiddenOutputs(tokens)); // (n, vocabulary)

    /// <inheritdoc/>
    public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) =>
        new MultilayerPerceptron<TOther>(Vocabulary, Sizes, values);

    /// <summary>The characters' vectors, and how saturated the hidden neurons are.</summary>
    public override IEnumerable<Picture> Pictures(Indices tokens)
    {
        yield return new Picture.CharacterMap(
            "embedding", $"Where the {Kind.ShortTitle} put the characters", () => Widened(Embedding.Table.Value));
        if (tokens.Shape[0] > 0)
            yield return new Picture.TanhOutputs(
                "hidden", $"Outputs of the hidden layer on {tokens.Shape[0]:N0} contexts", () => Widened(HiddenOutputs(tokens).Value));
    }

    /// <inheritdoc/>
    public override Variable<T> TellLogits(Indices contexts, StepProgram<T> program)
    {
        (Variable<T> C, Variable<T> W1) = (program.Parameter("C", Embedding.Table), program.Parameter("W1", Hidden.Weights));
        (Variable<T> b1, Variable<T> W2) = (program.Parameter("b1", Hidden.Bias!), program.Parameter("W2", Output.Weights));
        Variable<T> b2 = program.Parameter("b2", Output.Bias!);
        (int n, int inputs) = (contexts.Shape[0], W1.Shape[0]);

        Variable<T> emb = program.Line("look up", "emb", C.Embedding(contexts)); // (n, block, embedding)
        Variable<T> x = program.Line("concatenate", "x", emb.Reshape([n, inputs])); // (n, block · embedding)
        Variable<T> xW1 = program.Line("linear", "xW1", x.MatMul(W1)); // (n, hidden)
        Variable<T> a = program.Line("linear", "a", xW1 + b1); // (n, hidden)
        Variable<T> h = program.Line("tanh", "h", a.Tanh()); // (n, hidden)
        Variable<T> hW2 = program.Line("linear", "hW2", h.MatMul(W2)); // (n, vocabulary)
        return program.Line("linear", "logits", hW2 + b2); // (n, vocabulary)
    }
}

/// <summary>The sizes of a <see cref="MultilayerPerceptron{T}"/>.</summary>
/// <param name="Block">How many characters it looks back at.</param>
/// <param name="Embedding">The length of each character's vector.</param>
/// <param name="Hidden">The number of hidden neurons.</param>
public sealed record MultilayerPerceptronSizes(int Block, int Embedding, int Hidden)
{
    private static readonly ModelOption BlockOption = ModelOption.Whole("block-size", "How many characters the model looks back at", 3);

    private static readonly ModelOption EmbeddingOption = ModelOption.Whole("embedding-size", "The length of each character's vector", 2);

    private static readonly ModelOption HiddenOption = ModelOption.Whole("hidden-size", "The number of hidden neurons", 100);

    /// <summary>The sizes as the model's options.</summary>
    public static IReadOnlyList<ModelOption> Options { get; } = [BlockOption, EmbeddingOption, HiddenOption];

    /// <summary>The sizes that were chosen.</summary>
    public static MultilayerPerceptronSizes Of(OptionValues options) =>
        new(options.Whole(BlockOption), options.Whole(EmbeddingOption), options.Whole(HiddenOption));

    /// <summary>The option values that give these sizes.</summary>
    public OptionValues ToOptions() =>
        OptionValues.Defaults.With(BlockOption, Block).With(EmbeddingOption, Embedding).With(HiddenOption, Hidden);
}

public static partial class ModelKinds
{
    /// <summary><see cref="MultilayerPerceptron{T}"/>.</summary>
    public static ModelKind Perceptron { get; } = new()
    {
        Name = "mlp",
        Title = "multilayer perceptron",
        ShortTitle = "MLP",
        Summary = "Train the multilayer perceptron of Bengio et al. (2003)",
        Options = MultilayerPerceptronSizes.Options,
        Training = new ModelTraining.MiniBatches(LearningRateSchedule.Parse("0.1:100000,0.01:50000"))
        {
            Tour = LearningRateSchedule.Parse("0.1:20000,0.01:10000"),
        },
        Make = (vocabulary, options, values) =>
            new MultilayerPerceptron<float>(vocabulary, MultilayerPerceptronSizes.Of(options), values),
        Size = (vocabulary, options) =>
        {
            var sizes = MultilayerPerceptronSizes.Of(options);
            (double block, double embedding, double hidden) = (sizes.Block, sizes.Embedding, sizes.Hidden);
            double inputs = block * embedding;
            return new ModelSize(
                Parameters: (vocabulary * embedding) + (inputs * hidden) + (hidden * vocabulary),
                Layers: inputs + hidden + vocabulary,
                block);
        },
    };
}
