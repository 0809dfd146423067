using static TorchSharp.torch;

namespace Makemore.Bench;

/// <summary>The GPT on libtorch, written as it is usually written there.</summary>
internal sealed class TorchGpt
{
    private const int Vocabulary = 27, Block = 16, Heads = 4;

    private readonly GptSize size;
    private readonly (Tensor Tokens, Tensor Targets)[] batches; // (n, t)
    private readonly Tensor tokens, positions, head, query, key, value, output, up, down;
    private readonly TorchAdam adam;

    public TorchGpt(IReadOnlyList<string> names, GptSize size)
    {
        this.size = size;
        ScalarType type = size.IsOriginal ? ScalarType.Float64 : ScalarType.Float32;
        Tensor New(long outputs, long inputs) => (randn(outputs, inputs, dtype: type) * 0.08).requires_grad_();
        int width = size.Width;
        (tokens, positions, head) = (New(Vocabulary, width), New(Block, width), New(Vocabulary, width));
        (query, key, value, output) = (New(width, width), New(width, width), New(width, width), New(width, width));
        (up, down) = (New(4 * width, width), New(width, 4 * width));
        adam = new TorchAdam([tokens, positions, head, query, key, value, output, up, down], rate: 0.001, beta1: 0.85, beta2: 0.99);
        batches = TorchNames.InOrder(names, size.Batch, step => Math.Min(Block, step.Max(name => name.Length) + 1));
    }

    /// <summary>One step of Adam on the next name or names.</summary>
    public void Step() => adam.Step(() =>
    {
        (Tensor inputs, Tensor targets) = batches[adam.Steps % batches.Length];
        return TorchNames.Loss(Logits(inputs), targets);
    });

    private Tensor Logits(Tensor inputs)
    {
        (long n, long time) = (inputs.shape[0], inputs.shape[1]);
        Tensor x = Norm(tokens[inputs] + positions.narrow(0, 0, time));
        Tensor normed = Norm(x);
        Tensor Split(Tensor weights) => matmul(normed, weights.t()).view(n, time, Heads, -1).transpose(1, 2);
        Tensor mixed = nn.functional.scaled_dot_product_attention(Split(query), Split(key), Split(value), is_casual: true);
        x = x + matmul(mixed.transpose(1, 2).reshape(n, time, size.Width), output.t());
        x = x + matmul(nn.functional.relu(matmul(Norm(x), up.t())), down.t());
        return matmul(x, head.t());
    }

    private static Tensor Norm(Tensor x) => x * (x * x).mean([-1], keepdim: true).add(1e-5).rsqrt();
}
