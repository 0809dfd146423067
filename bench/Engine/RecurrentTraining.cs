using Makemore.Models;
using Makemore.Modules;

namespace Makemore.Bench;

/// <summary>A recurrent model and its training on this engine.</summary>
internal static class RecurrentTraining
{
    /// <summary>A step on names drawn at random.</summary>
    public static Action Step(IReadOnlyList<string> names, RecurrentSize size)
    {
        var list = NameList.Clean(names.Select((name, i) => new NameRow(name, i + 1)), Vocabulary.English);
        ModelKind kind = new Recurrent<float>(Vocabulary.English, size.Sizes, ValueSource<float>.Zeros).Kind;
        var plan = new TrainingPlan(kind) { Options = size.Sizes.ToOptions(), BatchSize = size.Batch };
        TrainingRun<float> run = TrainingRun.Of(plan, list, seed: 1);
        return () => run.Trainer.Step(rate: 0.0005);
    }
}
