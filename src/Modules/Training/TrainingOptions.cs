namespace Makemore.Modules;

/// <summary>What <see cref="Trainer{T}.Run"/> should do besides stepping.</summary>
public sealed record TrainingOptions
{
    /// <summary>The learning rates and how many steps at each.</summary>
    public required LearningRateSchedule Schedule { get; init; }

    /// <summary>The loss on examples that are not trained on; null evaluates nothing.</summary>
    public Func<double>? Validation { get; init; }

    /// <summary>How many steps pass between calls of <see cref="Validation"/>, the first before step 0; 0 for never.</summary>
    public int EvaluateEvery { get; init; }

    /// <summary>How many steps pass between losses that are kept in the history.</summary>
    public int RecordEvery { get; init; } = 1;

    /// <summary>How many steps pass between measurements of the updates' size; 0 for never.</summary>
    public int MeasureUpdatesEvery { get; init; }

    /// <summary>What an earlier part of the run did, which this one continues; null for a run from its first step.</summary>
    public TrainingResult? From { get; init; }

    /// <summary>Saves the run, given what it did so far. Called between steps, as often as <see cref="CheckpointEvery"/> says.</summary>
    public Action<TrainingResult>? Checkpoint { get; init; }

    /// <summary>How many steps pass between checkpoints; null for one every 30 seconds, 0 for none.</summary>
    public int? CheckpointEvery { get; init; }

    /// <summary>Called a few times a second with how far the run is.</summary>
    public Action<TrainingPoint>? Progress { get; init; }

    /// <summary>What times the steps, and says when a checkpoint or a call of <see cref="Progress"/> is due.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Stops the run before the next step; what was learned so far stays.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>Where a run was at one step.</summary>
/// <param name="Step">How many steps had been taken.</param>
/// <param name="Loss">The loss of the step that followed, before its update.</param>
/// <param name="Validation">The validation loss at this point, if it was computed.</param>
public sealed record TrainingPoint(int Step, double Loss, double? Validation);

/// <summary>What a run did.</summary>
/// <param name="Steps">The steps taken, from the first of the run; fewer than scheduled if it was cancelled.</param>
/// <param name="History">The recorded points, by step.</param>
public sealed record TrainingResult(int Steps, IReadOnlyList<TrainingPoint> History)
{
    /// <summary>The measured sizes of updates, by step.</summary>
    public IReadOnlyList<UpdatePoint> Updates { get; init; } = [];

    /// <summary>Where this part of the run began: 0, or how many steps an earlier part had taken.</summary>
    public int FirstStep { get; init; }

    /// <summary>The time of the steps from <see cref="FirstStep"/> on, evaluations and checkpoints left out.</summary>
    public TimeSpan TrainingTime { get; init; }

    /// <summary>What the run had done after its first <paramref name="steps"/> steps.</summary>
    public TrainingResult UpTo(int steps) => this with
    {
        Steps = steps,
        History = [.. History.Where(point => point.Step < steps)],
        Updates = [.. Updates.Where(point => point.Step < steps)],
    };
}

/// <summary>The loss became NaN or infinite.</summary>
public sealed class DivergedException(string message) : Exception(message)
{
    /// <summary>
    /// How many steps had been taken where the run was put back to: to the last good step. Null if it was left as it is.
    /// </summary>
    public int? PutBackTo { get; init; }
}
