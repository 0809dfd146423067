using Makemore.Models;

namespace Makemore.Bench;

/// <summary>A model's training on this engine, as the program trains it.</summary>
internal static class PlannedTraining
{
    /// <summary>A step on names or examples drawn at random.</summary>
    public static Action Step(IReadOnlyList<string> names, TrainingPlan plan, double rate)
    {
        var list = NameList.Clean(names.Select((name, i) => new NameRow(name, i + 1)), Vocabulary.English);
        TrainingRun<float> run = TrainingRun.Of(plan, list, seed: 1);
        return () => run.Trainer.Step(rate);
    }
}
