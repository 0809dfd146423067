using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// A way of training that an original went, down to the last number that it printed. The names are taken in the order of the file; weights
/// are float32 and begin as the model's file says; weights, mini-batches and names come from PyTorch's generator, each from one of its own
/// that begins at the seed.
/// </summary>
/// <param name="Name">What it is asked for by: "seed-counts".</param>
/// <param name="Summary">Whose way it is, and what comes out.</param>
/// <param name="Plan">The model, its options, optimizer, learning rates, batches and split.</param>
public sealed record Recipe(string Name, string Summary, TrainingPlan Plan)
{
    /// <summary>The seed of the original.</summary>
    public ulong Seed { get; init; } = 1234;

    /// <summary>What the original did about equal names.</summary>
    public Duplicates Duplicates { get; init; }

    /// <summary>How the original drew names afterwards.</summary>
    public SamplingOptions Sampling { get; init; } = new() { Multinomial = MultinomialKind.Mkl };
}
