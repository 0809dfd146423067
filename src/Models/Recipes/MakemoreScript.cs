using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// Karpathy's makemore.py (2022) with all its numbers, for those of its networks that are given whole names. One PyTorch stream puts the
/// names in order, draws the weights, and then the seed of a second stream, which draws the batches.
/// </summary>
internal static class MakemoreScript
{
    private const int MostTested = 1000;

    /// <summary>A run of a plan that begins like this. The last tenth of the names, or 1,000, are held back for the test.</summary>
    /// <param name="plan">What is trained, and how: see <see cref="Recipe.PlanFor"/>.</param>
    /// <param name="names">The names, in the order of their file.</param>
    /// <param name="seed">The original's is 3407.</param>
    public static TrainingRun<float> Begin(TrainingPlan plan, NameList names, ulong seed)
    {
        var stream = new TorchGenerator(seed);
        string[] shuffled = [.. names.Shuffled(stream).Names];
        int trained = shuffled.Length - Math.Min(MostTested, shuffled.Length / 10);
        var model = (NeuralModel<float>)plan.Kind.Make(names.Vocabulary, plan.Options, WeightsFrom(stream, plan));

        stream.Random64(); // PyTorch's loader of batches draws a seed for its workers, who draw nothing
        var batches = new TorchGenerator(stream.Random64());
        NameRows train = RowsOf(shuffled[..trained]);
        RowBatch<float> batch = ExampleBatch.Drawn(model, train, plan.BatchSize, batches);
        var start = new TrainingStart<float>(
            model, batch, plan.Optimizer(batch.Parameters), train, Validation: RowsOf([]), Test: RowsOf(shuffled[trained..]))
        {
            Generator = batches,
        };
        return new TrainingRun<float>(plan, names, seed, start);

        NameRows RowsOf(string[] part) => new(part, names.Vocabulary, model.BlockSize);
    }

    // The layers begin as PyTorch's and ask for their weights in the original's order, with one exception. There, a transformer's query, key
    // and value are one layer, so the weights of all three are drawn before their biases.
    private static ValueSource<float> WeightsFrom(TorchGenerator stream, TrainingPlan plan)
    {
        if (plan.Kind != ModelKinds.Transformer) return stream;
        const int Tables = 2, OfBlock = 16, OfNorm = 2; // how many tensors are asked for: first the tables, and in a block first the norm
        int asked = 0, ofBlocks = OfBlock * ModelKinds.TransformerOptions.Sizes(plan.Options).Layers;
        var drawn = new Queue<Tensor<float>>();
        return new ValueSource<float>((shape, initial) =>
        {
            int place = asked++ - Tables;
            if (place % OfBlock == OfNorm && place < ofBlocks)
            {
                Tensor<float>[] weights = Three(shape), biases = Three([shape[1]]);
                foreach ((Tensor<float> weight, Tensor<float> bias) in weights.Zip(biases))
                {
                    drawn.Enqueue(weight);
                    drawn.Enqueue(bias);
                }
            }

            return drawn.TryDequeue(out Tensor<float>? next) ? next : initial.Draw<float>(stream, shape);

            Tensor<float>[] Three(Shape shape) => [.. Enumerable.Range(0, 3).Select(_ => initial.Draw<float>(stream, shape))];
        });
    }
}
