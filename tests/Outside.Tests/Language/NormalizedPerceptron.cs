using System.Numerics;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Outside.Tests.Language;

/// <summary>
/// The makemore lectures' MLP with batch normalization: the context's embeddings side by side, weighted sums that BatchNorm keeps in the
/// range where tanh is steep, and weighted sums that score what comes next.
/// </summary>
public sealed class NormalizedPerceptron<T> : NeuralModel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Embedding = 4, Hidden = 24;

    private readonly EmbeddingLayer<T> embedding;
    private readonly LinearLayer<T> hidden, output;
    private readonly BatchNorm<T> norm;

    public NormalizedPerceptron(Vocabulary vocabulary, ValueSource<T> values)
    {
        Vocabulary = vocabulary;
        embedding = Add("embedding", new EmbeddingLayer<T>(vocabulary.Size, Embedding, values));
        hidden = Add("hidden", new LinearLayer<T>(
            BlockSize * Embedding, Hidden, values, hasBias: false, weights: Initial.Kaiming(gain: 5 / 3.0)));
        norm = Add("norm", new BatchNorm<T>(Hidden, values));
        output = Add("output", new LinearLayer<T>(Hidden, vocabulary.Size, values, weights: Initial.Normal(0.1), bias: Initial.Zeros));
    }

    public override string Kind => "normalized-mlp";

    public override Vocabulary Vocabulary { get; }

    public override int BlockSize => 3;

    public override Variable<T> Logits(Indices contexts, Mode mode)
    {
        Variable<T> x = embedding.Forward(contexts) // (n, block, embedding)
            .Reshape([contexts.Shape[0], BlockSize * Embedding]); // (n, block · embedding)
        Variable<T> h = norm.Forward(hidden.Forward(x), mode).Tanh(); // (n, hidden)
        return output.Forward(h); // (n, vocabulary)
    }

    public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) =>
        new NormalizedPerceptron<TOther>(Vocabulary, values);
}
