using Makemore.Models;

namespace Makemore.Bench;

/// <summary>
/// A network of Karpathy's lectures with batch normalization: the WaveNet, whose levels each fuse neighbours, or the MLP, which fuses its
/// whole context in one level and normalizes the logits too.
/// </summary>
internal sealed record NormalizedSize(int Fused, int Levels, int Embedding, int Hidden, int Batch)
{
    /// <summary>The MLP of the third lecture, with one hidden layer.</summary>
    public static NormalizedSize Perceptron { get; } = new(Fused: 3, Levels: 1, Embedding: 10, Hidden: 200, Batch: 32);

    /// <summary>All that are measured, with the ratio to libtorch that is promised; 8 is aimed at. The last one is the recipe's.</summary>
    public static IReadOnlyList<(NormalizedSize Size, double Target)> All { get; } =
    [
        (Perceptron, 5),
        (new(Fused: 2, Levels: 3, Embedding: 10, Hidden: 68, Batch: 32), 5),
        (new(Fused: 2, Levels: 3, Embedding: 24, Hidden: 128, Batch: 32), 5),
    ];

    /// <summary>How many characters it looks back at.</summary>
    public int Block => (int)Math.Pow(Fused, Levels);

    /// <summary>Whether the logits are normalized too. Otherwise they have a bias.</summary>
    public bool NormalizesLogits => !IsWaveNet;

    /// <summary>Whether it is the WaveNet.</summary>
    public bool IsWaveNet => Levels > 1;

    /// <summary>How it is trained.</summary>
    public TrainingPlan Plan => IsWaveNet
        ? new(ModelKinds.WaveNet) { Options = new WaveNetSizes(Block, Embedding, Hidden).ToOptions(), BatchSize = Batch }
        : new(ModelKinds.Perceptron)
        {
            Options = new MultilayerPerceptronSizes(Block, Embedding, Hidden) { HasBatchNorm = true, HasScaledStart = true }.ToOptions(),
            BatchSize = Batch,
        };

    /// <summary>How long the rows are that a level's matrix takes.</summary>
    public int Inputs(int level) => Fused * (level == 0 ? Embedding : Hidden);

    /// <summary>How many places of each example a level has.</summary>
    public int Places(int level) => (int)Math.Pow(Fused, Levels - 1 - level);

    public override string ToString() => $"{(IsWaveNet ? "WaveNet" : "MLP with BatchNorm")} step {Embedding}/{Hidden}, batch {Batch}";
}
