using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// GPT-2's network, in the size of Karpathy's makemore.py: the decoder of Vaswani et al., "Attention Is All You Need" (2017), section 3, with
/// the norms before what they feed, one norm at the end, and GELU: Radford et al., "Language Models are Unsupervised Multitask Learners"
/// (2019), section 2.3. <see cref="Gpt{T}"/> is the same with everything left out that a small one can do without.
/// </summary>
public sealed class Transformer<T> : NeuralModel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LayerNorm<T> norm;

    /// <summary>A network whose weights begin as PyTorch's, drawn in the order tokens, positions, block by block, norm, head.</summary>
    /// <exception cref="ArgumentException">A size is below 1, or the heads do not share the width out evenly.</exception>
    public Transformer(Vocabulary vocabulary, GptSizes sizes, ValueSource<T> values)
    {
        if (sizes.Layers < 1 || sizes.Width < 1 || sizes.Block < 1)
            throw new ArgumentException(
                $"Transformer: {sizes.Layers} layers, width {sizes.Width} and block {sizes.Block} must each be at least 1");
        (Vocabulary, Sizes) = (vocabulary, sizes);
        Tokens = Add("tokens", new EmbeddingLayer<T>(vocabulary.Size, sizes.Width, values));
        Positions = Add("positions", new EmbeddingLayer<T>(sizes.Block, sizes.Width, values));
        Blocks = [.. Enumerable.Range(0, sizes.Layers).Select(i => Add($"block{i}", new TransformerBlock<T>(sizes, values)))];
        norm = Add("norm", new LayerNorm<T>(sizes.Width, values));
        Head = Add("head", new LinearLayer<T>(sizes.Width, vocabulary.Size, values, hasBias: false));
    }

    /// <inheritdoc/>
    public override ModelKind Kind => ModelKinds.Transformer;

    /// <inheritdoc/>
    public override OptionValues Options => ModelKinds.TransformerOptions.Of(Sizes);

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
    public IReadOnlyList<TransformerBlock<T>> Blocks { get; }

    /// <summary>(width, vocabulary): scores for what comes next.</summary>
    public LinearLayer<T> Head { get; }

    /// <inheritdoc/>
    public override Variable<T> Logits(Indices tokens, Mode mode)
    {
        Variable<T> x = Embedded(tokens); // (n, t, width)
        foreach (TransformerBlock<T> block in Blocks) x = block.Forward(x);
        return Head.Forward(norm.Forward(x)); // (n, t, vocabulary)
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

    private Variable<T> Embedded(Indices tokens) =>
        Tokens.Forward(tokens) + Positions.Table.Slice(0, 0, tokens.Shape[1]); // (n, t, width)

    /// <inheritdoc/>
    public override Variable<T> NextLogits(Indices token, Past<T> past)
    {
        Variable<T> x = Tokens.Forward(token) + Positions.Forward(past.Place); // (1, width)
        foreach (TransformerBlock<T> block in Blocks) x = block.Forward(x, past);
        return Head.Forward(norm.Forward(x)); // (1, vocabulary)
    }

    /// <inheritdoc/>
    public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) => new Transformer<TOther>(Vocabulary, Sizes, values);

    /// <summary>The characters' vectors, and what each character of the first name looks at.</summary>
    public override IEnumerable<Picture> Pictures(Indices tokens)
    {
        yield return MapOf(Tokens);
        if (Picture.FirstName(tokens) is { } name) yield return AttentionOn(name, Sizes, AttentionWeights);
    }
}

/// <summary>
/// A block of a <see cref="Transformer{T}"/>: x ← x + attention(norm1(x)), then x ← x + W2·gelu(W1·norm2(x) + b1) + b2.
/// </summary>
public sealed class TransformerBlock<T> : Module<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LayerNorm<T> norm1, norm2;

    internal TransformerBlock(GptSizes sizes, ValueSource<T> values)
    {
        norm1 = Add("norm1", new LayerNorm<T>(sizes.Width, values));
        Attention = Add("attention", new CausalSelfAttention<T>(sizes.Width, sizes.Heads, values));
        norm2 = Add("norm2", new LayerNorm<T>(sizes.Width, values));
        Up = Add("up", new LinearLayer<T>(sizes.Width, sizes.Inner, values));
        Down = Add("down", new LinearLayer<T>(sizes.Inner, sizes.Width, values));
    }

    /// <summary>Brings in what stands before.</summary>
    public CausalSelfAttention<T> Attention { get; }

    /// <summary>W1 (width, 4 · width) and b1.</summary>
    public LinearLayer<T> Up { get; }

    /// <summary>W2 (4 · width, width) and b2.</summary>
    public LinearLayer<T> Down { get; }

    /// <summary>(n, t, width) to the same shape.</summary>
    public Variable<T> Forward(Variable<T> x) => Think(x + Attention.Forward(norm1.Forward(x)));

    /// <summary>The same for one new place, (1, width).</summary>
    public Variable<T> Forward(Variable<T> x, Past<T> past) => Think(x + Attention.Forward(norm1.Forward(x), past));

    /// <summary>What the places of x look at, (n, heads, t, t): see <see cref="CausalSelfAttention{T}.Weights"/>.</summary>
    public Tensor<T> AttentionWeights(Variable<T> x) => Attention.Weights(norm1.Forward(x));

    private Variable<T> Think(Variable<T> x) => x + Down.Forward(Up.Forward(norm2.Forward(x)).GeluTanh());
}

public static partial class ModelKinds
{
    /// <summary>The sizes of a <see cref="Transformer{T}"/>; makemore.py's if nothing is chosen.</summary>
    public static GptOptions TransformerOptions { get; } = new(new GptSizes(Layers: 4, Width: 64, Heads: 4, Block: 16));

    /// <summary><see cref="Transformer{T}"/>.</summary>
    public static ModelKind Transformer { get; } = new()
    {
        Name = "transformer",
        Title = "transformer",
        Summary = "Train a transformer with GPT-2's blocks, as makemore.py's",
        Options = TransformerOptions.All,
        Fault = options => TransformerOptions.Sizes(options).Fault,
        Training = new ModelTraining.MiniBatches(LearningRateSchedule.Parse("0.002..0:1000"))
        {
            Optimizer = parameters => new AdamW<float>(parameters, beta2: 0.99, decay: 0.01),
        },
        Make = (vocabulary, options, values) => new Transformer<float>(vocabulary, TransformerOptions.Sizes(options), values),
        Size = (vocabulary, options) => TransformerOptions.Sizes(options).Estimate(vocabulary),
    };
}
