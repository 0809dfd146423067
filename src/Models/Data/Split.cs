using System.Globalization;

namespace Makemore.Models;

/// <summary>What is dealt out to the three sets.</summary>
public enum SplitBy
{
    /// <summary>Examples: one name may lie across two sets, as in the Python original.</summary>
    Example,

    /// <summary>Whole names: no name has examples in two sets.</summary>
    Name,
}

/// <summary>The parts of the data for training, validation and test. Decimal numbers, so that 0.8 + 0.1 + 0.1 is 1 and 0.29 of 100 is 29.</summary>
public sealed record SplitFractions
{
    /// <summary>Three fractions that sum to 1.</summary>
    /// <exception cref="ArgumentException">One is negative, or they do not sum to 1.</exception>
    public SplitFractions(decimal train, decimal validation, decimal test)
    {
        (Train, Validation, Test) = (train, validation, test);
        if (train < 0 || validation < 0 || test < 0) throw new ArgumentException($"the split {this} has a negative fraction");
        decimal sum = train + validation + test;
        if (sum != 1) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the split {this} sums to {sum}, not to 1"));
    }

    /// <summary>0.8, 0.1, 0.1.</summary>
    public static SplitFractions Default { get; } = new(0.8m, 0.1m, 0.1m);

    /// <summary>The part to train on.</summary>
    public decimal Train { get; }

    /// <summary>The part to choose settings by.</summary>
    public decimal Validation { get; }

    /// <summary>The part to look at once, at the end.</summary>
    public decimal Test { get; }

    /// <summary>Reads "0.8,0.1,0.1".</summary>
    /// <exception cref="ArgumentException">These are not three numbers, one is negative, or they do not sum to 1.</exception>
    public static SplitFractions Parse(string text)
    {
        string[] parts = text.Split(',');
        return parts.Length == 3 && Read(parts[0], out decimal train) && Read(parts[1], out decimal validation) && Read(parts[2], out decimal test)
            ? new SplitFractions(train, validation, test)
            : throw new ArgumentException($"the split \"{text}\" is not three fractions such as \"0.8,0.1,0.1\" (training, validation, test)");

        static bool Read(string part, out decimal fraction) => decimal.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out fraction);
    }

    /// <summary>The fractions as <see cref="Parse"/> reads them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Train},{Validation},{Test}");

    /// <summary>How many of <paramref name="count"/> things go to training and to validation, both rounded down; the test set takes the rest.</summary>
    internal (int Train, int Validation) Of(int count)
    {
        int train = (int)(Train * count);
        return (train, Test == 0 ? count - train : (int)(Validation * count));
    }
}

/// <summary>
/// Examples dealt out in their order: the first to training, the next to validation, the rest to test. Shuffle the names before if their order means
/// something. The three sets share one text.
/// </summary>
public sealed class Split
{
    /// <summary>Deals out <paramref name="examples"/>.</summary>
    /// <exception cref="ArgumentException">Nothing is left to train on.</exception>
    public Split(Examples examples, SplitFractions fractions, SplitBy by)
    {
        (int train, int validation) = by == SplitBy.Name ? ByName(examples, fractions) : fractions.Of(examples.Count);
        if (train == 0)
            throw new ArgumentException($"the split {fractions} of {examples.Count} examples by {(by == SplitBy.Name ? "name" : "example")} leaves none to train on");
        Train = examples.Slice(0, train);
        Validation = examples.Slice(train, validation);
        Test = examples.Slice(train + validation, examples.Count - train - validation);
    }

    /// <summary>The examples to train on.</summary>
    public Examples Train { get; }

    /// <summary>The examples to choose settings by; may be empty.</summary>
    public Examples Validation { get; }

    /// <summary>The examples to look at once, at the end; may be empty.</summary>
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
