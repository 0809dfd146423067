using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>How much the whole process allocates on the managed heap while our training steps run.</summary>
internal static class Allocations
{
    private const int WarmUpSteps = 200, Steps = 200;

    public static void Print(BenchmarkData data, Rows rows, int threads)
    {
        TrainingRow[] others = [.. TrainingRow.All(data).Where(row => rows.HasAny(row.Row))];
        if (others.Length == 0 && !rows.HasAny(Rows.Perceptron, Rows.Bigram)) return;
        var table = new MarkdownTable(44, "training step", $"bytes allocated in {Steps} steps");
        if (rows.HasAny(Rows.Perceptron))
        {
            foreach (PerceptronSize size in PerceptronSize.All)
            {
                using var training = new PerceptronTraining(data.Train, size, threads);
                Add($"MLP {size}", training.Step);
            }

            using var distinct = new PerceptronTraining(data.Train, PerceptronSize.All[^1], threads, equalContextsOnce: true);
            Add($"MLP {PerceptronSize.All[^1]}, equal contexts once", distinct.Step);
        }

        foreach (TrainingRow row in others) Add(row.Title, row.Ours());

        if (rows.HasAny(Rows.Bigram))
        {
            var model = new NeuralBigram<float>(data.Pairs.Vocabulary, new TorchGenerator(1));
            GraphBatch<float> batch = ExampleBatch.All(model, new DistinctContexts(data.Pairs));
            var bigram = new Trainer<float>(batch, new Sgd<float>(batch.Parameters));
            Add("bigram network, different contexts", () => bigram.Step(10));
        }

        void Add(string name, Action step) => table.Row(name, $"{Measure(step):N0}");
    }

    private static long Measure(Action step)
    {
        for (int i = 0; i < WarmUpSteps; i++) step();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < Steps; i++) step();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
