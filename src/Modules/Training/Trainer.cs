using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace Makemore.Modules;

/// <summary>Trains: draws a batch, computes its loss and gradient, moves the parameters, and again. A step allocates nothing.</summary>
/// <param name="batch">What a step learns from.</param>
/// <param name="optimizer">How it moves the batch's parameters.</param>
public sealed class Trainer<T>(Batch<T> batch, Optimizer<T> optimizer) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>One step of training. Returns the loss before the parameters moved.</summary>
    /// <param name="rate">The learning rate.</param>
    public double Step(double rate)
    {
        batch.Draw();
        double loss = batch.ComputeGradients();
        optimizer.Step(rate);
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
    /// <exception cref="DivergedException">
    /// The loss is not finite. The message says at which step and rate, and which variable was the first.
    /// </exception>
    public TrainingResult Run(TrainingOptions options)
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

            bool measures = options.MeasureUpdatesEvery > 0 && step % options.MeasureUpdatesEvery == 0;
            IReadOnlyList<UpdateRatio> ratios = [];
            double rate = options.Schedule.RateAt(step);
            training.Start();
            double loss = measures ? MeasureStep(rate, out ratios) : Step(rate);
            training.Stop();
            if (!double.IsFinite(loss)) throw Diverged(step, rate, loss);

            if (measures) updates.Add(new UpdatePoint(step, ratios));
            var point = new TrainingPoint(step, loss, validation);
            if (evaluates || step % options.RecordEvery == 0) history.Add(point);
            if (Stopwatch.GetElapsedTime(lastProgress).TotalMilliseconds < 100) continue;
            lastProgress = Stopwatch.GetTimestamp();
            options.Progress?.Invoke(point);
        }

        return new TrainingResult(step, history, training.Elapsed) { Updates = updates };
    }

    private DivergedException Diverged(int step, double rate, double loss)
    {
        string first = batch.FirstNonFinite() is { } variable
            ? $"and the first value that is not finite is that of {variable.Label}"
            : "although all values that it was computed from are finite";
        return new(string.Create(
            CultureInfo.InvariantCulture,
            $"training diverged at step {step}, learning rate {rate}: the loss is {loss}, {first}; try a smaller learning rate"));
    }
}
