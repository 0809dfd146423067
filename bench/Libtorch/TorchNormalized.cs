using static TorchSharp.torch;

namespace Makemore.Bench;

/// <summary>
/// The MLP with batch normalization and the WaveNet on libtorch, with its fused norm. All places of a level are rows of one matrix.
/// </summary>
internal sealed class TorchNormalized
{
    private const double Rate = 0.1;

    private readonly TorchExamples examples;
    private readonly NormalizedSize size;
    private readonly Tensor embeddings, outputWeights;
    private readonly Tensor? outputBias;
    private readonly Tensor[] weights, parameters;
    private readonly Norm[] norms;

    public TorchNormalized(TorchExamples examples, NormalizedSize size)
    {
        (this.examples, this.size) = (examples, size);
        embeddings = randn(27, size.Embedding);
        weights = [.. Enumerable.Range(0, size.Levels).Select(level => Kaiming(size.Hidden, size.Inputs(level)))];
        outputWeights = Kaiming(27, size.Hidden) * 0.1;
        outputBias = size.NormalizesLogits ? null : zeros(27);
        norms = [.. weights.Select(_ => new Norm(size.Hidden, 1))];
        if (size.NormalizesLogits) norms = [.. norms, new Norm(27, 0.1)];
        parameters = [embeddings, .. weights, outputWeights, .. norms.SelectMany(norm => new[] { norm.Scale, norm.Shift })];
        if (outputBias is not null) parameters = [.. parameters, outputBias];
        foreach (Tensor parameter in parameters) parameter.requires_grad_();

        static Tensor Kaiming(int outputs, int inputs) => randn(outputs, inputs) / Math.Sqrt(inputs);
    }

    /// <summary>One step of gradient descent on a mini-batch drawn at random.</summary>
    public void Step() => TorchSgd.Step(parameters, Rate, () =>
    {
        Tensor chosen = randint(examples.Targets.shape[0], new long[] { size.Batch });
        return nn.functional.cross_entropy(Logits(examples.Contexts.index_select(0, chosen)), examples.Targets.index_select(0, chosen));
    });

    private Tensor Logits(Tensor contexts)
    {
        Tensor x = embeddings.index_select(0, contexts.view(-1)); // (batch · block, embedding)
        for (int level = 0; level < size.Levels; level++)
            x = norms[level].Of(nn.functional.linear(x.view(-1, size.Inputs(level)), weights[level])).tanh();
        Tensor logits = nn.functional.linear(x, outputWeights, outputBias);
        return size.NormalizesLogits ? norms[^1].Of(logits) : logits;
    }

    private sealed class Norm(int features, double scale)
    {
        private readonly Tensor runningMean = zeros(features), runningVariance = ones(features);

        public Tensor Scale { get; } = full(features, scale);

        public Tensor Shift { get; } = zeros(features);

        public Tensor Of(Tensor x) => nn.functional.batch_norm(x, runningMean, runningVariance, Scale, Shift, training: true);
    }
}
