using Makemore.Autograd;
using Makemore.Modules;

namespace Makemore.Models;

/// <summary>How a kind of model learns, and its default learning rates.</summary>
/// <param name="Schedule">The learning rates; null if there are no steps.</param>
public abstract record ModelTraining(LearningRateSchedule? Schedule)
{
    /// <summary>The rates for the tour, which has little time. Without them, the tour leaves out a model that learns in steps.</summary>
    public LearningRateSchedule? Tour { get; init; }

    /// <summary>Whether the tour shows it.</summary>
    public bool IsInTour => Schedule is null || Tour is not null;

    /// <summary>Makes the optimizer that its rates are for; by default plain gradient descent.</summary>
    public Func<IEnumerable<Parameter<float>>, Optimizer<float>> Optimizer { get; init; } = parameters => new Sgd<float>(parameters);

    /// <summary>It counts once which token follows which. There are no steps.</summary>
    /// <param name="Count">Makes the model from all pairs of the data.</param>
    public sealed record Counted(Func<DistinctContexts, OptionValues, ILanguageModel> Count) : ModelTraining((LearningRateSchedule?)null);

    /// <summary>Gradient descent, with all examples in every step.</summary>
    /// <param name="Schedule">The learning rates.</param>
    public sealed record FullBatch(LearningRateSchedule Schedule) : ModelTraining(Schedule);

    /// <summary>Gradient descent on mini-batches, with examples held back for validation and test.</summary>
    /// <param name="Schedule">The learning rates.</param>
    public sealed record MiniBatches(LearningRateSchedule Schedule) : ModelTraining(Schedule);
}
