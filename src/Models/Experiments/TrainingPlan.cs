using Makemore.Autograd;
using Makemore.Modules;

namespace Makemore.Models;

/// <summary>Which model to train, and how. Settings that the model's way of learning does not use are ignored.</summary>
/// <param name="Kind">The kind of model.</param>
public sealed record TrainingPlan(ModelKind Kind)
{
    /// <summary>The values chosen for the kind's options.</summary>
    public OptionValues Options { get; init; } = OptionValues.Defaults;

    /// <summary>The learning rates and how many steps to take at each; null if there are no steps.</summary>
    public LearningRateSchedule? Schedule { get; init; } = Kind.Training?.Schedule;

    /// <summary>Makes the optimizer.</summary>
    public Func<IEnumerable<Parameter<float>>, Optimizer<float>> Optimizer { get; init; } = parameters => new Sgd<float>(parameters);

    /// <summary>The number of examples in a step, or of names for a sequence model.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The shares for training, validation and test.</summary>
    public SplitFractions Split { get; init; } = SplitFractions.Default;

    /// <summary>What is split into them. A sequence model always gets whole names.</summary>
    public SplitBy SplitBy { get; init; }

    /// <summary>Steps between validation losses; 0 measures none.</summary>
    public int EvaluateEvery { get; init; } = 5000;

    /// <summary>Threads for large batches and for losses. The result does not depend on their number.</summary>
    public int Threads { get; init; } = 1;
}
