using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using Makemore.Worlds;

namespace Makemore.Playground;

/// <summary>What a page may ask of counted pairs of letters: <see cref="CountedPairs"/>.</summary>
[SupportedOSPlatform("browser")]
internal static partial class Pairs
{
    /// <summary>Counts.</summary>
    [JSExport]
    [return: JSMarshalAs<JSType.Any>]
    internal static object Count(string names, bool holdBack) => new CountedPairs(names, holdBack);

    /// <summary>The letters, the boundary first.</summary>
    [JSExport]
    internal static string[] Letters([JSMarshalAs<JSType.Any>] object pairs) => Texts.Letters(Of(pairs).Vocabulary);

    /// <summary>How many names are counted, how many are held back, and how many pairs are counted.</summary>
    [JSExport]
    internal static int[] Sizes([JSMarshalAs<JSType.Any>] object pairs) => [Of(pairs).Names, Of(pairs).NamesHeldBack, Of(pairs).Pairs];

    /// <summary>Sets what is added to every count.</summary>
    [JSExport]
    internal static void Smooth([JSMarshalAs<JSType.Any>] object pairs, double smoothing) => Of(pairs).Smoothing = smoothing;

    /// <summary>The counts, row by row; then the probabilities; then the sum of the counts of each row.</summary>
    [JSExport]
    internal static double[] Table([JSMarshalAs<JSType.Any>] object pairs) =>
        [.. Of(pairs).Counts, .. Of(pairs).Probabilities, .. Of(pairs).Totals];

    /// <summary>The loss on the names that are counted, on those that are held back, and that of chance.</summary>
    [JSExport]
    internal static double[] Losses([JSMarshalAs<JSType.Any>] object pairs) =>
        [Of(pairs).Loss, Of(pairs).LossHeldBack, Of(pairs).LossOfChance];

    /// <summary>For each smoothing the loss on the names that are counted, and on those that are held back.</summary>
    [JSExport]
    internal static double[] Curve([JSMarshalAs<JSType.Any>] object pairs, double[] smoothings) => Of(pairs).Curve(smoothings);

    /// <summary>Some names with a pair.</summary>
    [JSExport]
    internal static string[] NamesWith([JSMarshalAs<JSType.Any>] object pairs, int last, int next, int most) =>
        Of(pairs).NamesWith(last, next, most);

    /// <summary>p of each pair of a name, then −ln p of each; the product, the mean loss, the product by chance; and 1 if it is known.</summary>
    [JSExport]
    internal static double[] Likelihood([JSMarshalAs<JSType.Any>] object pairs, string name)
    {
        NameLikelihood one = Of(pairs).Likelihood(name);
        return [.. one.Probabilities, .. one.Losses, one.Product, one.PerCharacter, one.ByChance, one.IsKnown ? 1 : 0];
    }

    /// <summary>For each letter that is drawn: the one before, the random number, the letter, and how long its piece is.</summary>
    [JSExport]
    internal static double[] Draw([JSMarshalAs<JSType.Any>] object pairs, string seed, int most) =>
        [.. Of(pairs).Draw(Texts.Seed(seed), most).SelectMany(one => new[] { one.Last, one.Random, one.Next, one.Length })];

    /// <summary>New names.</summary>
    [JSExport]
    internal static string[] Sample([JSMarshalAs<JSType.Any>] object pairs, string seed, int count) => Of(pairs).Sample(Texts.Seed(seed), count);

    /// <summary>New names by pure chance.</summary>
    [JSExport]
    internal static string[] SampleByChance([JSMarshalAs<JSType.Any>] object pairs, string seed, int count) =>
        Of(pairs).SampleByChance(Texts.Seed(seed), count);

    private static CountedPairs Of(object pairs) => (CountedPairs)pairs;
}
