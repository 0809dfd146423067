using System.Globalization;
using Makemore.Modules;

namespace Makemore.Models;

/// <summary>
/// The shares of the data for training, validation and test. They are decimal numbers, so that 0.8 + 0.1 + 0.1 is 1 and 0.29 of 100 is 29.
/// </summary>
public sealed record SplitFractions
{
    /// <summary>Three fractions that sum to 1.</summary>
    /// <exception cref="ArgumentException">One is outside 0 to 1, or they do not sum to 1.</exception>
    public SplitFractions(decimal train, decimal validation, decimal test)
    {
        (Train, Validation, Test) = (train, validation, test);
        if (train is < 0 or > 1 || validation is < 0 or > 1 || test is < 0 or > 1)
            throw new ArgumentException($"the split {Quote.Start($"{this}")} has a fraction outside 0 to 1");
        decimal sum = train + validation + test;
        if (sum != 1)
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"the split {Quote.Start($"{this}")} sums to {sum}, not to 1"));
    }

    /// <summary>0.8, 0.1, 0.1.</summary>
    public static SplitFractions Default { get; } = new(0.8m, 0.1m, 0.1m);

    /// <summary>The share to train on.</summary>
    public decimal Train { get; }

    /// <summary>The share to choose settings by.</summary>
    public decimal Validation { get; }

    /// <summary>The share to look at once, at the end.</summary>
    public decimal Test { get; }

    /// <summary>Reads "0.8,0.1,0.1".</summary>
    /// <exception cref="ArgumentException">The text is not three numbers, one is outside 0 to 1, or they do not sum to 1.</exception>
    public static SplitFractions Parse(string text)
    {
        var fractions = new List<decimal>();
        foreach (string part in text.Split(','))
        {
            if (!decimal.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal fraction)) break;
            fractions.Add(fraction);
        }

        return fractions.Count == 3 && text.Count(character => character == ',') == 2
            ? new SplitFractions(fractions[0], fractions[1], fractions[2])
            : throw new ArgumentException(
                $"the split \"{Quote.Start(text)}\" is not three numbers (training, validation, test) such as 0.8,0.1,0.1");
    }

    /// <summary>The fractions as <see cref="Parse"/> reads them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Train},{Validation},{Test}");

    /// <summary>
    /// How many of <paramref name="count"/> things go to training and to validation, both rounded down. The test set takes the rest.
    /// </summary>
    internal (int Train, int Validation) Of(int count)
    {
        int train = (int)(Train * count);
        return (train, Test == 0 ? count - train : (int)(Validation * count));
    }
}
