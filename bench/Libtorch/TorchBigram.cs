using static TorchSharp.torch;

namespace Makemore.Bench;

/// <summary>The bigram network on libtorch: row lookup, cross-entropy, full batch.</summary>
internal sealed class TorchBigram(TorchExamples examples)
{
    private const float Rate = 10;

    private readonly Tensor weights = randn(27, 27).requires_grad_();
    private readonly Tensor contexts = examples.Contexts.view(-1), distinctContexts = examples.DistinctContexts.view(-1);

    /// <summary>One epoch over all examples, each computed.</summary>
    public void Epoch() => Descend(() => nn.functional.cross_entropy(weights[contexts], examples.Targets));

    /// <summary>One epoch over the 27 different contexts.</summary>
    public void EpochDistinct() => Descend(() => examples.WeightedLoss(weights[distinctContexts]));

    private void Descend(Func<Tensor> loss) => TorchSgd.Step([weights], Rate, loss);
}
