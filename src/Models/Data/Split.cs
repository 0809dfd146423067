using Makemore.Modules;

namespace Makemore.Models;

/// <summary>What a split deals out to the three sets.</summary>
public enum SplitBy
{
    /// <summary>Examples. One name may have examples in two sets, as in the Python original.</summary>
    Example,

    /// <summary>Whole names. No name has examples in two sets.</summary>
    Name,
}

/// <summary>A split leaves nothing to train on.</summary>
public sealed class NothingToTrainOnException(string message) : ArgumentException(message);

/// <summary>
/// Divides examples in their order: the first go to training, the next to validation, the rest to test. If the order of the names means
/// something, shuffle them first. The three sets share one text.
/// </summary>
public sealed class Split
{
    /// <summary>Divides <paramref name="examples"/> into three sets.</summary>
    /// <exception cref="NothingToTrainOnException">Nothing is left to train on.</exception>
    public Split(Examples examples, SplitFractions fractions, SplitBy by)
    {
        (int train, int validation) = by == SplitBy.Name ? ByName(examples, fractions) : fractions.Of(examples.Count);
        string thing = by == SplitBy.Name ? "name" : "example";
        if (train == 0)
            throw new NothingToTrainOnException(
                $"the split {Quote.Start($"{fractions}")} of {examples.Count} examples by {thing} leaves none to train on");
        Train = examples.Slice(0, train);
        Validation = examples.Slice(train, validation);
        Test = examples.Slice(train + validation, examples.Count - train - validation);
    }

    /// <summary>The examples to train on.</summary>
    public Examples Train { get; }

    /// <summary>The examples to choose settings by. There may be none.</summary>
    public Examples Validation { get; }

    /// <summary>The examples to look at once, at the end. There may be none.</summary>
    public Examples Test { get; }

    private static (int Train, int Validation) ByName(Examples examples, SplitFractions fractions)
    {
        // A name ends where the boundary is the target.
        var ends = new List<int> { 0 };
        for (int example = 0; example < examples.Count; example++)
            if (examples.Target(example) == Vocabulary.Boundary) ends.Add(example + 1);
        (int train, int validation) = fractions.Of(ends.Count - 1);
        return (ends[train], ends[train + validation] - ends[train]);
    }
}
