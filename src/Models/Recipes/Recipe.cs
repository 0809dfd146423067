using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// How an original was trained, exactly enough to give every number that it printed. Usually names are in the file's order, weights are
/// float32 and start as the model's file says, and weights, mini-batches and sampled names each come from a PyTorch generator of their own,
/// started from the same seed. A plan may begin otherwise: see <see cref="Microgpt"/>, <see cref="MakemoreScript"/> and
/// <see cref="Lectures"/>.
/// </summary>
/// <param name="Name">Its name on the command line: "seed-counts".</param>
/// <param name="Summary">What is trained, and the result.</param>
/// <param name="Plan">How: see <see cref="Plan"/>.</param>
public sealed record Recipe(string Name, string Summary, TrainingPlan Plan)
{
    /// <summary>The model, its options, optimizer, learning rates, batches and split.</summary>
    public TrainingPlan Plan { get; } = Plan with { Recipe = Name };

    /// <summary>The seed of the original.</summary>
    public ulong Seed { get; init; } = 1234;

    /// <summary>What the original did with equal names.</summary>
    public Duplicates Duplicates { get; init; }

    /// <summary>The letters that a name may have; null if the original knew those that occur in its names.</summary>
    public Vocabulary? Vocabulary { get; init; } = Vocabulary.English;

    /// <summary>Whether the original's network has a place for each letter of the longest name, and one more.</summary>
    public bool SeesWholeNames { get; init; }

    /// <summary>How the original drew names afterwards, unless its run draws them (<see cref="TrainingStart{T}.NextName"/>).</summary>
    public SamplingOptions Sampling { get; init; } = new() { Multinomial = MultinomialKind.Mkl };

    /// <summary>The plan, with a network that is as long as these names want it.</summary>
    public TrainingPlan PlanFor(NameList names)
    {
        if (!SeesWholeNames) return Plan;
        ModelOption block = Plan.Kind.Options.Single(option => option.Name == "block-size");
        return Plan with { Options = Plan.Options.With(block, names.Names.Max(Vocabulary.CountCharacters) + 1) };
    }
}
