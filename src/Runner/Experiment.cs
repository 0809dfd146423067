using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Runner;

/// <summary>A model after training, and what was measured.</summary>
internal sealed record Trained(ILanguageModel Model, ExampleCounts Examples, Losses Loss)
{
    public TrainingResult? Run { get; init; }

    /// <summary>The different contexts that it was trained on; null for a model that learned nothing.</summary>
    public DistinctContexts? Contexts { get; init; }

    public LearningRateSchedule? Schedule { get; init; }

    public TorchGenerator? MiniBatchGenerator { get; init; }

    /// <summary>How it was trained, for the checkpoint.</summary>
    public Dictionary<string, string> Settings { get; init; } = [];

    /// <summary>Training steps a second, evaluations left out.</summary>
    public double? StepsPerSecond => Run is { Steps: > 0 } run ? run.Steps / run.TrainingTime.TotalSeconds : null;
}

/// <summary>How an MLP is trained.</summary>
internal sealed record PerceptronSettings(
    MultilayerPerceptronSizes Sizes,
    LearningRateSchedule Schedule,
    int BatchSize,
    SplitFractions Split,
    SplitBy SplitBy,
    int EvaluateEvery,
    int Threads);

/// <summary>
/// The whole way from names to a trained model, for each of the three. As in the original's notebooks, initial weights come from a
/// generator with the seed, and mini-batches from another one with the same seed.
/// </summary>
internal static class Experiment
{
    // From this size on a batch holds enough equal contexts, and enough work for threads.
    private const int LargeBatch = 256;

    // A long run keeps about this many points of its history.
    private const int HistoryPoints = 10_000;

    // Updates are measured about this often.
    private const int UpdatePoints = 200;

    public static Trained Counts(NameData data, double smoothing)
    {
        DistinctContexts pairs = data.Pairs;
        CountingBigram model = CountingBigram.Train(pairs, smoothing);
        var loss = new Losses(null, null, null, null, Evaluation.Loss(model, pairs));
        return new Trained(model, new ExampleCounts((int)pairs.Examples), loss) { Contexts = pairs };
    }

    public static Trained Neural(NameData data, ulong seed, LearningRateSchedule schedule, CancellationToken cancellation)
    {
        DistinctContexts pairs = data.Pairs;
        var model = new NeuralBigram<float>(data.Vocabulary, new TorchGenerator(seed));
        double initial = Evaluation.Loss(model, pairs);
        GraphBatch<float> batch = ExampleBatch.All(model, pairs);
        var trainer = new Trainer<float>(batch, new Sgd<float>(batch.Parameters));
        var options = new TrainingOptions { Schedule = schedule, Cancellation = cancellation };
        TrainingResult run = Train("network", trainer, options);
        var loss = new Losses(initial, null, null, null, Evaluation.Loss(model, pairs));
        return new Trained(model, new ExampleCounts((int)pairs.Examples), loss)
        {
            Run = run,
            Contexts = pairs,
            Schedule = schedule,
            Settings = { ["schedule"] = schedule.ToString() },
        };
    }

    public static Trained Perceptron(NameData data, ulong seed, PerceptronSettings settings, CancellationToken cancellation)
    {
        var split = new Split(new Examples(data.Names, data.Vocabulary, settings.Sizes.Block), settings.Split, settings.SplitBy);
        DistinctContexts train = new(split.Train), validation = new(split.Validation), test = new(split.Test);
        var model = new MultilayerPerceptron<float>(data.Vocabulary, settings.Sizes, new TorchGenerator(seed));
        double initial = Evaluation.Loss(model, train, settings.Threads);

        var miniBatches = new TorchGenerator(seed);
        Batch<float> batch = NewBatch(model, split.Train, settings, miniBatches);
        using var trainingThreads = batch as IDisposable;
        var trainer = new Trainer<float>(batch, new Sgd<float>(batch.Parameters));
        using var validationLoss = new MeanLoss(model, validation, settings.Threads);
        TrainingResult run = Train("MLP", trainer, new TrainingOptions
        {
            Schedule = settings.Schedule,
            Validation = validation.Examples > 0 ? validationLoss.Compute : null,
            EvaluateEvery = settings.EvaluateEvery,
            RecordEvery = Math.Max(1, settings.Schedule.TotalSteps / HistoryPoints),
            Cancellation = cancellation,
        });

        (double? trained, double? validated, double? tested) = (LossOf(train), LossOf(validation), LossOf(test));
        double sum = (trained ?? 0) * train.Examples + (validated ?? 0) * validation.Examples + (tested ?? 0) * test.Examples;
        int all = (int)(train.Examples + validation.Examples + test.Examples);
        var counts = new ExampleCounts(all, split.Train.Count, split.Validation.Count, split.Test.Count);
        return new Trained(model, counts, new Losses(initial, trained, validated, tested, sum / counts.All))
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

    /// <summary>The batch that suits the size of the mini-batches.</summary>
    public static Batch<float> NewBatch(
        NeuralModel<float> model, Examples examples, PerceptronSettings settings, TorchGenerator generator) =>
        settings.BatchSize < LargeBatch
            ? ExampleBatch.Drawn(model, examples, settings.BatchSize, generator)
            : ExampleBatch.DrawnAndShared(model, examples, settings.BatchSize, generator, settings.Threads);

    /// <summary>The first <paramref name="count"/> names that the model makes with this seed.</summary>
    public static string[] Sample(ILanguageModel model, ulong seed, int count, SamplingOptions options)
    {
        var sampler = new NameSampler(model, new TorchGenerator(seed), options);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next())];
    }

    private static TrainingResult Train(string title, Trainer<float> trainer, TrainingOptions options)
    {
        TrainingResult run = Screen.WithProgress(title, options.Schedule.TotalSteps, progress => trainer.Run(options with
        {
            MeasureUpdatesEvery = Math.Max(1, options.Schedule.TotalSteps / UpdatePoints),
            Progress = point => progress(point.Step, FormattableString.Invariant($"loss {point.Loss:0.000}")),
        }));
        if (run.Steps < options.Schedule.TotalSteps)
            Screen.Message(
                $"{title}: stopped after {run.Steps:N0} of {options.Schedule.TotalSteps:N0} steps; what was learned so far is kept");
        return run;
    }
}
