using Makemore.Models;
using Makemore.Tensors;

namespace Makemore.Site;

/// <summary>The names that the lessons learn from, as the lessons prepare them.</summary>
internal static class CourseNames
{
    /// <summary>The letters and the boundary, in the order of their tokens.</summary>
    public const string Letters = ".abcdefghijklmnopqrstuvwxyz";

    private static readonly Lazy<IReadOnlyList<string>> Cleaned =
        new(() => NameList.Clean(NamesFile.Read(Path.Combine(Checkout.Root, "data", "indian-names.csv")), Vocabulary.English).Names);

    /// <summary>All names, in the order of the file.</summary>
    public static IReadOnlyList<string> All => Cleaned.Value;

    /// <summary>All names, shuffled.</summary>
    public static string[] Shuffled
    {
        get => field ??= [.. new TorchGenerator(1234).Permutation(All.Count).Select(i => All[i])];
        private set;
    }

    /// <summary>How often the second letter comes after the first, (27, 27).</summary>
    public static int[][] PairCounts
    {
        get
        {
            int[][] counts = [.. Letters.Select(_ => new int[Letters.Length])];
            foreach (string bounded in All.Select(name => $".{name}."))
                for (int i = 1; i < bounded.Length; i++) counts[Token(bounded[i - 1])][Token(bounded[i])]++;
            return counts;
        }
    }

    /// <summary>What comes after a letter: the share of each of the 27, none of a letter that no name has.</summary>
    public static double[] SharesAfter(char letter)
    {
        int[] row = PairCounts[Token(letter)];
        return [.. row.Select(count => count / Math.Max(1.0, row.Sum()))];
    }

    /// <summary>The examples of all names with a context of so many letters, divided as in lesson 08.</summary>
    public static Split SplitOf(int block) => new(new Examples(Shuffled, Vocabulary.English, block), SplitFractions.Default, SplitBy.Name);

    /// <summary>The number of a letter.</summary>
    public static int Token(char letter) => Letters.IndexOf(letter, StringComparison.Ordinal);
}
