using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace Makemore.Models;

/// <summary>What a run should do besides stepping.</summary>
public sealed record TrainingOptions
{
    /// <summary>The learning rates and how many steps at each.</summary>
    public required LearningRateSchedule Schedule { get; init; }

    /// <summary>The loss on examples that are not trained on; null evaluates nothing.</summary>
    public Func<double>? Validation { get; init; }

    /// <summary><see cref="Validation"/> is asked before the first step and after every so many; 0 never.</summary>
    public int EvaluateEvery { get; init; }

    /// <summary>Every how many steps the loss is kept in the history.</summary>
    public int RecordEvery { get; init; } = 1;

    /// <summary>Every how many steps the size of the updates is measured; 0 never.</summary>
    public int MeasureUpdatesEvery { get; init; }

    /// <summary>Told a few times a second how far the run is.</summary>
    public Action<TrainingPoint>? Progress { get; init; }

    /// <summary>Stops before the next step; what was learned so far stays.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>Where a run was at one step.</summary>
/// <param name="Step">How many steps had been taken.</param>
/// <param name="Loss">The loss of the step that followed, before its update.</param>
/// <param name="Validation">The validation loss at this point, if it was computed.</param>
public sealed record TrainingPoint(int Step, double Loss, double? Validation);

/// <summary>What a run did.</summary>
/// <param name="Steps">The steps taken; fewer than scheduled if it was cancelled.</param>
/// <param name="History">The recorded points, by step.</param>
/// <param name="TrainingTime">The time of the steps alone, evaluations left out.</param>
public sealed record TrainingResult(int Steps, IReadOnlyList<TrainingPoint> History, TimeSpan TrainingTime)
{
    /// <summary>The measured sizes of updates, by step.</summary>
    public IReadOnlyList<UpdatePoint> Updates { get; init; } = [];
}

/// <summary>The loss became NaN or infinite.</summary>
public sealed class DivergedException(string message) : Exception(message);

/// <summary>Runs a trainer through a schedule.</summary>
public static class TrainingRun
{
    /// <summary>Trains.</summary>
    /// <exception cref="DivergedException">
    /// The loss is not finite: the message says at which step and rate, and which operation was first.
    /// </exception>
    public static TrainingResult Train<T>(Trainer<T> trainer, TrainingOptions options) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var history = new List<TrainingPoint>();
        var updates = new List<UpdatePoint>();
        var training = new Stopwatch();
        long lastProgress = Stopwatch.GetTimestamp();
        int step = 0;
        for (; step < options.Schedule.TotalSteps && !options.Cancellation.IsCancellationRequested; step++)
        {
            bool evaluates = options.EvaluateEvery > 0 && step % options.EvaluateEvery == 0;
            double? validation = evaluates ? options.Validation?.Invoke() : null;

            double rate = options.Schedule.RateAt(step);
            training.Start();
            double loss = trainer.Step(rate);
            training.Stop();
            if (!double.IsFinite(loss)) throw Diverged(trainer, step, rate, loss);

            if (options.MeasureUpdatesEvery > 0 && step % options.MeasureUpdatesEvery == 0)
                updates.Add(new UpdatePoint(step, trainer.UpdateRatios(rate)));

            var point = new TrainingPoint(step, loss, validation);
            if (evaluates || step % options.RecordEvery == 0) history.Add(point);
            if (Stopwatch.GetElapsedTime(lastProgress).TotalMilliseconds < 100) continue;
            lastProgress = Stopwatch.GetTimestamp();
            options.Progress?.Invoke(point);
        }

        return new TrainingResult(step, history, training.Elapsed) { Updates = updates };
    }

    private static DivergedException Diverged<T>(Trainer<T> trainer, int step, double rate, double loss)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(string.Create(
            CultureInfo.InvariantCulture,
            $"training diverged at step {step}, learning rate {rate}: the loss is {loss}, " +
            $"and the first value that is not finite is that of {trainer.FirstNonFinite()}; try a smaller learning rate"));
}
