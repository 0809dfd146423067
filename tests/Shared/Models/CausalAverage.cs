using System.Numerics;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Tests;

/// <summary>
/// The smallest sequence model from outside the library: what follows a token depends on the average of its vector and all before it.
/// </summary>
internal sealed class CausalAverage<T> : NeuralModel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int block, width;

    public CausalAverage(Vocabulary vocabulary, int block, int width, ValueSource<T> values)
    {
        (Vocabulary, this.block, this.width) = (vocabulary, block, width);
        Embedding = Add("embedding", new EmbeddingLayer<T>(vocabulary.Size, width, values));
        Output = Add("output", new LinearLayer<T>(width, vocabulary.Size, values));
    }

    public override ModelKind Kind => CausalAverage.Kind;

    public override OptionValues Options =>
        OptionValues.Defaults.With(CausalAverage.Block, block).With(CausalAverage.Width, width);

    public override Vocabulary Vocabulary { get; }

    public override int BlockSize => block;

    public override bool AnswersEveryPosition => true;

    public EmbeddingLayer<T> Embedding { get; }

    public LinearLayer<T> Output { get; }

    public override Variable<T> Logits(Indices tokens, Mode mode)
    {
        // Row i of the mask is 1 / (i + 1) up to column i, and 0 after it.
        int time = tokens.Shape[1];
        var mask = new Tensor<T>([time, time]);
        for (int i = 0; i < time; i++)
            for (int j = 0; j <= i; j++) mask[i, j] = T.One / T.CreateChecked(i + 1);
        Variable<T> averages = new Constant<T>(mask).MatMul(Embedding.Forward(tokens)); // (n, t, width)
        return Output.Forward(averages); // (n, t, vocabulary)
    }

    public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) =>
        new CausalAverage<TOther>(Vocabulary, block, width, values);

    public override IEnumerable<Picture> Pictures(Indices tokens) =>
        [new Picture.CharacterMap("vectors", "Vectors", () => Widened(Embedding.Table.Value))];
}

internal static class CausalAverage
{
    public static readonly ModelOption Block = ModelOption.Whole("block-size", "How far it looks back", 8);

    public static readonly ModelOption Width = ModelOption.Whole("width", "The length of each vector", 5);

    public static readonly ModelKind Kind = new()
    {
        Name = "average",
        Title = "causal average",
        Options = [Block, Width],
        Training = new ModelTraining.MiniBatches(LearningRateSchedule.Parse("0.5:300")),
        Make = (vocabulary, options, values) =>
            new CausalAverage<float>(vocabulary, options.Whole(Block), options.Whole(Width), values),
    };
}
