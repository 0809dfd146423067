using System.Globalization;
using System.Numerics;

namespace Makemore.Modules;

/// <summary>Trains: draws a batch, computes its loss and gradient, moves the parameters, and repeats. A step allocates nothing.</summary>
/// <param name="batch">What a step learns from.</param>
/// <param name="optimizer">How it moves the batch's parameters.</param>
public sealed class Trainer<T>(Batch<T> batch, Optimizer<T> optimizer) where T : unmanaged, IFloatingPointIeee754<T>
{
    // A copy of all parameters takes a small part of a step's time; once in a hundred steps, it is not felt.
    private const int RememberEvery = 100;

    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(100), BetweenCheckpoints = TimeSpan.FromSeconds(30);

    /// <summary>
    /// One step of training. Returns the loss before the parameters moved. If it is not finite they stay where they are, so that one can
    /// look for the cause.
    /// </summary>
    /// <param name="rate">The learning rate.</param>
    public double Step(double rate)
    {
        batch.Draw();
        double loss = batch.ComputeGradients();
        if (double.IsFinite(loss)) optimizer.Step(rate);
        return loss;
    }

    /// <summary>A <see cref="Step"/>, and how large it was next to each parameter. It copies the parameters first.</summary>
    public double MeasureStep(double rate, out IReadOnlyList<UpdateRatio> updates)
    {
        T[][] before = [.. optimizer.Parameters.Select(parameter => parameter.Value.Span.ToArray())];
        double loss = Step(rate);
        updates = [.. optimizer.Parameters.Zip(before, UpdateRatio.Of)];
        return loss;
    }

    /// <summary>Trains through a schedule.</summary>
    /// <param name="options">The schedule, and what to do besides stepping.</param>
    /// <param name="state">
    /// What to put back if the loss is no longer finite: to a step whose loss was, that of the last checkpoint or one a hundred steps earlier
    /// at most. It is then saved by <see cref="TrainingOptions.Checkpoint"/>. If null, a diverged run stays as it is.
    /// </param>
    /// <exception cref="DivergedException">
    /// The loss is not finite. The message says at which step and rate, and which variable was the first.
    /// </exception>
    public TrainingResult Run(TrainingOptions options, TrainingState<T>? state = null)
    {
        var history = new List<TrainingPoint>(options.From?.History ?? []);
        var updates = new List<UpdatePoint>(options.From?.Updates ?? []);
        TimeProvider clock = options.Clock;
        long now = clock.GetTimestamp(), lastReport = now, lastCheckpoint = now, trained = 0; // in the clock's units
        int first = options.From?.Steps ?? 0, step = first;
        bool hasSaved = false, remembers = true;
        state?.Forget();
        for (; step < options.Schedule.TotalSteps && !options.Cancellation.IsCancellationRequested; step++)
        {
            bool evaluates = options.EvaluateEvery > 0 && step % options.EvaluateEvery == 0;
            double? validation = evaluates ? options.Validation?.Invoke() : null;

            bool measures = options.MeasureUpdatesEvery > 0 && step % options.MeasureUpdatesEvery == 0;
            IReadOnlyList<UpdateRatio> ratios = [];
            double rate = options.Schedule.RateAt(step);
            long start = clock.GetTimestamp();
            if (remembers || step % RememberEvery == 0) state?.Remember(step);
            remembers = false;
            double loss = measures ? MeasureStep(rate, out ratios) : Step(rate);
            now = clock.GetTimestamp();
            trained += now - start;
            if (!double.IsFinite(loss)) throw Diverged(step, rate, loss, hasMoved: step > first, SaveLastGoodStep);

            state?.Confirm();
            if (measures) updates.Add(new UpdatePoint(step, ratios));
            if (evaluates || step % options.RecordEvery == 0) history.Add(new TrainingPoint(step, loss, validation));
            if (CheckpointIsDue())
            {
                options.Checkpoint!(SoFar(step + 1));
                hasSaved = remembers = true; // who goes back should find no less than what is saved
            }

            if (clock.GetElapsedTime(lastReport, now) < BetweenReports) continue;
            lastReport = now;
            options.Progress?.Invoke(new TrainingPoint(step, loss, validation));
        }

        return SoFar(step);

        TrainingResult SoFar(int steps) => new(steps, [.. history])
        {
            Updates = [.. updates],
            FirstStep = first,
            TrainingTime = clock.GetElapsedTime(0, trained),
        };

        bool CheckpointIsDue()
        {
            if (options.Checkpoint is null || step + 1 == options.Schedule.TotalSteps) return false;
            if (options.CheckpointEvery is { } every) return every > 0 && (step + 1) % every == 0;
            if (clock.GetElapsedTime(lastCheckpoint, now) < BetweenCheckpoints) return false;
            lastCheckpoint = now;
            return true;
        }

        int? SaveLastGoodStep()
        {
            if (state?.PutBack() is not { } good) return null;

            // What was saved since may be what made the loss infinite.
            if (good > first || hasSaved) options.Checkpoint?.Invoke(SoFar(good).UpTo(good));
            return good;
        }
    }

    private DivergedException Diverged(int step, double rate, double loss, bool hasMoved, Func<int?> putBack)
    {
        string first = batch.FirstNonFinite() is { } variable
            ? $"and the first value that is not finite is that of {variable.Label}"
            : "although all values that it was computed from are finite";
        string moment = string.Create(CultureInfo.InvariantCulture, $"step {step}, learning rate {rate}: the loss is {loss}, {first}");
        return new(hasMoved
            ? $"training diverged at {moment}; try a smaller learning rate"
            : $"training cannot begin at {moment}; no parameter has moved yet, so no learning rate is to blame")
        {
            PutBackTo = putBack(),
        };
    }
}
