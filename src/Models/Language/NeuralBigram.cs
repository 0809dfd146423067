using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// The bigram model as a network of one layer without bias: logits = onehot(last character) · W, which is row <c>last</c> of W. With enough
/// training it arrives where counting starts: W becomes the logarithm of the counts, up to a constant in each row.
/// </summary>
public sealed class NeuralBigram<T> : NeuralModel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A network whose weights start standard-normal.</summary>
    public NeuralBigram(Vocabulary vocabulary, ValueSource<T> values)
    {
        Vocabulary = vocabulary;
        Weights = Add("weights", values.Next([vocabulary.Size, vocabulary.Size], Initial.Normal()));
    }

    /// <summary>A network over given weights, (vocabulary, vocabulary).</summary>
    /// <exception cref="ArgumentException">The weights do not have this shape.</exception>
    public NeuralBigram(Vocabulary vocabulary, Tensor<T> weights) : this(vocabulary, new ValueSource<T>((_, _) => weights)) { }

    /// <inheritdoc/>
    public override ModelKind Kind => ModelKinds.Neural;

    /// <inheritdoc/>
    public override Vocabulary Vocabulary { get; }

    /// <inheritdoc/>
    public override int BlockSize => 1;

    /// <summary>W (vocabulary, vocabulary): the row is the last character, the column the next.</summary>
    public Parameter<T> Weights { get; }

    /// <inheritdoc/>
    public override Variable<T> Logits(Indices tokens, Mode mode) =>
        Weights.Embedding(tokens) // (n, 1, vocabulary)
            .Reshape([tokens.Length, Vocabulary.Size]);

    /// <inheritdoc/>
    public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) => new NeuralBigram<TOther>(Vocabulary, values);

    /// <inheritdoc/>
    public override IEnumerable<Picture> Pictures(Indices tokens) => [Picture.PairProbabilities.Of(this)];

    /// <inheritdoc/>
    public override Variable<T> TellLogits(Indices contexts, StepProgram<T> program)
    {
        Variable<T> W = program.Parameter("W", Weights);
        (int n, int classes) = (contexts.Shape[0], W.Shape[1]);
        Variable<T> rows = program.Line("look up", "rows", W.Embedding(contexts)); // (n, 1, vocabulary)
        return program.Line("look up", "logits", rows.Reshape([n, classes])); // (n, vocabulary)
    }
}

public static partial class ModelKinds
{
    /// <summary><see cref="NeuralBigram{T}"/>.</summary>
    public static ModelKind Neural { get; } = new()
    {
        Name = "neural",
        Title = "one-layer network",
        ShortTitle = "network",
        Summary = "Train the network of one layer that learns what counting knows",
        Training = new ModelTraining.FullBatch(LearningRateSchedule.Parse("10:300")) { Tour = LearningRateSchedule.Parse("10:300") },
        Make = (vocabulary, _, values) => new NeuralBigram<float>(vocabulary, values),
        Size = (vocabulary, _) => new ModelSize((double)vocabulary * vocabulary, Layers: vocabulary, BlockSize: 1),
    };
}
