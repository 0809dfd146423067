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
                HasOwnStream = true,
                Begin = Microgpt.Begin,
            })
        {
            Seed = 42,
            Duplicates = Duplicates.Keep,
        },
        OfTheScript(ModelKinds.BagOfWords, steps: 10_000),
        OfTheScript(ModelKinds.Rnn, steps: 10_000),
        OfTheScript(ModelKinds.Gru, steps: 10_000),
        OfTheScript(ModelKinds.Transformer, steps: 2000),
        OfALecture(
            "lecture-3-plain",
            "the MLP of Karpathy's third makemore lecture (2022), before batch normalization",
            new TrainingPlan(ModelKinds.Perceptron)
            {
                Options = new MultilayerPerceptronSizes(Block: 3, Embedding: 10, Hidden: 200).ToOptions(),
                Schedule = LearningRateSchedule.Parse("0.1:100000,0.01:100000"),
                Begin = Lectures.BeginPlain,
            }),
        OfALecture(
            "lecture-3",
            "that lecture's last network: six layers, each normalized over the batch",
            new TrainingPlan(ModelKinds.Perceptron)
            {
                Options = new MultilayerPerceptronSizes(Block: 3, Embedding: 10, Hidden: 100)
                {
                    HiddenLayers = 5,
                    HasBatchNorm = true,
                    HasScaledStart = true,
                }.ToOptions(),
                Schedule = LearningRateSchedule.Parse("0.1:150000,0.01:50000"),
                Begin = Lectures.Begin,
            }),
        OfALecture(
            "lecture-5",
            "the WaveNet of the fifth lecture",
            new TrainingPlan(ModelKinds.WaveNet)
            {
                Schedule = LearningRateSchedule.Parse("0.1:150000,0.01:50000"),
                Begin = Lectures.Begin,
            }) with
        {
            Seed = 42,
        },
    ];

    // The original trains until it is stopped. The larger a network, the sooner it knows a few thousand names by heart.
    private static Recipe OfTheScript(ModelKind kind, int steps)
    {
        var plan = new TrainingPlan(kind)
        {
            Schedule = LearningRateSchedule.Parse($"0.0005:{steps}"),
            Optimizer = parameters => new AdamW<float>(parameters, decay: 0.01, beta1: 0.9, beta2: 0.99),
            Split = SplitFractions.Parse("0.9,0,0.1"),
            SplitBy = SplitBy.Name,
            EvaluateEvery = 0,
            Begin = MakemoreScript.Begin,
        };
        return new Recipe($"makemore-{kind.Name}", $"the {kind.Title} of Karpathy's makemore.py (2022)", plan)
        {
            Seed = 3407,
            Duplicates = Duplicates.Keep,
            Vocabulary = null,
            SeesWholeNames = true,
        };
    }

    private static Recipe OfALecture(string name, string summary, TrainingPlan plan) =>
        new(name, summary, plan with { SplitBy = SplitBy.Name })
        {
            Seed = 2147483647,
            Duplicates = Duplicates.Keep,
            Vocabulary = null,
        };
}
