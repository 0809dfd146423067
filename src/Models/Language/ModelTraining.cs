using Makemore.Modules;

namespace Makemore.Models;

/// <summary>How a kind of model learns, and at which learning rates unless somebody says otherwise.</summary>
/// <param name="Schedule">The learning rates; null where there are no steps.</param>
public abstract record ModelTraining(LearningRateSchedule? Schedule)
{
    /// <summary>The rates for the tour, which has little time; without them the tour leaves out a model that learns in steps.</summary>
    public LearningRateSchedule? Tour { get; init; }

    /// <summary>Whether the tour shows it.</summary>
    public bool IsInTour => Schedule is null || Tour is not null;

    /// <summary>It counts once what follows what; there are no steps.</summary>
    /// <param name="Count">Makes the model from all pairs of the data.</param>
    public sealed record Counted(Func<DistinctContexts, OptionValues, ILanguageModel> Count) : ModelTraining((LearningRateSchedule?)null);

    /// <summary>Gradient descent; every step looks at all examples.</summary>
    /// <param name="Schedule">The learning rates.</param>
    public sealed record FullBatch(LearningRateSchedule Schedule) : ModelTraining(Schedule);

    /// <summary>Gradient descent on mini-batches, with examples held back for validation and test.</summary>
    /// <param name="Schedule">The learning rates.</param>
    public sealed record MiniBatches(LearningRateSchedule Schedule) : ModelTraining(Schedule);
}
