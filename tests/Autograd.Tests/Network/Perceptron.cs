using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Network;

/// <summary>
/// The network that all this is for, after Bengio et al. 2003: 27 characters, a context of 3, embeddings of 2, 100 hidden units,
/// mini-batches of 32. Its weights are drawn as PyTorch draws them with <c>manual_seed(1234)</c>.
/// </summary>
public sealed class Perceptron<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TorchGenerator generator = new(1234);

    public Perceptron()
    {
        Parameter<T> embedding = Weights("C", [27, 2]);
        Parameter<T> hiddenWeights = Weights("W1", [6, 100]), hiddenBias = Weights("b1", [100]);
        Parameter<T> outputWeights = Weights("W2", [100, 27]), outputBias = Weights("b2", [27]);
        DrawBatch();
        Variable<T> embedded = embedding.Embedding(Contexts).Reshape([32, 6]); // (32, 3, 2), each context in one row
        Variable<T> hidden = (embedded.MatMul(hiddenWeights) + hiddenBias).Tanh(); // (32, 100)
        Loss = (hidden.MatMul(outputWeights) + outputBias).CrossEntropy(Targets);
    }

    public Indices Contexts { get; } = new([32, 3]);

    public Indices Targets { get; } = new([32]);

    public Variable<T> Loss { get; }

    /// <summary>New contexts and targets in the same buffers.</summary>
    public void DrawBatch()
    {
        generator.Integers(Contexts.Span, 0, 27);
        generator.Integers(Targets.Span, 0, 27);
    }

    private Parameter<T> Weights(string name, Shape shape) => new(Tensor<T>.RandomNormal(generator, shape), name);
}
