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
/// <remarks>
/// More hidden layers, a better start and batch normalization turn it into the networks of Karpathy's third makemore lecture, "Activations
/// &amp; Gradients, BatchNorm". There, every sum is normalized, h = tanh(norm(x·W)), the logits too, whose scale begins at 0.1, so that no
/// letter is far more likely than another at first.
/// </remarks>
public sealed class MultilayerPerceptron<T> : NeuralModel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LinearLayer<T>[] hidden;
    private readonly BatchNorm<T>[] norms; // one for each hidden layer and one for the logits; none without batch normalization

    /// <summary>A network whose parameters are drawn in the order C, W1, b1, W2, b2.</summary>
    /// <exception cref="ArgumentException">A size is below 1, or a tensor would have more elements than an array can hold.</exception>
    public MultilayerPerceptron(Vocabulary vocabulary, MultilayerPerceptronSizes sizes, ValueSource<T> values)
    {
        (int block, int embedding, int width) = sizes;
        if (block < 1 || embedding < 1 || width < 1 || sizes.HiddenLayers < 1)
            throw new ArgumentException(
                $"MultilayerPerceptron: block {block}, embedding {embedding}, hidden size {width}, hidden layers {sizes.HiddenLayers}: each " +
                "must be at least 1");
        int inputs = Shape.Create([block, embedding]).Elements; // not block * embedding, which may wrap around
        (Vocabulary, Sizes) = (vocabulary, sizes);
        Embedding = Add("embedding", new EmbeddingLayer<T>(vocabulary.Size, embedding, values, Initial.Normal()));
        (hidden, norms) = (new LinearLayer<T>[sizes.HiddenLayers], new BatchNorm<T>[sizes.HasBatchNorm ? sizes.HiddenLayers + 1 : 0]);
        for (int i = 0; i < hidden.Length; i++)
        {
            hidden[i] = Add(Named("hidden", i), Linear(inputs, width, gain: sizes.HasBatchNorm ? 1 : 5 / 3.0));
            if (sizes.HasBatchNorm) norms[i] = Add(Named("norm", i), Norm(width, scale: 1));
            inputs = width;
        }

        Output = Add("output", Linear(width, vocabulary.Size, gain: sizes.HasBatchNorm ? 1 : 0.1));
        if (sizes.HasBatchNorm) norms[^1] = Add("output_norm", Norm(vocabulary.Size, scale: 0.1));

        // BatchNorm takes a bias off again, so there is none before it.
        LinearLayer<T> Linear(int inputs, int outputs, double gain) =>
            new(inputs, outputs, values, hasBias: !sizes.HasBatchNorm, sizes.Weights(gain), sizes.Bias);

        BatchNorm<T> Norm(int features, double scale) => new(features, values, scale: scale, correction: 1);

        static string Named(string what, int layer) => layer == 0 ? what : $"{what}{layer + 1}";
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

    /// <summary>W1 (block · embedding, hidden) and b1 (hidden): the first hidden layer.</summary>
    public LinearLayer<T> Hidden => hidden[0];

    /// <summary>W2 (hidden, vocabulary) and b2 (vocabulary).</summary>
    public LinearLayer<T> Output { get; }

    /// <summary>The outputs of each hidden layer, (n, hidden), each between -1 and 1.</summary>
    public Variable<T>[] HiddenOutputs(Indices contexts, Mode mode = Mode.Inference)
    {
        Variable<T> looked = Embedding.Forward(contexts); // (n, block, embedding)
        Variable<T> x = looked.Reshape([contexts.Shape[0], Sizes.Block * Sizes.Embedding]); // (n, block · embedding)
        var outputs = new Variable<T>[hidden.Length];
        for (int i = 0; i < hidden.Length; i++) outputs[i] = x = Normalized(hidden[i].Forward(x), i, mode).Tanh(); // (n, hidden)
        return outputs;
    }

    /// <inheritdoc/>
    public override Variable<T> Logits(Indices tokens, Mode mode) =>
        Normalized(Output.Forward(HiddenOutputs(tokens, mode)[^1]), hidden.Length, mode); // (n, vocabulary)

    private Variable<T> Normalized(Variable<T> x, int layer, Mode mode) => Sizes.HasBatchNorm ? norms[layer].Forward(x, mode) : x;

    /// <inheritdoc/>
    public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) =>
        new MultilayerPerceptron<TOther>(Vocabulary, Sizes, values);

    /// <summary>
    /// The characters' vectors, what batch normalization takes out if there is one, and how saturated the neurons of each hidden layer are.
    /// </summary>
    public override IEnumerable<Picture> Pictures(Indices tokens)
    {
        yield return MapOf(Embedding);
        if (Sizes.HasBatchNorm)
            yield return StatisticsOf(norms, i => i == hidden.Length ? "output" : $"hidden {i + 1}");
        if (tokens.Shape[0] == 0) yield break;
        for (int i = 0; i < hidden.Length; i++)
        {
            int layer = i;
            string number = hidden.Length == 1 ? "" : $"{i + 1}";
            yield return new Picture.TanhOutputs(
                $"hidden{number}",
                $"Outputs of {(number == "" ? "the hidden layer" : $"hidden layer {number}")} on {tokens.Shape[0]:N0} contexts",
                () => Widened(HiddenOutputs(tokens)[layer].Value));
        }
    }

    /// <summary>The network with one hidden layer and without batch normalization has such a program; the others have none.</summary>
    public override Variable<T>? TellLogits(Indices contexts, StepProgram<T> program)
    {
        if (hidden.Length > 1 || Sizes.HasBatchNorm) return null;
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
/// <param name="Hidden">The number of neurons in each hidden layer.</param>
public sealed record MultilayerPerceptronSizes(int Block, int Embedding, int Hidden)
{
    private static readonly ModelOption BlockOption = ModelOption.Whole("block-size", "How many characters the model looks back at", 3);

    private static readonly ModelOption EmbeddingOption = ModelOption.Whole("embedding-size", "The length of each character's vector", 2);

    private static readonly ModelOption HiddenOption = ModelOption.Whole("hidden-size", "The number of neurons in each hidden layer", 100);

    private static readonly ModelOption HiddenLayersOption = ModelOption.Whole("hidden-layers", "The number of hidden layers", 1);

    private static readonly ModelOption BatchNormOption =
        ModelOption.Flag("batch-norm", "Normalize each layer's sums over the batch (Ioffe & Szegedy 2015)");

    private static readonly ModelOption StartOption = ModelOption.OneOf(
        "init",
        "How the weights begin: normal, as in the original; kaiming, scaled so that sums are as large as their terms (He et al. 2015)",
        "normal",
        "kaiming");

    /// <summary>The sizes as the model's options.</summary>
    public static IReadOnlyList<ModelOption> Options { get; } =
        [BlockOption, EmbeddingOption, HiddenOption, HiddenLayersOption, BatchNormOption, StartOption];

    /// <summary>The number of hidden layers, one after another.</summary>
    public int HiddenLayers { get; init; } = 1;

    /// <summary>Whether each layer's sums are normalized over the batch.</summary>
    public bool HasBatchNorm { get; init; }

    /// <summary>
    /// Whether weights begin scaled by the number of terms of their sums, and biases at 0. Otherwise all begin standard-normal.
    /// </summary>
    public bool HasScaledStart { get; init; }

    /// <summary>The sizes that were chosen.</summary>
    public static MultilayerPerceptronSizes Of(OptionValues options) =>
        new(options.Whole(BlockOption), options.Whole(EmbeddingOption), options.Whole(HiddenOption))
        {
            HiddenLayers = options.Whole(HiddenLayersOption),
            HasBatchNorm = options.IsChosen(BatchNormOption),
            HasScaledStart = options.IsChosen(StartOption),
        };

    /// <summary>The option values that give these sizes.</summary>
    public OptionValues ToOptions() => OptionValues.Defaults
        .With(BlockOption, Block).With(EmbeddingOption, Embedding).With(HiddenOption, Hidden).With(HiddenLayersOption, HiddenLayers)
        .With(BatchNormOption, HasBatchNorm ? 1 : 0).With(StartOption, HasScaledStart ? 1 : 0);

    internal Initial Weights(double gain) => HasScaledStart ? Initial.Kaiming(gain) : Initial.Normal();

    internal Initial Bias => HasScaledStart ? Initial.Zeros : Initial.Normal();
}

public static partial class ModelKinds
{
    /// <summary><see cref="MultilayerPerceptron{T}"/>.</summary>
    public static ModelKind Perceptron { get; } = new()
    {
        Name = "mlp",
        Title = "multilayer perceptron",
        ShortTitle = "MLP",
        Summary = "Train the multilayer perceptron of Bengio et al. (2003), or that of makemore's third lecture",
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
            double inputs = block * embedding, more = sizes.HiddenLayers - 1;
            return new ModelSize(
                Parameters: (vocabulary * embedding) + (inputs * hidden) + (more * hidden * hidden) + (hidden * vocabulary),
                Layers: inputs + (hidden * sizes.HiddenLayers) + vocabulary,
                block);
        },
    };
}
