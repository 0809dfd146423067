using System.Globalization;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// A network, the names to train and measure it on, and its trainer, ready for the next step. As in the original's notebooks, initial
/// weights and mini-batches come from two generators with the same seed.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    // A batch of at least this size has enough equal contexts, and enough work for threads.
    private const int LargeBatch = 256;

    // A long run keeps about this many points of its history, and measures its updates about so often.
    private const int HistoryPoints = 10_000, UpdatePoints = 200;

    private readonly TrainingPlan plan;
    private readonly NameList names;
    private readonly ulong seed;
    private readonly Batch<float> batch;
    private readonly TrainingState<float> state;
    private readonly EvaluationSet train, validation, test;
    private TrainingResult? earlier; // what a loaded run did before
    private double? initialLoss;

    /// <summary>Makes the network, and splits the names if it trains on mini-batches.</summary>
    /// <exception cref="NothingToTrainOnException">The split leaves nothing to train on.</exception>
    /// <exception cref="ArgumentException">The model is not a network, or a number in the plan is out of range.</exception>
    public TrainingRun(TrainingPlan plan, NameList names, ulong seed)
    {
        (this.plan, this.names, this.seed) = (plan, names, seed);
        var generator = new TorchGenerator(seed);
        Model = plan.Kind.Make(names.Vocabulary, plan.Options, new TorchGenerator(seed)) as NeuralModel<float>
            ?? throw new ArgumentException($"a {plan.Kind.Title} is not a network, so gradient descent cannot train it");
        if (plan.Kind.Training is not ModelTraining.MiniBatches)
        {
            train = EvaluationSet.Of(Model, names.Names);
            (validation, test) = (EvaluationSet.Of(Model, []), EvaluationSet.Of(Model, []));
            batch = ExampleBatch.All(Model, train);
        }
        else if (Model.AnswersEveryPosition)
        {
            NameRows[] sets = SplitNames(names.Names);
            (train, validation, test) = (sets[0], sets[1], sets[2]);
            batch = ExampleBatch.Drawn(Model, sets[0], plan.BatchSize, generator);
        }
        else
        {
            var split = new Split(new Examples(names.Names, names.Vocabulary, Model.BlockSize), plan.Split, plan.SplitBy);
            (train, validation, test) =
                (new DistinctContexts(split.Train), new DistinctContexts(split.Validation), new DistinctContexts(split.Test));
            batch = Model.RowsAreIndependent && plan.BatchSize >= LargeBatch
                ? ExampleBatch.DrawnAndShared(Model, split.Train, plan.BatchSize, generator, plan.Threads)
                : ExampleBatch.Drawn(Model, split.Train, plan.BatchSize, generator);
        }

        Optimizer<float> optimizer = plan.Optimizer(batch.Parameters);
        Trainer = new Trainer<float>(batch, optimizer);
        state = new TrainingState<float>(Model, optimizer, HasMiniBatches ? generator : null);
        int all = (int)(train.Examples + validation.Examples + test.Examples);
        Examples = HasMiniBatches
            ? new ExampleCounts(all, (int)train.Examples, (int)validation.Examples, (int)test.Examples)
            : new ExampleCounts(all);
    }

    /// <summary>The network.</summary>
    public NeuralModel<float> Model { get; }

    /// <summary>Takes its training steps.</summary>
    public Trainer<float> Trainer { get; }

    /// <summary>How many examples each set has.</summary>
    public ExampleCounts Examples { get; }

    private bool HasMiniBatches => plan.Kind.Training is ModelTraining.MiniBatches;

    /// <summary>Continues a run that was saved: everything is as it was after its last step.</summary>
    /// <exception cref="DataException">The checkpoint does not hold a run, or one of another plan or of other names.</exception>
    public void Load(Checkpoint checkpoint)
    {
        if (checkpoint.Training.GetValueOrDefault(TrainingKeys.NamesHash) is { } hash && hash != names.Fingerprint)
            throw new DataException(
                $"{checkpoint.Path}: the names are not those that this run was training on, so it cannot go on as it would have");
        earlier = checkpoint.LoadRun(state);
        if (earlier.Steps > plan.Schedule!.TotalSteps)
            throw new DataException(
                $"{checkpoint.Path}: the run has taken {earlier.Steps:N0} steps already, and its schedule has {plan.Schedule.TotalSteps:N0}");
        string initial = checkpoint.Training.GetValueOrDefault(TrainingKeys.InitialLoss, "");
        initialLoss = double.TryParse(initial, NumberStyles.Float, CultureInfo.InvariantCulture, out double loss) ? loss : null;
    }

    /// <summary>Trains by the plan's schedule, and measures before, during and after.</summary>
    /// <param name="progress">Is told a few times a second how far the training is; null if nobody asks.</param>
    /// <param name="save">
    /// Saves a checkpoint of the run: as often as the plan says, when the steps end or are stopped, before anything is measured, and when
    /// the run was put back because it diverged. It is not called before the first step, unless that is where the run was put back to.
    /// Null saves none.
    /// </param>
    /// <param name="cancellation">Stops before the next step. What was learned so far is kept.</param>
    /// <exception cref="DivergedException">The loss became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before a step was taken.</exception>
    public Trained Run(Action<TrainingPoint>? progress = null, Action<Checkpoint>? save = null, CancellationToken cancellation = default)
    {
        LearningRateSchedule schedule = plan.Schedule!;
        initialLoss ??= Evaluation.Loss(Model, train, plan.Threads);
        using var validationLoss = new MeanLoss(Model, validation, plan.Threads);
        TrainingResult run = Trainer.Run(
            new TrainingOptions
            {
                Schedule = schedule,
                From = earlier,
                Validation = validation.Examples > 0 ? validationLoss.Compute : null,
                EvaluateEvery = plan.EvaluateEvery,
                RecordEvery = HasMiniBatches ? Math.Max(1, schedule.TotalSteps / HistoryPoints) : 1,
                MeasureUpdatesEvery = Math.Max(1, schedule.TotalSteps / UpdatePoints),
                Checkpoint = save is null ? null : run => save(CheckpointOf(run)),
                CheckpointEvery = plan.CheckpointEvery,
                Progress = progress,
                Cancellation = cancellation,
            },
            state);

        // The weights first: measuring them can take long, and whoever stopped us may not wait.
        if (run.Steps == run.FirstStep) cancellation.ThrowIfCancellationRequested();
        Checkpoint checkpoint = CheckpointOf(run);
        save?.Invoke(checkpoint);
        Losses losses = Measure();
        if (!double.IsFinite(losses.All!.Value)) throw DivergedAtTheEnd(run, losses.All.Value, save);
        checkpoint.Training[TrainingKeys.Loss] = ModelOption.Text(losses.All.Value);
        if (losses.Validation is { } validated) checkpoint.Training[TrainingKeys.ValidationLoss] = ModelOption.Text(validated);
        return new Trained(Model, Examples, losses)
        {
            Checkpoint = checkpoint,
            Run = run,
            TrainingSet = train,
            Schedule = schedule,
        };
    }

    /// <summary>Ends the threads of a large batch.</summary>
    public void Dispose() => (batch as IDisposable)?.Dispose();

    private Losses Measure()
    {
        double trained = Evaluation.Loss(Model, train, plan.Threads);
        if (!HasMiniBatches) return new Losses(initialLoss, null, null, null, trained);
        (double? validated, double? tested) = (LossOf(validation), LossOf(test));
        double sum = trained * train.Examples + (validated * validation.Examples ?? 0) + (tested * test.Examples ?? 0);
        return new Losses(initialLoss, trained, validated, tested, sum / Examples.All);

        double? LossOf(EvaluationSet examples) => examples.Examples == 0 ? null : Evaluation.Loss(Model, examples, plan.Threads);
    }

    // A run looks at the loss before each step, so it does not see what its last step did.
    private DivergedException DivergedAtTheEnd(TrainingResult run, double loss, Action<Checkpoint>? save)
    {
        int? good = state.PutBack();
        if (good is { } steps) save?.Invoke(CheckpointOf(run.UpTo(steps)));
        return new DivergedException($"training diverged at its last step: the loss is {loss}; try a smaller learning rate")
        {
            PutBackTo = good,
        };
    }

    private Checkpoint CheckpointOf(TrainingResult run)
    {
        var checkpoint = new Checkpoint(Model) { SaveRun = file => state.Save(file, run) };
        checkpoint.AddTraining(names, seed);
        foreach ((string key, string value) in plan.Settings) checkpoint.Training[key] = value;
        checkpoint.Training[TrainingKeys.Steps] = $"{run.Steps}";
        checkpoint.Training[TrainingKeys.InitialLoss] = ModelOption.Text(initialLoss!.Value);
        return checkpoint;
    }

    private NameRows[] SplitNames(IReadOnlyList<string> all)
    {
        (int forTraining, int forValidation) = plan.Split.Of(all.Count);
        if (forTraining == 0)
            throw new NothingToTrainOnException($"the split {Quote.Start($"{plan.Split}")} of {all.Count} names leaves none to train on");
        return
        [
            RowsOf(all.Take(forTraining)), RowsOf(all.Skip(forTraining).Take(forValidation)), RowsOf(all.Skip(forTraining + forValidation)),
        ];

        NameRows RowsOf(IEnumerable<string> part) => new([.. part], Model.Vocabulary, Model.BlockSize);
    }
}
