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

        var plan = new TrainingPlan(ModelKinds.Gpt) { Options = ModelKinds.GptOptions.Of(size.Sizes), BatchSize = size.Batch };
        return PlannedTraining.Step(names, plan, rate: 0.001);
    }
}
