using Makemore.Autograd;
using Makemore.Modules;

namespace Makemore.Models;

/// <summary>What model to train, and how. What a model's way of learning has no use for is not looked at.</summary>
/// <param name="Kind">The kind of model.</param>
public sealed record TrainingPlan(ModelKind Kind)
{
    /// <summary>What was chosen for the options of the kind.</summary>
    public OptionValues Options { get; init; } = OptionValues.Defaults;

    /// <summary>The learning rates and how many steps at each; null where there are no steps.</summary>
    public LearningRateSchedule? Schedule { get; init; } = Kind.Training?.Schedule;

    /// <summary>Makes what moves the parameters.</summary>
    public Func<IEnumerable<Parameter<float>>, Optimizer<float>> Optimizer { get; init; } = parameters => new Sgd<float>(parameters);

    /// <summary>The examples of a step, or names for a sequence model.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The parts for training, validation and test.</summary>
    public SplitFractions Split { get; init; } = SplitFractions.Default;

    /// <summary>What is dealt out to them. A sequence model always gets whole names.</summary>
    public SplitBy SplitBy { get; init; }

    /// <summary>Steps between validation losses; 0 for none.</summary>
    public int EvaluateEvery { get; init; } = 5000;

    /// <summary>Threads for large batches and for losses; the result does not depend on it.</summary>
    public int Threads { get; init; } = 1;
}
