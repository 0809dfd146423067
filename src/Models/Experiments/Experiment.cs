using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// The whole way from names to a trained model, for each of the three. As in the original's notebooks, initial weights come from a
/// generator with the seed, and mini-batches from another one with the same seed.
/// </summary>
public static class Experiment
{
    // From this size on a batch holds enough equal contexts, and enough work for threads.
    private const int LargeBatch = 256;

    // A long run keeps about this many points of its history.
    private const int HistoryPoints = 10_000;

    // Updates are measured about this often.
    private const int UpdatePoints = 200;

    /// <summary>Knows nothing, and so needs no names: the loss that learning has to beat.</summary>
    public static Trained Chance(Vocabulary vocabulary) =>
        new(new UniformModel(vocabulary), new ExampleCounts(0), Losses.OfAll(Math.Log(vocabulary.Size)));

    /// <summary>Counts pairs.</summary>
    /// <param name="names">The names.</param>
    /// <param name="smoothing">What is added to every count, 0 or more.</param>
    /// <exception cref="ArgumentException">The smoothing is negative or not finite.</exception>
    public static Trained Counts(NameList names, double smoothing)
    {
        DistinctContexts pairs = names.Pairs;
        CountingBigram model = CountingBigram.Train(pairs, smoothing);
        return new Trained(model, new ExampleCounts((int)pairs.Examples), Losses.OfAll(Evaluation.Loss(model, pairs))) { Contexts = pairs };
    }

    /// <summary>Trains the network of one layer, all examples at every step.</summary>
    /// <param name="names">The names.</param>
    /// <param name="seed">That of its initial weights.</param>
    /// <param name="schedule">The learning rates.</param>
    /// <param name="progress">Told a few times a second how far the training is.</param>
    /// <param name="cancellation">Stops before the next step; what was learned so far stays.</param>
    /// <exception cref="DivergedException">The loss became NaN or infinite, with the last step or before.</exception>
    public static Trained Neural(
        NameList names, ulong seed, LearningRateSchedule schedule, Action<TrainingPoint> progress, CancellationToken cancellation)
    {
        DistinctContexts pairs = names.Pairs;
        var model = new NeuralBigram<float>(names.Vocabulary, new TorchGenerator(seed));
        double initial = Evaluation.Loss(model, pairs);
        GraphBatch<float> batch = ExampleBatch.All(model, pairs);
        TrainingResult run = new Trainer<float>(batch, new Sgd<float>(batch.Parameters)).Run(Measured(new TrainingOptions
        {
            Schedule = schedule,
            Progress = progress,
            Cancellation = cancellation,
        }));
        var loss = new Losses(initial, null, null, null, Finite(Evaluation.Loss(model, pairs)));
        return new Trained(model, new ExampleCounts((int)pairs.Examples), loss)
        {
            Run = run,
            Contexts = pairs,
            Schedule = schedule,
            Settings = { ["schedule"] = schedule.ToString() },
        };
    }

    /// <summary>Trains the multilayer perceptron on mini-batches.</summary>
    /// <param name="split">The examples, by the settings' block size and split.</param>
    /// <param name="seed">That of its initial weights, and of its mini-batches.</param>
    /// <param name="settings">How it is trained.</param>
    /// <param name="progress">Told a few times a second how far the training is.</param>
    /// <param name="cancellation">Stops before the next step; what was learned so far stays.</param>
    /// <exception cref="DivergedException">The loss became NaN or infinite, with the last step or before.</exception>
    public static Trained Perceptron(
        Split split, ulong seed, PerceptronSettings settings, Action<TrainingPoint> progress, CancellationToken cancellation)
    {
        DistinctContexts train = new(split.Train), validation = new(split.Validation), test = new(split.Test);
        var model = new MultilayerPerceptron<float>(train.Vocabulary, settings.Sizes, new TorchGenerator(seed));
        double initial = Evaluation.Loss(model, train, settings.Threads);

        var miniBatches = new TorchGenerator(seed);
        Batch<float> batch = NewBatch(model, split.Train, settings, miniBatches);
        using var trainingThreads = batch as IDisposable;
        var trainer = new Trainer<float>(batch, new Sgd<float>(batch.Parameters));
        using var validationLoss = new MeanLoss(model, validation, settings.Threads);
        TrainingResult run = trainer.Run(Measured(new TrainingOptions
        {
            Schedule = settings.Schedule,
            Validation = validation.Examples > 0 ? validationLoss.Compute : null,
            EvaluateEvery = settings.EvaluateEvery,
            RecordEvery = Math.Max(1, settings.Schedule.TotalSteps / HistoryPoints),
            Progress = progress,
            Cancellation = cancellation,
        }));

        (double? trained, double? validated, double? tested) = (LossOf(train), LossOf(validation), LossOf(test));
        double sum = (trained ?? 0) * train.Examples + (validated ?? 0) * validation.Examples + (tested ?? 0) * test.Examples;
        var counts = ExampleCounts.Of(split);
        return new Trained(model, counts, new Losses(initial, trained, validated, tested, Finite(sum / counts.All)))
        {
            Run = run,
            Contexts = train,
            Schedule = settings.Schedule,
            MiniBatchGenerator = miniBatches,
            Settings =
            {
                ["schedule"] = settings.Schedule.ToString(),
                ["batch_size"] = $"{settings.BatchSize}",
                ["split"] = settings.Split.ToString(),
                ["split_by"] = $"{settings.SplitBy}".ToLowerInvariant(),
            },
        };

        double? LossOf(DistinctContexts examples) => examples.Examples == 0 ? null : Evaluation.Loss(model, examples, settings.Threads);
    }

    /// <summary>The batch that suits the size of the mini-batches. One that is disposable holds threads.</summary>
    public static Batch<float> NewBatch(
        NeuralModel<float> model, Examples examples, PerceptronSettings settings, TorchGenerator generator) =>
        settings.BatchSize < LargeBatch
            ? ExampleBatch.Drawn(model, examples, settings.BatchSize, generator)
            : ExampleBatch.DrawnAndShared(model, examples, settings.BatchSize, generator, settings.Threads);

    /// <summary>The first <paramref name="count"/> names that the model makes with this seed.</summary>
    /// <exception cref="ArgumentException">As for <see cref="NameSampler"/>.</exception>
    /// <exception cref="DataException">No name came that was not excluded.</exception>
    public static string[] Sample(ILanguageModel model, ulong seed, int count, SamplingOptions options)
    {
        var sampler = new NameSampler(model, new TorchGenerator(seed), options);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next())];
    }

    // A run looks at the loss before each step, and so not at what the last one did.
    private static double Finite(double loss) => double.IsFinite(loss)
        ? loss
        : throw new DivergedException($"training diverged at its last step: the loss is {loss}; try a smaller learning rate");

    private static TrainingOptions Measured(TrainingOptions options) =>
        options with { MeasureUpdatesEvery = Math.Max(1, options.Schedule.TotalSteps / UpdatePoints) };
}
