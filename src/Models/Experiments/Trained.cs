using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>A model after training, and what was measured.</summary>
/// <param name="Model">The model.</param>
/// <param name="Examples">How many examples it was trained and measured on.</param>
/// <param name="Loss">Its losses.</param>
public sealed record Trained(ILanguageModel Model, ExampleCounts Examples, Losses Loss)
{
    /// <summary>Its training run; null for a model that was not trained in steps.</summary>
    public TrainingResult? Run { get; init; }

    /// <summary>The set it was trained on; null for a model that learned nothing.</summary>
    public EvaluationSet? TrainingSet { get; init; }

    /// <summary>The learning rates of its training; null for a model that was not trained in steps.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>The generator that drew the mini-batches, as it was after the last one; null if there were none.</summary>
    public TorchGenerator? MiniBatchGenerator { get; init; }

    /// <summary>How it was trained, for the checkpoint: settings and their values.</summary>
    public Dictionary<string, string> Settings { get; init; } = [];

    /// <summary>Training steps a second, without the time for evaluation.</summary>
    public double? StepsPerSecond => Run is { Steps: > 0 } run ? run.Steps / run.TrainingTime.TotalSeconds : null;
}
