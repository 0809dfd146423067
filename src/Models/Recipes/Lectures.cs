using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// The networks of Karpathy's third and fifth lecture on makemore (2022) with all their numbers. Python's random stream puts the names in
/// order, and one PyTorch stream draws the weights and then the batches.
/// </summary>
internal static class Lectures
{
    private const ulong SeedOfTheOrder = 42;

    /// <summary>A run of a plan that begins like this. The first 80 % of the names are for training, the next 10 % for validation.</summary>
    /// <param name="plan">What is trained, and how.</param>
    /// <param name="names">The names, in the order of their file.</param>
    /// <param name="seed">The third lecture's is 2147483647, the fifth's is 42.</param>
    /// <exception cref="NothingToTrainOnException">There is only one name.</exception>
    public static TrainingRun<float> Begin(TrainingPlan plan, NameList names, ulong seed)
    {
        var stream = new TorchGenerator(seed);
        return Begin(plan, names, seed, stream, weights: stream);
    }

    /// <summary>
    /// The same for the third lecture's first network, before batch normalization. There, biases are drawn too, and each layer has a scale
    /// of its own.
    /// </summary>
    /// <inheritdoc cref="Begin(TrainingPlan, NameList, ulong)"/>
    public static TrainingRun<float> BeginPlain(TrainingPlan plan, NameList names, ulong seed)
    {
        var stream = new TorchGenerator(seed);
        var initial = new Queue<Initial>(
        [
            Initial.Normal(), // C
            Initial.Kaiming(gain: 5 / 3.0), Initial.Normal(0.01), // W1, b1
            Initial.Normal(0.01), Initial.Normal(0), // W2, b2
        ]);
        return Begin(plan, names, seed, stream, new((shape, _) => initial.Dequeue().Draw<float>(stream, shape)));
    }

    private static TrainingRun<float> Begin(
        TrainingPlan plan, NameList names, ulong seed, TorchGenerator stream, ValueSource<float> weights)
    {
        string[] shuffled = [.. names.Names];
        new PythonGenerator(SeedOfTheOrder).Shuffle<string>(shuffled);
        (int first, int second) = ((int)(0.8 * shuffled.Length), (int)(0.9 * shuffled.Length));
        if (first == 0) throw new NothingToTrainOnException("there is only one name, and 80 % of one is none to train on");
        var model = (NeuralModel<float>)plan.Kind.Make(names.Vocabulary, plan.Options, weights);
        Examples train = ExamplesOf(shuffled[..first]);
        GraphBatch<float> batch = ExampleBatch.Drawn(model, train, plan.BatchSize, stream);
        var start = new TrainingStart<float>(
            model,
            batch,
            plan.Optimizer(batch.Parameters),
            new DistinctContexts(train),
            Validation: new DistinctContexts(ExamplesOf(shuffled[first..second])),
            Test: new DistinctContexts(ExamplesOf(shuffled[second..])))
        {
            Generator = stream,
        };
        return new TrainingRun<float>(plan, names, seed, start);

        Examples ExamplesOf(string[] part) => new(part, names.Vocabulary, model.BlockSize);
    }
}
