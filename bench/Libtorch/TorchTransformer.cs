using Makemore.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Makemore.Bench;

/// <summary>
/// The transformer on libtorch, with its fused norm, attention and GELU, and one layer for query, key and value. The rows of a step are as
/// long as the longest of its names.
/// </summary>
internal sealed class TorchTransformer
{
    private readonly TransformerSize size;
    private readonly int width;
    private readonly Tensor allTokens, allTargets, lengths; // (names, block), (names, block), (names)
    private readonly Tensor tokens, positions, head;
    private readonly Norm norm;
    private readonly Block[] blocks;
    private readonly TorchAdam adam;

    public TorchTransformer(IReadOnlyList<string> names, TransformerSize size)
    {
        this.size = size;
        GptSizes sizes = size.Sizes;
        width = sizes.Width;
        (allTokens, allTargets) = TorchNames.Encode(names, sizes.Block);
        lengths = tensor(names.Select(name => (long)Math.Min(name.Length + 1, sizes.Block)).ToArray());

        var parameters = new List<Tensor>();
        (tokens, positions) = (New(randn(27, width)), New(randn(sizes.Block, width)));
        blocks = [.. Enumerable.Range(0, sizes.Layers).Select(_ => NewBlock())];
        norm = NewNorm();
        head = New(Uniform(width, 27, width));
        adam = new TorchAdam([.. parameters], rate: 0.0005, beta1: 0.9, beta2: 0.99, decay: 0.01);

        Tensor New(Tensor values)
        {
            parameters.Add(values.requires_grad_());
            return values;
        }

        Block NewBlock() => new(
            NewNorm(), NewLinear(width, 3 * width), NewLinear(width, width),
            NewNorm(), NewLinear(width, 4 * width), NewLinear(4 * width, width));

        Norm NewNorm() => new(New(ones(width)), New(zeros(width)));

        Linear NewLinear(int inputs, int outputs) => new(New(Uniform(inputs, outputs, inputs)), New(Uniform(inputs, outputs)));

        static Tensor Uniform(int inputs, params long[] shape) => ((rand(shape) * 2) - 1) / Math.Sqrt(inputs);
    }

    /// <summary>One step of AdamW on names drawn at random.</summary>
    public void Step() => adam.Step(() =>
    {
        Tensor chosen = randint(lengths.shape[0], new long[] { size.Batch });
        long time = lengths.index_select(0, chosen).max().item<long>();
        Tensor Rows(Tensor all) => all.index_select(0, chosen).narrow(1, 0, time);
        return TorchNames.Loss(Logits(Rows(allTokens)), Rows(allTargets));
    });

    private Tensor Logits(Tensor inputs) // (n, time)
    {
        (long n, long time) = (inputs.shape[0], inputs.shape[1]);
        Tensor x = tokens.index_select(0, inputs.reshape(-1)).view(n, time, width) + positions.narrow(0, 0, time);
        foreach (Block block in blocks)
        {
            x = x + block.Output.Of(Attention(block.QueryKeyValue.Of(Normed(block.Norm1, x))));
            x = x + block.Down.Of(functional.gelu(block.Up.Of(Normed(block.Norm2, x)), TorchSharp.Modules.GELU.Approximate.tanh));
        }

        return functional.linear(Normed(norm, x), head);
    }

    private Tensor Attention(Tensor queriesKeysValues) // (n, time, 3 · width) to (n, time, width)
    {
        (long n, long time) = (queriesKeysValues.shape[0], queriesKeysValues.shape[1]);
        Tensor[] parts = queriesKeysValues.chunk(3, 2);
        Tensor Heads(Tensor part) => part.view(n, time, size.Sizes.Heads, -1).transpose(1, 2);
        Tensor mixed = functional.scaled_dot_product_attention(Heads(parts[0]), Heads(parts[1]), Heads(parts[2]), is_casual: true);
        return mixed.transpose(1, 2).reshape(n, time, width);
    }

    private Tensor Normed(Norm norm, Tensor x) => functional.layer_norm(x, [width], norm.Scale, norm.Shift);

    private sealed record Norm(Tensor Scale, Tensor Shift);

    private sealed record Linear(Tensor Weights, Tensor Bias)
    {
        public Tensor Of(Tensor x) => functional.linear(x, Weights, Bias);
    }

    private sealed record Block(Norm Norm1, Linear QueryKeyValue, Linear Output, Norm Norm2, Linear Up, Linear Down);
}
