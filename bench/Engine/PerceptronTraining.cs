using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>The MLP and its training on this engine, with the kind of batch that suits its size.</summary>
internal sealed class PerceptronTraining : IDisposable
{
    private const int LargeBatch = 256;

    private readonly Batch<float> batch;
    private readonly Trainer<float> trainer;

    public PerceptronTraining(Examples examples, PerceptronSize size, int threads = 1, bool equalContextsOnce = false)
    {
        MultilayerPerceptron<float> model = NewModel(examples.Vocabulary, size);
        var generator = new TorchGenerator(1);
        batch = size.Batch < LargeBatch ? ExampleBatch.Drawn(model, examples, size.Batch, generator)
            : equalContextsOnce ? ExampleBatch.DrawnAndShared(model, examples, size.Batch, generator, threads)
            : OneByOneBatch.Drawn(model, examples, size.Batch, generator, threads);
        trainer = new Trainer<float>(batch, new Sgd<float>(batch.Parameters));
    }

    /// <summary>A model whose steps do not diverge: the last layer's weights are small, like those of the peer.</summary>
    public static MultilayerPerceptron<float> NewModel(Vocabulary vocabulary, PerceptronSize size)
    {
        var sizes = new MultilayerPerceptronSizes(3, size.Embedding, size.Hidden);
        var model = new MultilayerPerceptron<float>(vocabulary, sizes, new TorchGenerator(1));
        foreach (ref float weight in model.Output.Weights.Value.Span) weight *= 0.1f;
        return model;
    }

    /// <summary>One step of gradient descent on a mini-batch, drawn at random.</summary>
    public void Step() => trainer.Step(rate: 0.1);

    /// <summary>Takes this many steps, in the same way as the program.</summary>
    public TrainingResult Run(int steps) =>
        trainer.Run(new TrainingOptions { Schedule = new LearningRateSchedule(new LearningRateStage(0.1, steps)) });

    /// <summary>Ends the batch's threads.</summary>
    public void Dispose() => (batch as IDisposable)?.Dispose();
}
