using Makemore.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Makemore.Bench;

/// <summary>The recurrent models on libtorch, as makemore writes them: one step of time after another, on rows padded to 16.</summary>
internal sealed class TorchRecurrent
{
    private const double Rate = 0.0005, Decay = 0.01, Beta1 = 0.9, Beta2 = 0.99, Epsilon = 1e-8;
    private const int Vocabulary = 27, Block = 16, Ignored = -1;

    private readonly RecurrentSize size;
    private readonly (Tensor Tokens, Tensor Targets)[] batches; // (n, 16)
    private readonly Tensor start, tokens, headWeights, headBias;
    private readonly Tensor[] weights, biases, parameters, means, squares; // one of the first two for each gate
    private int steps;

    public TorchRecurrent(IReadOnlyList<string> names, RecurrentSize size)
    {
        const int Batches = 500;
        this.size = size;
        int width = size.Width;
        Tensor Uniform(double bound, params long[] shape) => ((rand(shape) * 2 * bound) - bound).requires_grad_();
        start = zeros(1, size.Cell == CellKind.Lstm ? 2 * width : width).requires_grad_();
        tokens = randn(Vocabulary, width).requires_grad_();
        weights = [.. Enumerable.Range(0, size.Products).Select(_ => Uniform(1 / Math.Sqrt(2 * width), width, 2 * width))];
        biases = [.. Enumerable.Range(0, size.Products).Select(_ => Uniform(1 / Math.Sqrt(2 * width), width))];
        (headWeights, headBias) = (Uniform(1 / Math.Sqrt(width), Vocabulary, width), Uniform(1 / Math.Sqrt(width), Vocabulary));
        parameters = [start, tokens, .. weights, .. biases, headWeights, headBias];
        (means, squares) = ([.. parameters.Select(zeros_like)], [.. parameters.Select(zeros_like)]);
        batches = [.. names.Chunk(size.Batch).Take(Batches).Select(Encode)];

        static Tensor zeros_like(Tensor parameter) => torch.zeros_like(parameter, requires_grad: false);
    }

    /// <summary>One step of AdamW on the next names.</summary>
    public void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor inputs, Tensor targets) = batches[steps % batches.Length];
        foreach (Tensor parameter in parameters) parameter.grad = null;
        nn.functional.cross_entropy(Logits(inputs).view(-1, Vocabulary), targets.view(-1), ignore_index: Ignored).backward();
        using var _ = no_grad();
        steps++;
        double correction1 = 1 - Math.Pow(Beta1, steps), correction2 = Math.Sqrt(1 - Math.Pow(Beta2, steps));
        for (int i = 0; i < parameters.Length; i++)
        {
            Tensor gradient = parameters[i].grad!;
            parameters[i].mul_(1 - (Rate * Decay));
            means[i].lerp_(gradient, 1 - Beta1);
            squares[i].mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
            parameters[i].addcdiv_(means[i], (squares[i].sqrt() / correction2).add_(Epsilon), -Rate / correction1);
        }
    }

    private static (Tensor, Tensor) Encode(string[] names)
    {
        long[] inputs = new long[names.Length * Block], targets = new long[names.Length * Block];
        Array.Fill(targets, Ignored);
        for (int row = 0; row < names.Length; row++)
        {
            int[] name = [Models.Vocabulary.Boundary, .. Models.Vocabulary.English.Encode(names[row]), Models.Vocabulary.Boundary];
            for (int i = 0; i < Math.Min(Block, name.Length - 1); i++)
                (inputs[(row * Block) + i], targets[(row * Block) + i]) = (name[i], name[i + 1]);
        }

        return (tensor(inputs).view(names.Length, Block), tensor(targets).view(names.Length, Block));
    }

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
