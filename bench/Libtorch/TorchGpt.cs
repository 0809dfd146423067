using TorchSharp;
using static TorchSharp.torch;

namespace Makemore.Bench;

/// <summary>The GPT on libtorch, written as it is usually written there.</summary>
internal sealed class TorchGpt
{
    private const double Rate = 0.001, Beta1 = 0.85, Beta2 = 0.99, Epsilon = 1e-8;
    private const int Vocabulary = 27, Block = 16, Heads = 4, Ignored = -100;

    private readonly GptSize size;
    private readonly (Tensor Tokens, Tensor Targets)[] batches; // (n, t)
    private readonly Tensor tokens, positions, head, query, key, value, output, up, down;
    private readonly Tensor[] parameters, means, squares;
    private int steps;

    public TorchGpt(IReadOnlyList<string> names, GptSize size)
    {
        const int Batches = 500;
        this.size = size;
        ScalarType type = size.IsOriginal ? ScalarType.Float64 : ScalarType.Float32;
        Tensor New(long outputs, long inputs) => (randn(outputs, inputs, dtype: type) * 0.08).requires_grad_();
        int width = size.Width;
        (tokens, positions, head) = (New(Vocabulary, width), New(Block, width), New(Vocabulary, width));
        (query, key, value, output) = (New(width, width), New(width, width), New(width, width), New(width, width));
        (up, down) = (New(4 * width, width), New(width, 4 * width));
        parameters = [tokens, positions, head, query, key, value, output, up, down];
        (means, squares) = ([.. parameters.Select(zeros_like)], [.. parameters.Select(zeros_like)]);
        batches = [.. names.Chunk(size.Batch).Take(Batches).Select(Encode)];

        static Tensor zeros_like(Tensor parameter) => torch.zeros_like(parameter, requires_grad: false);
    }

    /// <summary>One step of Adam on the next name or names.</summary>
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
            means[i].lerp_(gradient, 1 - Beta1);
            squares[i].mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
            parameters[i].addcdiv_(means[i], (squares[i].sqrt() / correction2).add_(Epsilon), -Rate / correction1);
        }
    }

    // The names of a step, padded to the longest of them.
    private static (Tensor, Tensor) Encode(string[] names)
    {
        int time = Math.Min(Block, names.Max(name => name.Length) + 1);
        long[] inputs = new long[names.Length * time], targets = new long[names.Length * time];
        Array.Fill(targets, Ignored);
        for (int row = 0; row < names.Length; row++)
        {
            int[] name = [Models.Vocabulary.Boundary, .. Models.Vocabulary.English.Encode(names[row]), Models.Vocabulary.Boundary];
            for (int i = 0; i < Math.Min(time, name.Length - 1); i++)
                (inputs[(row * time) + i], targets[(row * time) + i]) = (name[i], name[i + 1]);
        }

        return (tensor(inputs).view(names.Length, time), tensor(targets).view(names.Length, time));
    }

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
