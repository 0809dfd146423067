using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>How much the whole process allocates on the managed heap while our training steps run.</summary>
internal static class Allocations
{
    private const int WarmUpSteps = 200, Steps = 200;

    public static void Print(BenchmarkData data, int threads)
    {
        var table = new MarkdownTable(44, "training step", $"bytes allocated in {Steps} steps");
        foreach (PerceptronSize size in PerceptronSize.All)
        {
            using var training = new PerceptronTraining(data.Train, size, threads);
            table.Row($"MLP {size}", $"{Measure(training.Step):N0}");
        }

        using var distinct = new PerceptronTraining(data.Train, PerceptronSize.All[^1], threads, equalContextsOnce: true);
        table.Row($"MLP {PerceptronSize.All[^1]}, equal contexts once", $"{Measure(distinct.Step):N0}");
        var model = new NeuralBigram<float>(data.Pairs.Vocabulary, new TorchGenerator(1));
        GraphBatch<float> batch = ExampleBatch.All(model, new DistinctContexts(data.Pairs));
        var bigram = new Trainer<float>(batch, new Sgd<float>(batch.Parameters));
        table.Row("bigram network, different contexts", $"{Measure(() => bigram.Step(10)):N0}");
    }

    private static long Measure(Action step)
    {
        for (int i = 0; i < WarmUpSteps; i++) step();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < Steps; i++) step();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
