using Makemore.Models;
using Makemore.Modules;

namespace Makemore.Bench;

/// <summary>The GPT and its training on this engine.</summary>
internal static class GptTraining
{
    /// <summary>A step on the next name or names.</summary>
    public static Action Step(IReadOnlyList<string> names, GptSize size)
    {
        if (size.IsOriginal)
        {
            var original = new Microgpt(names, Vocabulary.English, size.Sizes, seed: 42);
            var trainer = new Trainer<double>(original.Batch, original.Optimizer);
            return () => trainer.Step(rate: 0.001);
        }

        var list = NameList.Clean(names.Select((name, i) => new NameRow(name, i + 1)), Vocabulary.English);
        var plan = new TrainingPlan(ModelKinds.Gpt) { Options = size.Sizes.ToOptions(), BatchSize = size.Batch };
        TrainingRun<float> run = TrainingRun.Of(plan, list, seed: 1);
        return () => run.Trainer.Step(rate: 0.001);
    }
}
