using Makemore.Modules;

namespace Makemore.Models;

/// <summary>
/// The recipes. The original of those called "seed" is the project that this one re-creates, with its list of Indian names. The others are
/// Karpathy's.
/// </summary>
public static class Recipes
{
    /// <summary>All recipes.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("seed-counts", "counting pairs + 1: loss 2.2093539", new TrainingPlan(ModelKinds.Counts)),
        new(
            "seed-network",
            "the one-layer network as the notebook trained it: loss 2.2127",
            new TrainingPlan(ModelKinds.Neural) { Schedule = LearningRateSchedule.Parse("0.1:1,10:2000,1:2000,0.5:2000") }),
        new(
            "seed-mlp",
            "the MLP as the notebook trained it: validation loss 2.11",
            new TrainingPlan(ModelKinds.Perceptron)
            {
                Schedule = LearningRateSchedule.Parse("1:50000,0.1:50000,0.01:50000"),
                BatchSize = 32,
                SplitBy = SplitBy.Example,
            }),
        new(
            "microgpt",
            "Karpathy's microgpt (2026), in float64, with Python's random stream",
            new TrainingPlan(ModelKinds.Gpt)
            {
                Schedule = LearningRateSchedule.Parse("0.01..0:1000"),
                BatchSize = 1,
                Split = SplitFractions.Parse("1,0,0"),
                SplitBy = SplitBy.Name,
                EvaluateEvery = 0,
                Begin = Microgpt.Begin,
            })
        {
            Seed = 42,
            Duplicates = Duplicates.Keep,
        },
    ];
}
