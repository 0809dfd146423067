using System.Globalization;
using System.Numerics;
using Makemore.Modules;

namespace Makemore.Models;

/// <summary>A training in steps that can be saved and go on, whatever its precision.</summary>
public abstract class TrainingRun : IDisposable
{
    /// <summary>
    /// A run in float32 with PyTorch's random streams: as in the original's notebooks, initial weights and mini-batches come from two
    /// generators with the same seed.
    /// </summary>
    /// <exception cref="NothingToTrainOnException">The split leaves nothing to train on.</exception>
    /// <exception cref="ArgumentException">The model is not a network, or a number in the plan is out of range.</exception>
    public static TrainingRun<float> Of(TrainingPlan plan, NameList names, ulong seed) =>
        new(plan, names, seed, TrainingStart.Of(plan, names, seed, plan.Optimizer));

    /// <summary>Continues a run that was saved: everything is as it was after its last step.</summary>
    /// <exception cref="DataException">The checkpoint does not hold a run, or one of another plan or of other names.</exception>
    public abstract void Load(Checkpoint checkpoint);

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
    public abstract Trained Run(
        Action<TrainingPoint>? progress = null, Action<Checkpoint>? save = null, CancellationToken cancellation = default);

    /// <summary>Ends the threads of a large batch.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what the run holds.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>A network, the names to train and measure it on, and its trainer, ready for the next step.</summary>
public sealed class TrainingRun<T> : TrainingRun where T : unmanaged, IFloatingPointIeee754<T>
{
    // A long run keeps about this many points of its history, and measures its updates about so often.
    private const int HistoryPoints = 10_000, UpdatePoints = 200;

    private readonly TrainingPlan plan;
    private readonly NameList names;
    private readonly ulong seed;
    private readonly TrainingStart<T> start;
    private readonly TrainingState<T> state;
    private TrainingResult? earlier; // what a loaded run did before
    private double? initialLoss;

    /// <summary>A run that begins with what it is given.</summary>
    /// <param name="plan">What is trained, and how.</param>
    /// <param name="names">The names, in their order.</param>
    /// <param name="seed">The seed of all random numbers.</param>
    /// <param name="start">The network, its batches, and what it is measured on.</param>
    public TrainingRun(TrainingPlan plan, NameList names, ulong seed, TrainingStart<T> start)
    {
        (this.plan, this.names, this.seed, this.start) = (plan, names, seed, start);
        Trainer = new Trainer<T>(start.Batch, start.Optimizer);
        state = new TrainingState<T>(start.Model, start.Optimizer, start.Generator);
        int all = (int)(start.Train.Examples + start.Validation.Examples + start.Test.Examples);
        Examples = HasMiniBatches
            ? new ExampleCounts(all, (int)start.Train.Examples, (int)start.Validation.Examples, (int)start.Test.Examples)
            : new ExampleCounts(all);
    }

    /// <summary>The network.</summary>
    public NeuralModel<T> Model => start.Model;

    /// <summary>Takes its training steps.</summary>
    public Trainer<T> Trainer { get; }

    /// <summary>How many examples each set has.</summary>
    public ExampleCounts Examples { get; }

    private bool HasMiniBatches => plan.Kind.Training is ModelTraining.MiniBatches;

    /// <inheritdoc/>
    public override void Load(Checkpoint checkpoint)
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

    /// <inheritdoc/>
    public override Trained Run(
        Action<TrainingPoint>? progress = null, Action<Checkpoint>? save = null, CancellationToken cancellation = default)
    {
        LearningRateSchedule schedule = plan.Schedule!;
        initialLoss ??= Evaluation.Loss(Model, start.Train, plan.Threads);
        using var validationLoss = new MeanLoss(Model, start.Validation, plan.Threads);
        TrainingResult run = Trainer.Run(
            new TrainingOptions
            {
                Schedule = schedule,
                From = earlier,
                Validation = start.Validation.Examples > 0 ? validationLoss.Compute : null,
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
        state.DoAndUndo(LeaveNextGradients);
        checkpoint.Training[TrainingKeys.Loss] = ModelOption.Text(losses.All.Value);
        if (losses.Validation is { } validated) checkpoint.Training[TrainingKeys.ValidationLoss] = ModelOption.Text(validated);
        return new Trained(Model, Examples, losses)
        {
            Checkpoint = checkpoint,
            Run = run,
            TrainingSet = start.Train,
            Schedule = schedule,
            NextName = start.NextName,
        };
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => (start.Batch as IDisposable)?.Dispose();

    // A figure shows them. Those of the last step would not do: a run that was loaded after its last step has none.
    private void LeaveNextGradients()
    {
        start.Batch.Draw();
        start.Batch.ComputeGradients();
    }

    private Losses Measure()
    {
        double trained = Evaluation.Loss(Model, start.Train, plan.Threads);
        if (!HasMiniBatches) return new Losses(initialLoss, null, null, null, trained);
        (double? validated, double? tested) = (LossOf(start.Validation), LossOf(start.Test));
        double sum =
            trained * start.Train.Examples + (validated * start.Validation.Examples ?? 0) + (tested * start.Test.Examples ?? 0);
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
}
