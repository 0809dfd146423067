using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// A small GPT: each character looks at those before it (attention), thinks about what it found (two layers of sums with relu between),
/// and both are added to what it was. The sizes and the choices are those of Karpathy's microgpt (2026): RMSNorm without a scale, relu, no
/// biases, a norm after the embeddings and none at the end. Radford et al., "Language Models are Unsupervised Multitask Learners" (2019),
/// section 2.3, has LayerNorm, GELU and biases instead.
/// </summary>
public sealed class Gpt<T> : NeuralModel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RmsNorm<T> norm = RmsNorm<T>.WithoutScale();

    /// <summary>A network whose weights are drawn in the order tokens, positions, head, and then block by block.</summary>
    /// <exception cref="ArgumentException">A size is below 1, or the heads do not share the width out evenly.</exception>
    public Gpt(Vocabulary vocabulary, GptSizes sizes, ValueSource<T> values)
    {
        if (sizes.Layers < 1 || sizes.Width < 1 || sizes.Block < 1)
            throw new ArgumentException(
                $"Gpt: {sizes.Layers} layers, width {sizes.Width} and block {sizes.Block} must each be at least 1");
        (Vocabulary, Sizes) = (vocabulary, sizes);
        var initial = Initial.Normal(Gpt.InitialDeviation);
        Tokens = Add("tokens", new EmbeddingLayer<T>(vocabulary.Size, sizes.Width, values, initial));
        Positions = Add("positions", new EmbeddingLayer<T>(sizes.Block, sizes.Width, values, initial));
        Head = Add("head", new LinearLayer<T>(sizes.Width, vocabulary.Size, values, hasBias: false, initial));
        Blocks = [.. Enumerable.Range(0, sizes.Layers).Select(i => Add($"block{i}", new GptBlock<T>(sizes, values, initial)))];
    }

    /// <inheritdoc/>
    public override ModelKind Kind => ModelKinds.Gpt;

    /// <inheritdoc/>
    public override OptionValues Options => ModelKinds.GptOptions.Of(Sizes);

    /// <inheritdoc/>
    public override Vocabulary Vocabulary { get; }

    /// <summary>The sizes of its layers.</summary>
    public GptSizes Sizes { get; }

    /// <inheritdoc/>
    public override int BlockSize => Sizes.Block;

    /// <inheritdoc/>
    public override bool AnswersEveryPosition => true;

    /// <summary>(vocabulary, width): what each character is.</summary>
    public EmbeddingLayer<T> Tokens { get; }

    /// <summary>(block, width): where it stands.</summary>
    public EmbeddingLayer<T> Positions { get; }

    /// <summary>The blocks, one after another.</summary>
    public IReadOnlyList<GptBlock<T>> Blocks { get; }

    /// <summary>(width, vocabulary): scores for what comes next.</summary>
    public LinearLayer<T> Head { get; }

    /// <inheritdoc/>
    public override Variable<T> Logits(Indices tokens, Mode mode)
    {
        Variable<T> x = Embedded(tokens); // (n, t, width)
        foreach (GptBlock<T> block in Blocks) x = block.Forward(x);
        return Head.Forward(x); // (n, t, vocabulary)
    }

    /// <summary>
    /// What the places look at, block by block: w[s, h, i, j] says how much place i of row s looks at place j with head h, (n, heads, t, t).
    /// </summary>
    public Tensor<T>[] AttentionWeights(Indices tokens)
    {
        Variable<T> x = Embedded(tokens); // (n, t, width)
        var weights = new Tensor<T>[Blocks.Count];
        for (int i = 0; i < weights.Length; i++) (weights[i], x) = (Blocks[i].AttentionWeights(x), Blocks[i].Forward(x));
        return weights;
    }

    private Variable<T> Embedded(Indices tokens)
    {
        Variable<T> positions = Positions.Table.Slice(0, 0, tokens.Shape[1]); // (t, width)
        return norm.Forward(Tokens.Forward(tokens) + positions); // (n, t, width)
    }

    /// <inheritdoc/>
    public override Variable<T> NextLogits(Indices token, Past<T> past)
    {
        Variable<T> x = norm.Forward(Tokens.Forward(token) + Positions.Forward(past.Place)); // (1, width)
        foreach (GptBlock<T> block in Blocks) x = block.Forward(x, past);
        return Head.Forward(x); // (1, vocabulary)
    }

    /// <inheritdoc/>
    public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) => new Gpt<TOther>(Vocabulary, Sizes, values);

    /// <summary>The characters' vectors, and what each character of the first name looks at.</summary>
    public override IEnumerable<Picture> Pictures(Indices tokens)
    {
        yield return MapOf(Tokens);
        if (Picture.FirstName(tokens) is { } name) yield return AttentionOn(name, Sizes, AttentionWeights);
    }
}

/// <summary>A block of a <see cref="Gpt{T}"/>: x ← x + attention(norm(x)), then x ← x + W2·relu(W1·norm(x)).</summary>
public sealed class GptBlock<T> : Module<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RmsNorm<T> norm = RmsNorm<T>.WithoutScale();

    internal GptBlock(GptSizes sizes, ValueSource<T> values, Initial initial)
    {
        int width = sizes.Width;
        Attention = Add("attention", new CausalSelfAttention<T>(width, sizes.Heads, values, hasBias: false, initial));
        Up = Add("up", new LinearLayer<T>(width, sizes.Inner, values, hasBias: false, initial));
        Down = Add("down", new LinearLayer<T>(sizes.Inner, width, values, hasBias: false, initial));
    }

    /// <summary>Brings in what stands before.</summary>
    public CausalSelfAttention<T> Attention { get; }

    /// <summary>W1 (width, 4 · width).</summary>
    public LinearLayer<T> Up { get; }

    /// <summary>W2 (4 · width, width).</summary>
    public LinearLayer<T> Down { get; }

    /// <summary>(n, t, width) to the same shape.</summary>
    public Variable<T> Forward(Variable<T> x) => Think(x + Attention.Forward(norm.Forward(x)));

    /// <summary>The same for one new place, (1, width).</summary>
    public Variable<T> Forward(Variable<T> x, Past<T> past) => Think(x + Attention.Forward(norm.Forward(x), past));

    /// <summary>What the places of x look at, (n, heads, t, t): see <see cref="CausalSelfAttention{T}.Weights"/>.</summary>
    public Tensor<T> AttentionWeights(Variable<T> x) => Attention.Weights(norm.Forward(x));

    private Variable<T> Think(Variable<T> x) => x + Down.Forward(Up.Forward(norm.Forward(x)).Relu());
}

/// <summary>What all of them share.</summary>
public static class Gpt
{
    /// <summary>All weights begin normal, with mean 0 and this standard deviation.</summary>
    public const double InitialDeviation = 0.08;
}

public static partial class ModelKinds
{
    /// <summary>The sizes of a <see cref="Gpt{T}"/>; microgpt's if nothing is chosen.</summary>
    public static GptOptions GptOptions { get; } = new(new GptSizes(Layers: 1, Width: 16, Heads: 4, Block: 16));

    /// <summary><see cref="Gpt{T}"/>.</summary>
    public static ModelKind Gpt { get; } = new()
    {
        Name = "gpt",
        Title = "small GPT",
        ShortTitle = "GPT",
        Summary = "Train a small GPT, as Karpathy's microgpt (2026)",
        Options = GptOptions.All,
        Fault = options => GptOptions.Sizes(options).Fault,
        Training = new ModelTraining.MiniBatches(LearningRateSchedule.Parse("0.01..0:5000"))
        {
            Tour = LearningRateSchedule.Parse("0.01..0:1500"),
            Optimizer = parameters => new Adam<float>(parameters, beta1: 0.85, beta2: 0.99),
        },
        Make = (vocabulary, options, values) => new Gpt<float>(vocabulary, GptOptions.Sizes(options), values),
        Size = (vocabulary, options) => GptOptions.Sizes(options).Estimate(vocabulary),
    };
}
