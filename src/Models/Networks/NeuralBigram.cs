using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// The bigram model as a network of one layer without bias: logits = onehot(last character) · W, which is row <c>last</c> of W. Trained
/// long enough it arrives where counting starts: W becomes the logarithm of the counts.
/// </summary>
public sealed class NeuralBigram<T> : NeuralModel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A network whose weights begin standard-normal.</summary>
    public NeuralBigram(Vocabulary vocabulary, ValueSource<T> values)
    {
        Vocabulary = vocabulary;
        Weights = Add("weights", values.Next([vocabulary.Size, vocabulary.Size], Initial.Normal()));
    }

    /// <summary>A network over given weights, (vocabulary, vocabulary).</summary>
    /// <exception cref="ArgumentException">The weights have another shape.</exception>
    public NeuralBigram(Vocabulary vocabulary, Tensor<T> weights) : this(vocabulary, new ValueSource<T>((_, _) => weights)) { }

    /// <inheritdoc/>
    public override string Kind => "neural";

    /// <inheritdoc/>
    public override Vocabulary Vocabulary { get; }

    /// <inheritdoc/>
    public override int BlockSize => 1;

    /// <summary>W (vocabulary, vocabulary): row is the last character, column the next.</summary>
    public Parameter<T> Weights { get; }

    /// <inheritdoc/>
    public override Variable<T> Logits(Indices contexts, Mode mode) =>
        Weights.Embedding(contexts) // (n, 1, vocabulary)
            .Reshape([contexts.Length, Vocabulary.Size]);

    /// <inheritdoc/>
    public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) => new NeuralBigram<TOther>(Vocabulary, values);
}
