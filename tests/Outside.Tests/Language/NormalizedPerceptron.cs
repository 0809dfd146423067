using System.Numerics;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Outside.Tests.Language;

/// <summary>
/// The makemore lectures' MLP with batch normalization. The context's embeddings go side by side into weighted sums, BatchNorm keeps these
/// in the range where tanh is steep, and more weighted sums score what comes next.
/// </summary>
public sealed class NormalizedPerceptron<T> : NeuralModel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Embedding = 4;

    private readonly int hiddenSize;
    private readonly EmbeddingLayer<T> embedding;
    private readonly LinearLayer<T> hidden, output;
    private readonly BatchNorm<T> norm;

    public NormalizedPerceptron(Vocabulary vocabulary, int hiddenSize, ValueSource<T> values)
    {
        (Vocabulary, this.hiddenSize) = (vocabulary, hiddenSize);
        embedding = Add("embedding", new EmbeddingLayer<T>(vocabulary.Size, Embedding, values));
        hidden = Add("hidden", new LinearLayer<T>(
            BlockSize * Embedding, hiddenSize, values, hasBias: false, weights: Initial.Kaiming(gain: 5 / 3.0)));
        norm = Add("norm", new BatchNorm<T>(hiddenSize, values));
        output = Add("output", new LinearLayer<T>(
            hiddenSize, vocabulary.Size, values, weights: Initial.Normal(0.1), bias: Initial.Zeros));
    }

    public override ModelKind Kind => NormalizedPerceptron.Kind;

    public override OptionValues Options => OptionValues.Defaults.With(NormalizedPerceptron.HiddenSize, hiddenSize);

    public override Vocabulary Vocabulary { get; }

    public override int BlockSize => 3;

    public override Variable<T> Logits(Indices tokens, Mode mode)
    {
        Variable<T> x = embedding.Forward(tokens) // (n, block, embedding)
            .Reshape([tokens.Shape[0], BlockSize * Embedding]); // (n, block · embedding)
        Variable<T> h = norm.Forward(hidden.Forward(x), mode).Tanh(); // (n, hidden)
        return output.Forward(h); // (n, vocabulary)
    }

    public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) =>
        new NormalizedPerceptron<TOther>(Vocabulary, hiddenSize, values);
}

/// <summary>
/// What we know about the model before there is one. <c>[.. ModelKinds.All, NormalizedPerceptron.Kind]</c> is the list of models with this
/// one added.
/// </summary>
public static class NormalizedPerceptron
{
    public static readonly ModelOption HiddenSize = ModelOption.Whole("hidden-size", "The number of hidden neurons", defaultValue: 24);

    public static readonly ModelKind Kind = new()
    {
        Name = "normalized-mlp",
        Title = "MLP with batch normalization",
        Options = [HiddenSize],
        Training = new ModelTraining.MiniBatches(LearningRateSchedule.Parse("0.1:1000,0.01:500")),
        Make = (vocabulary, options, values) => new NormalizedPerceptron<float>(vocabulary, options.Whole(HiddenSize), values),
    };
}
