using Makemore.Models;
using static TorchSharp.torch;

namespace Makemore.Bench;

/// <summary>The recurrent models on libtorch, as makemore writes them: one step of time after another, on rows padded to 16.</summary>
internal sealed class TorchRecurrent
{
    private const int Vocabulary = 27, Block = 16;

    private readonly RecurrentSize size;
    private readonly (Tensor Tokens, Tensor Targets)[] batches; // (n, 16)
    private readonly Tensor start, tokens, headWeights, headBias;
    private readonly Tensor[] weights, biases; // one for each gate
    private readonly TorchAdam adam;

    public TorchRecurrent(IReadOnlyList<string> names, RecurrentSize size)
    {
        this.size = size;
        int width = size.Width;
        Tensor Uniform(double bound, params long[] shape) => ((rand(shape) * 2 * bound) - bound).requires_grad_();
        start = zeros(1, size.Cell == CellKind.Lstm ? 2 * width : width).requires_grad_();
        tokens = randn(Vocabulary, width).requires_grad_();
        weights = [.. Enumerable.Range(0, size.Products).Select(_ => Uniform(1 / Math.Sqrt(2 * width), width, 2 * width))];
        biases = [.. Enumerable.Range(0, size.Products).Select(_ => Uniform(1 / Math.Sqrt(2 * width), width))];
        (headWeights, headBias) = (Uniform(1 / Math.Sqrt(width), Vocabulary, width), Uniform(1 / Math.Sqrt(width), Vocabulary));
        adam = new TorchAdam(
            [start, tokens, .. weights, .. biases, headWeights, headBias], rate: 0.0005, beta1: 0.9, beta2: 0.99, decay: 0.01);
        batches = TorchNames.InOrder(names, size.Batch, _ => Block);
    }

    /// <summary>One step of AdamW on the next names.</summary>
    public void Step() => adam.Step(() =>
    {
        (Tensor inputs, Tensor targets) = batches[adam.Steps % batches.Length];
        return TorchNames.Loss(Logits(inputs), targets);
    });

    private Tensor Logits(Tensor inputs)
    {
        Tensor embedded = tokens[inputs], state = start.expand(inputs.shape[0], -1);
        var outputs = new Tensor[Block];
        for (int i = 0; i < Block; i++)
        {
            state = Next(embedded.select(1, i), state);
            outputs[i] = size.Cell == CellKind.Lstm ? state.narrow(1, 0, size.Width) : state;
        }

        return nn.functional.linear(stack(outputs, 1), headWeights, headBias);
    }

    private Tensor Next(Tensor x, Tensor state)
    {
        if (size.Cell == CellKind.Rnn) return Gate(0, cat([x, state], 1)).tanh();
        if (size.Cell == CellKind.Gru)
        {
            Tensor xs = cat([x, state], 1), z = Gate(0, xs).sigmoid(), r = Gate(1, xs).sigmoid();
            Tensor draft = Gate(2, cat([x, r * state], 1)).tanh();
            return ((1 - z) * state) + (z * draft);
        }

        Tensor[] parts = state.chunk(2, 1);
        Tensor xh = cat([x, parts[0]], 1);
        Tensor c = (Gate(1, xh).sigmoid() * parts[1]) + (Gate(0, xh).sigmoid() * Gate(2, xh).tanh());
        return cat([Gate(3, xh).sigmoid() * c.tanh(), c], 1);
    }

    private Tensor Gate(int number, Tensor x) => nn.functional.linear(x, weights[number], biases[number]);
}
