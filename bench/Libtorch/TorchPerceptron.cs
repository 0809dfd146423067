using TorchSharp;
using static TorchSharp.torch;

namespace Makemore.Bench;

/// <summary>The MLP on libtorch, written as it is usually written there.</summary>
internal sealed class TorchPerceptron
{
    private const float Rate = 0.1f;

    private readonly TorchExamples examples;
    private readonly PerceptronSize size;
    private readonly Tensor embeddings, hiddenWeights, hiddenBias, outputWeights, outputBias;
    private readonly Tensor[] parameters;

    public TorchPerceptron(TorchExamples examples, PerceptronSize size)
    {
        (this.examples, this.size) = (examples, size);
        embeddings = randn(27, size.Embedding);
        hiddenWeights = randn(3 * size.Embedding, size.Hidden);
        hiddenBias = randn(size.Hidden);
        outputWeights = randn(size.Hidden, 27) * 0.1f;
        outputBias = randn(27);
        parameters = [embeddings, hiddenWeights, hiddenBias, outputWeights, outputBias];
        foreach (Tensor parameter in parameters) parameter.requires_grad_();
    }

    /// <summary>One step of gradient descent on a mini-batch drawn at random.</summary>
    public void Step() => Descend(() =>
    {
        Tensor chosen = Draw();
        return nn.functional.cross_entropy(Logits(examples.Contexts[chosen]), examples.Targets[chosen]);
    });

    /// <summary>The same, with the equal contexts of the mini-batch computed once.</summary>
    public void StepDistinct() => Descend(() =>
    {
        Tensor chosen = Draw();
        (Tensor contexts, Tensor? rowOf, _) = examples.ContextNumbers[chosen].unique(sorted: false, return_inverse: true);
        return nn.functional.cross_entropy(Logits(examples.DistinctContexts[contexts])[rowOf!], examples.Targets[chosen]);
    });

    /// <summary>The mean loss of all examples, with each computed.</summary>
    public float Loss()
    {
        using DisposeScope scope = NewDisposeScope();
        using var _ = no_grad();
        return nn.functional.cross_entropy(Logits(examples.Contexts), examples.Targets).item<float>();
    }

    /// <summary>The mean loss of all examples, from the different contexts.</summary>
    public float LossDistinct()
    {
        using DisposeScope scope = NewDisposeScope();
        using var _ = no_grad();
        return examples.WeightedLoss(Logits(examples.DistinctContexts)).item<float>();
    }

    private Tensor Draw() => randint(examples.Targets.shape[0], new long[] { size.Batch });

    private Tensor Logits(Tensor contexts)
    {
        Tensor hidden = tanh(matmul(embeddings[contexts].view(-1, 3 * size.Embedding), hiddenWeights) + hiddenBias);
        return matmul(hidden, outputWeights) + outputBias;
    }

    private void Descend(Func<Tensor> loss) => TorchSgd.Step(parameters, Rate, loss);
}
