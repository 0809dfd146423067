using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// A causal bag of words, as in Karpathy's makemore.py: each character sees the plain average of itself and all before it. Where they stand
/// is known only from the vectors of their positions. It is attention in which nobody chooses: x ← x + average(x), then
/// x ← x + W2·tanh(W1·x + b1) + b2, and scores of it.
/// </summary>
public sealed class BagOfWords<T> : NeuralModel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A network whose weights begin as PyTorch's, drawn in the order tokens, positions, up, down, head.</summary>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public BagOfWords(Vocabulary vocabulary, BagOfWordsSizes sizes, ValueSource<T> values)
    {
        if (sizes.Width < 1 || sizes.Hidden < 1 || sizes.Block < 1)
            throw new ArgumentException(
                $"BagOfWords: width {sizes.Width}, hidden size {sizes.Hidden} and block {sizes.Block} must each be at least 1");
        (Vocabulary, Sizes) = (vocabulary, sizes);
        Tokens = Add("tokens", new EmbeddingLayer<T>(vocabulary.Size, sizes.Width, values));
        Positions = Add("positions", new EmbeddingLayer<T>(sizes.Block, sizes.Width, values));
        Up = Add("up", new LinearLayer<T>(sizes.Width, sizes.Hidden, values));
        Down = Add("down", new LinearLayer<T>(sizes.Hidden, sizes.Width, values));
        Head = Add("head", new LinearLayer<T>(sizes.Width, vocabulary.Size, values));
    }

    /// <inheritdoc/>
    public override ModelKind Kind => ModelKinds.BagOfWords;

    /// <inheritdoc/>
    public override OptionValues Options => Sizes.ToOptions();

    /// <inheritdoc/>
    public override Vocabulary Vocabulary { get; }

    /// <summary>The sizes of its layers.</summary>
    public BagOfWordsSizes Sizes { get; }

    /// <inheritdoc/>
    public override int BlockSize => Sizes.Block;

    /// <inheritdoc/>
    public override bool AnswersEveryPosition => true;

    /// <summary>(vocabulary, width): what each character is.</summary>
    public EmbeddingLayer<T> Tokens { get; }

    /// <summary>(block, width): where it stands.</summary>
    public EmbeddingLayer<T> Positions { get; }

    /// <summary>W1 (width, hidden) and b1.</summary>
    public LinearLayer<T> Up { get; }

    /// <summary>W2 (hidden, width) and b2.</summary>
    public LinearLayer<T> Down { get; }

    /// <summary>(width, vocabulary) and a bias: scores for what comes next.</summary>
    public LinearLayer<T> Head { get; }

    /// <inheritdoc/>
    public override Variable<T> Logits(Indices tokens, Mode mode)
    {
        int time = tokens.Shape[1];
        Variable<T> x = Tokens.Forward(tokens) + Positions.Table.Slice(0, 0, time); // (n, t, width)
        return Scores(x + Averages(time).MatMul(x)); // (n, t, vocabulary)
    }

    /// <inheritdoc/>
    public override Variable<T> NextLogits(Indices token, Past<T> past)
    {
        Variable<T> x = Tokens.Forward(token) + Positions.Forward(past.Place); // (1, width)
        return Scores(x + past.RowOf(Averages(past.Capacity)).MatMul(past.Remember(x))); // (1, vocabulary)
    }

    private Variable<T> Scores(Variable<T> x) => Head.Forward(x + Down.Forward(Up.Forward(x).Tanh()));

    /// <inheritdoc/>
    public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) => new BagOfWords<TOther>(Vocabulary, Sizes, values);

    /// <summary>The characters' vectors.</summary>
    public override IEnumerable<Picture> Pictures(Indices tokens) => [MapOf(Tokens)];

    // (t, t): row i has 1 / (i + 1) up to column i, and 0 after it.
    private static Constant<T> Averages(int time)
    {
        var weights = new Tensor<T>([time, time]);
        for (int i = 0; i < time; i++)
            for (int j = 0; j <= i; j++) weights[i, j] = T.One / T.CreateChecked(i + 1);
        return new Constant<T>(weights);
    }
}

/// <summary>The sizes of a <see cref="BagOfWords{T}"/>.</summary>
/// <param name="Width">The length of the vector that stands for each place.</param>
/// <param name="Hidden">The number of hidden neurons.</param>
/// <param name="Block">How many characters it looks back at, at most.</param>
public sealed record BagOfWordsSizes(int Width, int Hidden, int Block)
{
    private static readonly ModelOption WidthOption = ModelOption.Whole("width", "The length of the vector for each place", 64);

    private static readonly ModelOption HiddenOption = ModelOption.Whole("hidden-size", "The number of hidden neurons", 64);

    private static readonly ModelOption BlockOption = ModelOption.Whole("block-size", "How many characters the model looks back at", 16);

    /// <summary>The sizes as the model's options.</summary>
    public static IReadOnlyList<ModelOption> Options { get; } = [WidthOption, HiddenOption, BlockOption];

    /// <summary>The sizes that were chosen.</summary>
    public static BagOfWordsSizes Of(OptionValues options) =>
        new(options.Whole(WidthOption), options.Whole(HiddenOption), options.Whole(BlockOption));

    /// <summary>The option values that give these sizes.</summary>
    public OptionValues ToOptions() => OptionValues.Defaults.With(WidthOption, Width).With(HiddenOption, Hidden).With(BlockOption, Block);
}

public static partial class ModelKinds
{
    /// <summary><see cref="BagOfWords{T}"/>.</summary>
    public static ModelKind BagOfWords { get; } = new()
    {
        Name = "bow",
        Title = "bag of words",
        Summary = "Train a causal bag of words, as makemore.py's: each character sees the average of those before it",
        Options = BagOfWordsSizes.Options,
        Training = new ModelTraining.MiniBatches(LearningRateSchedule.Parse("0.01..0:3000"))
        {
            Optimizer = parameters => new AdamW<float>(parameters, beta2: 0.99, decay: 0.01),
        },
        Make = (vocabulary, options, values) => new BagOfWords<float>(vocabulary, BagOfWordsSizes.Of(options), values),
        Size = (vocabulary, options) =>
        {
            var sizes = BagOfWordsSizes.Of(options);
            (double width, double hidden, double block) = (sizes.Width, sizes.Hidden, sizes.Block);
            return new ModelSize(
                Parameters: (width * (vocabulary + vocabulary + block)) + (2 * width * hidden),
                Layers: block * (vocabulary + (6 * width) + (2 * hidden)),
                block)
            {
                AnswersEveryPosition = true,
                Pictured = 0,
            };
        },
    };
}
