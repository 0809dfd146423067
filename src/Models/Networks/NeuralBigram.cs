using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// The bigram model as a network of one layer without bias: logits = onehot(last character) · W, which is row <c>last</c> of W. Trained
/// long enough it arrives where counting starts: W becomes the logarithm of the counts.
/// </summary>
public sealed class NeuralBigram<T> : NeuralModel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A network over given weights, (vocabulary, vocabulary).</summary>
    /// <exception cref="ArgumentException">The weights have another shape.</exception>
    public NeuralBigram(Vocabulary vocabulary, Tensor<T> weights)
    {
        Shape shape = [vocabulary.Size, vocabulary.Size];
        if (!weights.Shape.Equals(shape))
            throw new ArgumentException($"NeuralBigram: W has shape {weights.Shape}, and the vocabulary needs {shape}");
        Vocabulary = vocabulary;
        Weights = new Parameter<T>(weights, "W");
        Parameters = [Weights];
    }

    /// <summary>A network with standard-normal weights.</summary>
    public NeuralBigram(Vocabulary vocabulary, TorchGenerator generator)
        : this(vocabulary, Tensor<T>.RandomNormal(generator, [vocabulary.Size, vocabulary.Size])) { }

    /// <inheritdoc/>
    public override string Kind => "neural";

    /// <inheritdoc/>
    public override Vocabulary Vocabulary { get; }

    /// <inheritdoc/>
    public override int BlockSize => 1;

    /// <summary>W (vocabulary, vocabulary): row is the last character, column the next.</summary>
    public Parameter<T> Weights { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public override Variable<T> Logits(Indices contexts) =>
        Weights.Embedding(contexts) // (n, 1, vocabulary)
            .Reshape([contexts.Length, Vocabulary.Size]);

    /// <inheritdoc/>
    public override NeuralModel<T> Twin() => new NeuralBigram<T>(Vocabulary, Weights.Value);
}
