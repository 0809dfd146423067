using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
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
    /// <summary>A network whose parameters begin standard-normal, drawn in the order C, W1, b1, W2, b2.</summary>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public MultilayerPerceptron(Vocabulary vocabulary, MultilayerPerceptronSizes sizes, ValueSource<T> values)
    {
        (int block, int embedding, int hidden) = sizes;
        if (block < 1 || embedding < 1 || hidden < 1)
            throw new ArgumentException(
                $"MultilayerPerceptron: block {block}, embedding {embedding} and hidden size {hidden} must each be at least 1");
        (Vocabulary, Sizes) = (vocabulary, sizes);
        var normal = Initial.Normal();
        Embedding = Add("embedding", new EmbeddingLayer<T>(vocabulary.Size, embedding, values, normal));
        Hidden = Add("hidden", new LinearLayer<T>(block * embedding, hidden, values, weights: normal, bias: normal));
        Output = Add("output", new LinearLayer<T>(hidden, vocabulary.Size, values, weights: normal, bias: normal));
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
    public EmbeddingLayer<T> Embedding { get; }

    /// <summary>W1 (block · embedding, hidden) and b1 (hidden).</summary>
    public LinearLayer<T> Hidden { get; }

    /// <summary>W2 (hidden, vocabulary) and b2 (vocabulary).</summary>
    public LinearLayer<T> Output { get; }

    /// <summary>The hidden layer's outputs, (n, hidden), each between -1 and 1.</summary>
    public Variable<T> HiddenOutputs(Indices contexts)
    {
        Variable<T> looked = Embedding.Forward(contexts); // (n, block, embedding)
        Variable<T> x = looked.Reshape([contexts.Shape[0], Sizes.Block * Sizes.Embedding]); // (n, block · embedding)
        return Hidden.Forward(x).Tanh(); // (n, hidden)
    }

    /// <inheritdoc/>
    public override Variable<T> Logits(Indices contexts, Mode mode) => Output.Forward(HiddenOutputs(contexts)); // (n, vocabulary)

    /// <inheritdoc/>
    public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) =>
        new MultilayerPerceptron<TOther>(Vocabulary, Sizes, values);
}

/// <summary>The sizes of a <see cref="MultilayerPerceptron{T}"/>.</summary>
/// <param name="Block">How many characters it looks back at.</param>
/// <param name="Embedding">The length of each character's vector.</param>
/// <param name="Hidden">The number of hidden neurons.</param>
public sealed record MultilayerPerceptronSizes(int Block, int Embedding, int Hidden);
