using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// The model of Bengio, Ducharme, Vincent, Janvin, "A Neural Probabilistic Language Model" (2003), section 2, on characters: each character
/// of the context is looked up in a table of learned vectors (embeddings), these go side by side through a hidden layer, and that scores
/// what comes next.
/// h = tanh(x·W1 + b1), logits = h·W2 + b2, for x = the context's embeddings one after another.
/// </summary>
public sealed class MultilayerPerceptron<T> : NeuralModel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A network whose parameters are drawn standard-normal, in the order C, W1, b1, W2, b2.</summary>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public MultilayerPerceptron(Vocabulary vocabulary, MultilayerPerceptronSizes sizes, TorchGenerator generator)
        : this(vocabulary, sizes, shape => Tensor<T>.RandomNormal(generator, shape)) { }

    /// <summary>A network over given parameters.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="sizes">The sizes of its layers.</param>
    /// <param name="initial">The value of each parameter by its shape, asked in the order C, W1, b1, W2, b2.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public MultilayerPerceptron(Vocabulary vocabulary, MultilayerPerceptronSizes sizes, Func<Shape, Tensor<T>> initial)
    {
        if (sizes.Block < 1 || sizes.Embedding < 1 || sizes.Hidden < 1)
            throw new ArgumentException(
                $"MultilayerPerceptron: block {sizes.Block}, embedding {sizes.Embedding} and hidden size {sizes.Hidden} " +
                "must each be at least 1");
        (Vocabulary, Sizes) = (vocabulary, sizes);
        Embeddings = new Parameter<T>(initial([vocabulary.Size, sizes.Embedding]), "C");
        HiddenWeights = new Parameter<T>(initial([sizes.Block * sizes.Embedding, sizes.Hidden]), "W1");
        HiddenBias = new Parameter<T>(initial([sizes.Hidden]), "b1");
        OutputWeights = new Parameter<T>(initial([sizes.Hidden, vocabulary.Size]), "W2");
        OutputBias = new Parameter<T>(initial([vocabulary.Size]), "b2");
        Parameters = [Embeddings, HiddenWeights, HiddenBias, OutputWeights, OutputBias];
    }

    /// <inheritdoc/>
    public override string Kind => "mlp";

    /// <inheritdoc/>
    public override Vocabulary Vocabulary { get; }

    /// <summary>The sizes of its layers.</summary>
    public MultilayerPerceptronSizes Sizes { get; }

    /// <inheritdoc/>
    public override int BlockSize => Sizes.Block;

    /// <summary>C (vocabulary, embedding): one vector a character.</summary>
    public Parameter<T> Embeddings { get; }

    /// <summary>W1 (block · embedding, hidden).</summary>
    public Parameter<T> HiddenWeights { get; }

    /// <summary>b1 (hidden).</summary>
    public Parameter<T> HiddenBias { get; }

    /// <summary>W2 (hidden, vocabulary).</summary>
    public Parameter<T> OutputWeights { get; }

    /// <summary>b2 (vocabulary).</summary>
    public Parameter<T> OutputBias { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>The hidden layer's outputs, (n, hidden), each between -1 and 1.</summary>
    public Variable<T> Hidden(Indices contexts)
    {
        Variable<T> looked = Embeddings.Embedding(contexts); // (n, block, embedding)
        Variable<T> x = looked.Reshape([contexts.Shape[0], Sizes.Block * Sizes.Embedding]); // (n, block · embedding)
        return x.Linear(HiddenWeights, HiddenBias).Tanh(); // (n, hidden)
    }

    /// <inheritdoc/>
    public override Variable<T> Logits(Indices contexts) => Hidden(contexts).Linear(OutputWeights, OutputBias); // (n, vocabulary)

    /// <inheritdoc/>
    public override NeuralModel<T> Twin()
    {
        var values = new Queue<Tensor<T>>(Parameters.Select(parameter => parameter.Value));
        return new MultilayerPerceptron<T>(Vocabulary, Sizes, _ => values.Dequeue());
    }
}

/// <summary>The sizes of a <see cref="MultilayerPerceptron{T}"/>.</summary>
/// <param name="Block">How many characters it looks back at.</param>
/// <param name="Embedding">The length of each character's vector.</param>
/// <param name="Hidden">The number of hidden neurons.</param>
public sealed record MultilayerPerceptronSizes(int Block, int Embedding, int Hidden);
