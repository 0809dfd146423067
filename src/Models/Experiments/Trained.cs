using Makemore.Modules;

namespace Makemore.Models;

/// <summary>A model after training, and what was measured.</summary>
/// <param name="Model">The model.</param>
/// <param name="Examples">How many examples it was trained and measured on.</param>
/// <param name="Loss">Its losses.</param>
public sealed record Trained(ILanguageModel Model, ExampleCounts Examples, Losses Loss)
{
    /// <summary>
    /// Its training run; null for a model that was not trained in steps. If there is one, the parameters hold the gradients that a next step
    /// would take.
    /// </summary>
    public TrainingResult? Run { get; init; }

    /// <summary>The set it was trained on; null for a model that learned nothing.</summary>
    public EvaluationSet? TrainingSet { get; init; }

    /// <summary>The learning rates of its training; null for a model that was not trained in steps.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>What to save: the model, how it was trained, and what a run in steps needs to go on.</summary>
    public Checkpoint Checkpoint { get; init; } = new(Model);

    /// <summary>Gives new names, where the run's random stream goes on after training; null if any stream may draw them.</summary>
    public Func<string>? NextName { get; init; }

    /// <summary>Whether the training was stopped before its last step.</summary>
    public bool WasCutShort => Run?.Steps < Schedule?.TotalSteps;

    /// <summary>Training steps a second, without the time for evaluation.</summary>
    public double? StepsPerSecond => Run is { } run && run.Steps > run.FirstStep
        ? (run.Steps - run.FirstStep) / run.TrainingTime.TotalSeconds
        : null;
}
