using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// A network, the names to train and measure it on, and a trainer on mini-batches, ready for the first step. As in the original's
/// notebooks, initial weights and mini-batches come from two generators with the same seed.
/// </summary>
public sealed class MiniBatchTraining : IDisposable
{
    // A batch of at least this size has enough equal contexts, and enough work for threads.
    private const int LargeBatch = 256;

    private readonly TrainingPlan plan;
    private readonly Batch<float> batch;
    private readonly EvaluationSet train, validation, test;

    /// <summary>Makes the network and splits the names.</summary>
    /// <exception cref="NothingToTrainOnException">The split leaves nothing to train on.</exception>
    /// <exception cref="ArgumentException">The model is not a network, or a number in the plan is out of range.</exception>
    public MiniBatchTraining(TrainingPlan plan, NameList names, ulong seed)
    {
        this.plan = plan;
        Model = NetworkOf(plan, names.Vocabulary, seed);
        MiniBatches = new TorchGenerator(seed);
        if (Model.AnswersEveryPosition)
        {
            NameRows[] sets = SplitNames(names.Names);
            (train, validation, test) = (sets[0], sets[1], sets[2]);
            batch = ExampleBatch.Drawn(Model, sets[0], plan.BatchSize, MiniBatches);
        }
        else
        {
            var split = new Split(new Examples(names.Names, names.Vocabulary, Model.BlockSize), plan.Split, plan.SplitBy);
            (train, validation, test) =
                (new DistinctContexts(split.Train), new DistinctContexts(split.Validation), new DistinctContexts(split.Test));
            batch = Model.RowsAreIndependent && plan.BatchSize >= LargeBatch
                ? ExampleBatch.DrawnAndShared(Model, split.Train, plan.BatchSize, MiniBatches, plan.Threads)
                : ExampleBatch.Drawn(Model, split.Train, plan.BatchSize, MiniBatches);
        }

        Trainer = new Trainer<float>(batch, plan.Optimizer(batch.Parameters));
        Examples = new ExampleCounts(
            (int)(train.Examples + validation.Examples + test.Examples), (int)train.Examples, (int)validation.Examples, (int)test.Examples);
    }

    /// <summary>The network.</summary>
    public NeuralModel<float> Model { get; }

    /// <summary>Takes its training steps.</summary>
    public Trainer<float> Trainer { get; }

    /// <summary>Draws the mini-batches.</summary>
    public TorchGenerator MiniBatches { get; }

    /// <summary>How many examples each set has.</summary>
    public ExampleCounts Examples { get; }

    /// <summary>Trains by the plan's schedule, and measures before, during and after.</summary>
    /// <exception cref="DivergedException">The loss became NaN or infinite.</exception>
    public Trained Run(Action<TrainingPoint> progress, CancellationToken cancellation)
    {
        LearningRateSchedule schedule = plan.Schedule!;
        double initial = Evaluation.Loss(Model, train, plan.Threads);
        using var validationLoss = new MeanLoss(Model, validation, plan.Threads);
        TrainingResult run = Trainer.Run(Experiment.Measured(new TrainingOptions
        {
            Schedule = schedule,
            Validation = validation.Examples > 0 ? validationLoss.Compute : null,
            EvaluateEvery = plan.EvaluateEvery,
            RecordEvery = Math.Max(1, schedule.TotalSteps / Experiment.HistoryPoints),
            Progress = progress,
            Cancellation = cancellation,
        }));

        (double? trained, double? validated, double? tested) = (LossOf(train), LossOf(validation), LossOf(test));
        double sum = (trained ?? 0) * train.Examples + (validated ?? 0) * validation.Examples + (tested ?? 0) * test.Examples;
        var losses = new Losses(initial, trained, validated, tested, Experiment.Finite(sum / Examples.All));
        return new Trained(Model, Examples, losses)
        {
            Run = run,
            TrainingSet = train,
            Schedule = schedule,
            MiniBatchGenerator = MiniBatches,
            Settings =
            {
                ["schedule"] = schedule.ToString(),
                ["batch_size"] = $"{plan.BatchSize}",
                ["split"] = plan.Split.ToString(),
                ["split_by"] = $"{plan.SplitBy}".ToLowerInvariant(),
            },
        };

        double? LossOf(EvaluationSet examples) => examples.Examples == 0 ? null : Evaluation.Loss(Model, examples, plan.Threads);
    }

    /// <summary>Ends the threads of a large batch.</summary>
    public void Dispose() => (batch as IDisposable)?.Dispose();

    /// <summary>The network of a plan. A generator with this seed draws its first weights.</summary>
    /// <exception cref="ArgumentException">A model of this kind is not a network.</exception>
    internal static NeuralModel<float> NetworkOf(TrainingPlan plan, Vocabulary vocabulary, ulong seed) =>
        plan.Kind.Make(vocabulary, plan.Options, new TorchGenerator(seed)) as NeuralModel<float>
        ?? throw new ArgumentException($"a {plan.Kind.Title} is not a network, so gradient descent cannot train it");

    private NameRows[] SplitNames(IReadOnlyList<string> names)
    {
        (int forTraining, int forValidation) = plan.Split.Of(names.Count);
        if (forTraining == 0)
            throw new NothingToTrainOnException($"the split {plan.Split} of {names.Count} names leaves none to train on");
        return
        [
            RowsOf(names.Take(forTraining)), RowsOf(names.Skip(forTraining).Take(forValidation)),
            RowsOf(names.Skip(forTraining + forValidation)),
        ];

        NameRows RowsOf(IEnumerable<string> part) => new([.. part], Model.Vocabulary, Model.BlockSize);
    }
}
