using Makemore.Models;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>The MLP and its training on this engine.</summary>
internal sealed class PerceptronTraining
{
    private readonly MiniBatchTrainer<float> trainer;

    public PerceptronTraining(Examples examples, PerceptronSize size)
    {
        Model = NewModel(examples.Vocabulary, size);
        trainer = new MiniBatchTrainer<float>(Model, examples, size.Batch, new TorchGenerator(1));
    }

    public MultilayerPerceptron<float> Model { get; }

    /// <summary>One step of gradient descent on a mini-batch, drawn at random.</summary>
    public void Step() => trainer.Step(rate: 0.1);

    public static MultilayerPerceptron<float> NewModel(Vocabulary vocabulary, PerceptronSize size)
    {
        var model = new MultilayerPerceptron<float>(vocabulary, new MultilayerPerceptronSizes(3, size.Embedding, size.Hidden), new TorchGenerator(1));
        Span<float> weights = model.OutputWeights.Value.Span;
        for (int i = 0; i < weights.Length; i++) weights[i] *= 0.1f; // as the peer's: its steps must not diverge either
        return model;
    }
}
