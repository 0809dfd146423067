using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Worlds;

/// <summary>
/// A <see cref="DeepNetwork"/> on names that is begun with one gain or another, trained a few steps at a time, and looked into: how large
/// what its layers say is on the way forward, and what comes back to them. Names, numbers and batches are those of lesson 14 for its seed.
/// </summary>
public sealed class DepthTraining
{
    /// <summary>How many examples are looked at.</summary>
    public const int Examples = 500;

    /// <summary>How many numbers <see cref="Train"/> gives for a step: a ratio for each matrix of weights, and the loss.</summary>
    public const int NumbersOfAStep = DeepNetwork.Layers + 2;

    private const int BatchSize = 32;

    private readonly Examples train;
    private readonly ulong seed;
    private readonly (Indices Contexts, Indices Targets) shown = Buffers(Examples), batch = Buffers(BatchSize);
    private Trainer<double> trainer = null!; // Begin sets the three
    private Graph<double> graph = null!;
    private Variable<double>[] outputs = null!;

    /// <summary>A network that nothing has trained yet.</summary>
    /// <param name="names">The names, one on each line.</param>
    /// <param name="seed">The seed of the names' order, of the numbers of each network, and of its batches.</param>
    /// <param name="gain">As for <see cref="Begin"/>.</param>
    /// <param name="normalizes">As for <see cref="Begin"/>.</param>
    /// <exception cref="DataException">There is no usable name.</exception>
    /// <exception cref="ArgumentException">The names to learn from have fewer than 500 examples.</exception>
    public DepthTraining(string names, ulong seed, double gain, bool normalizes)
    {
        NameList shuffled = NamesTraining.Clean(names, Vocabulary.English).Shuffled(new TorchGenerator(seed));
        var examples = new Examples(shuffled.Names, shuffled.Vocabulary, DeepNetwork.BlockSize);
        train = new Split(examples, SplitFractions.Default, SplitBy.Name).Train;
        if (train.Count < Examples)
            throw new ArgumentException($"{Examples} examples are looked at, and the names to learn from have {train.Count}; give more names");
        this.seed = seed;
        Fill([.. Enumerable.Range(0, Examples)], shown);
        Begin(gain, normalizes);
    }

    /// <summary>The learning rate of the steps to come.</summary>
    public double Rate { get; set; } = 0.1;

    /// <summary>Begins again, with the same random numbers times this gain.</summary>
    /// <param name="gain">The weights of a layer with n inputs begin with the standard deviation gain / √n.</param>
    /// <param name="normalizes">Whether a BatchNorm stands before each tanh.</param>
    public void Begin(double gain, bool normalizes)
    {
        var network = new DeepNetwork(gain, normalizes, new TorchGenerator(seed));
        var generator = new TorchGenerator(seed);
        int[] drawn = new int[BatchSize];
        var step = new GraphBatch<double>(network.Run(batch.Contexts).Logits.CrossEntropy(batch.Targets), draw: () =>
        {
            generator.Integers(drawn, 0, train.Count);
            Fill(drawn, batch);
        });
        trainer = new Trainer<double>(step, new Sgd<double>(network.Parameters));
        (Variable<double> logits, outputs) = network.Run(shown.Contexts);
        graph = new Graph<double>(logits.CrossEntropy(shown.Targets));
    }

    /// <summary>
    /// Takes steps. For each, one after another: log₁₀(std(change) / std(weights)) of the layers and of the output, and then the loss before
    /// the step. Ends early at a loss that is not finite.
    /// </summary>
    public double[] Train(int steps)
    {
        var numbers = new List<double>(steps * NumbersOfAStep);
        for (int step = 0; step < steps; step++)
        {
            double loss = trainer.MeasureStep(Rate, out IReadOnlyList<UpdateRatio> updates);
            IEnumerable<UpdateRatio> ofWeights = updates.Where(one => one.Parameter.EndsWith("weights", StringComparison.Ordinal));
            numbers.AddRange(ofWeights.Select(one => Math.Log10(one.Ratio)));
            numbers.Add(loss);
            if (!double.IsFinite(loss)) break;
        }

        return [.. numbers];
    }

    /// <summary>
    /// The layers as they are now, on the first 500 examples to learn from. (Only the running averages of a BatchNorm move, and nothing is
    /// computed from them here.)
    /// </summary>
    public DepthLook Look()
    {
        graph.ForwardAndBackward();
        double[] spreads = [.. outputs.Select(one => Strip.MeanAndSpread(one.Gradient.Span).Spread)];
        double reach = Strip.RoundedUp(3 * spreads.Max());
        return new DepthLook(graph.Loss.Value.Item, reach, [.. outputs.Select(one => new DepthLayer(
            Strip.Of(one.Value.Span, 1), DepthLayer.ShareSaturated(one.Value.Span), Strip.Of(one.Gradient.Span, reach)))]);
    }

    private static (Indices Contexts, Indices Targets) Buffers(int count) => (new([count, DeepNetwork.BlockSize]), new([count]));

    private void Fill(int[] examples, (Indices Contexts, Indices Targets) buffers) =>
        train.Fill(examples, buffers.Contexts.Span, buffers.Targets.Span);
}
