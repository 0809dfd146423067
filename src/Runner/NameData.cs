using Makemore.Models;
using Makemore.Tensors;

namespace Makemore.Runner;

/// <summary>Cleaned names and where they come from.</summary>
/// <param name="Path">The file, as a full path.</param>
/// <param name="Column">The CSV column.</param>
/// <param name="Cleaned">The names in the order of the file, and what was dropped.</param>
/// <param name="Names">The names in the order to train on.</param>
internal sealed record NameData(string Path, string Column, CleanedNames Cleaned, IReadOnlyList<string> Names)
{
    /// <summary>The data set that ships, copied beside the program when it is built.</summary>
    public static string Shipped => System.IO.Path.Combine(AppContext.BaseDirectory, "data", "indian-names.csv");

    public Vocabulary Vocabulary => Cleaned.Vocabulary;

    /// <summary>Which character follows which, counted when it is first asked for.</summary>
    public DistinctContexts Pairs => field ??= new DistinctContexts(new Examples(Names, Vocabulary, blockSize: 1));

    /// <summary>Reads and cleans; says on standard error what was dropped and why.</summary>
    public static NameData Load(string? input, string column, Alphabet alphabet, TorchGenerator? shuffle) =>
        Load(input, column, alphabet == Alphabet.Auto ? null : Vocabulary.English, shuffle);

    /// <summary>Reads and cleans with the letters of a given vocabulary; null takes all letters that occur.</summary>
    public static NameData Load(string? input, string column, Vocabulary? vocabulary, TorchGenerator? shuffle)
    {
        string path = input ?? Shipped;
        CleanedNames cleaned;
        try
        {
            cleaned = NameCleaner.Clean(NamesFile.Read(path, column), vocabulary);
        }
        catch (DataException exception) when (!exception.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new DataException($"{path}: {exception.Message}", exception);
        }

        IReadOnlyList<string> names = shuffle is null
            ? cleaned.Names
            : [.. shuffle.Permutation(cleaned.Names.Count).Select(i => cleaned.Names[i])];
        return new NameData(System.IO.Path.GetFullPath(path), column, cleaned, names);
    }

    /// <summary>One line on how many rows gave a name, and one for each reason why others did not.</summary>
    public IEnumerable<string> Report()
    {
        yield return $"{Cleaned.Names.Count:N0} names of {Cleaned.TotalRows:N0} rows in {System.IO.Path.GetFileName(Path)}";
        foreach (DroppedRows dropped in Cleaned.Dropped.Where(dropped => dropped.Count > 0)) yield return $"  dropped {dropped}";
    }

    /// <summary>
    /// True if most names follow the one before them in the alphabet: split so, training and test names begin with different letters.
    /// </summary>
    public bool LooksSorted()
    {
        int ordered = 0;
        for (int i = 1; i < Names.Count; i++)
            if (string.CompareOrdinal(Names[i - 1], Names[i]) < 0) ordered++;
        return Names.Count > 100 && ordered > 0.9 * Names.Count;
    }
}
