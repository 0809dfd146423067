using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Training;

/// <summary>A model from outside the library: an MLP with batch normalization, whose rows depend on each other in training.</summary>
internal sealed class NormalizedPerceptron<T> : NeuralModel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly EmbeddingLayer<T> embedding;
    private readonly LinearLayer<T> hidden, output;
    private readonly BatchNorm<T> norm;

    public NormalizedPerceptron(Vocabulary vocabulary, ValueSource<T> values)
    {
        Vocabulary = vocabulary;
        embedding = Add("embedding", new EmbeddingLayer<T>(vocabulary.Size, 4, values));
        hidden = Add("hidden", new LinearLayer<T>(3 * 4, 20, values, hasBias: false, weights: Initial.Kaiming(5 / 3.0)));
        norm = Add("norm", new BatchNorm<T>(20, values));
        output = Add("output", new LinearLayer<T>(20, vocabulary.Size, values, weights: Initial.Normal(0.1), bias: Initial.Zeros));
    }

    public override ModelKind Kind { get; } = new()
    {
        Name = "normalized",
        Title = "normalized MLP",
        Make = (vocabulary, _, values) => new NormalizedPerceptron<float>(vocabulary, values),
    };

    public override Vocabulary Vocabulary { get; }

    public override int BlockSize => 3;

    public override Variable<T> Logits(Indices contexts, Mode mode)
    {
        Variable<T> x = embedding.Forward(contexts).Reshape([contexts.Shape[0], 3 * 4]);
        return output.Forward(norm.Forward(hidden.Forward(x), mode).Tanh());
    }

    public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) =>
        new NormalizedPerceptron<TOther>(Vocabulary, values);
}
