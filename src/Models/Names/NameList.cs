using System.Text;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>What happens to a row that gives the same name as an earlier one.</summary>
public enum Duplicates
{
    /// <summary>It is dropped, so that every name counts once.</summary>
    Drop,

    /// <summary>It stays, so that a name that occurs twice counts twice.</summary>
    Keep,
}

/// <summary>
/// The names to learn from, cleaned: trimmed, in lower case, with only letters of the vocabulary. Every row is accounted for: the names and
/// the dropped rows add up to <see cref="TotalRows"/>.
/// </summary>
public sealed class NameList
{
    private NameList(IReadOnlyList<string> inFileOrder, Vocabulary vocabulary, int totalRows, IReadOnlyList<DroppedRows> dropped) =>
        (InFileOrder, Names, Vocabulary, TotalRows, Dropped) = (inFileOrder, inFileOrder, vocabulary, totalRows, dropped);

    private NameList(NameList other) : this(other.InFileOrder, other.Vocabulary, other.TotalRows, other.Dropped) =>
        (Path, Column, Duplicates, Names) = (other.Path, other.Column, other.Duplicates, other.Names);

    /// <summary>The full path of the file; empty if the names are not from a file.</summary>
    public string Path { get; private init; } = "";

    /// <summary>The CSV column; empty if the names are not from a file.</summary>
    public string Column { get; private init; } = "";

    /// <summary>The names in the order to train on.</summary>
    public IReadOnlyList<string> Names { get; private init; }

    /// <summary>The names in the order of the rows.</summary>
    public IReadOnlyList<string> InFileOrder { get; }

    /// <summary>Whether they were put in a random order.</summary>
    public bool IsShuffled => Names != InFileOrder;

    /// <summary>The letters that the names are made of.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>What happened to names that occurred before.</summary>
    public Duplicates Duplicates { get; private init; }

    /// <summary>How many rows there were.</summary>
    public int TotalRows { get; }

    /// <summary>One entry for each <see cref="DropReason"/>, in the enumeration's order.</summary>
    public IReadOnlyList<DroppedRows> Dropped { get; }

    /// <summary>Which character follows which: contexts of one character, counted when first needed.</summary>
    public DistinctContexts Pairs => field ??= new DistinctContexts(new Examples(Names, Vocabulary, blockSize: 1));

    /// <summary>The <see cref="Checkpoint.Fingerprint"/> of the names in file order, computed when first needed.</summary>
    public string Fingerprint => field ??= Checkpoint.Fingerprint(InFileOrder);

    /// <summary>Reads a file as <see cref="NamesFile.Read"/> does, and cleans it as <see cref="Clean"/> does.</summary>
    /// <exception cref="DataException">The file cannot be read, or no name is left; the message names the file.</exception>
    public static NameList Read(string path, string column, Vocabulary? vocabulary, Duplicates duplicates = Duplicates.Drop)
    {
        try
        {
            NameList cleaned = Clean(NamesFile.Read(path, column), vocabulary, duplicates);
            return new NameList(cleaned) { Path = System.IO.Path.GetFullPath(path), Column = column };
        }
        catch (DataException exception) when (!exception.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new DataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Trims and lower-cases (in the invariant culture), and keeps the names that have only letters of the vocabulary. Equal names are kept
    /// once, or each time. Characters are compared as written: é as one code point and e with a combining accent are different.
    /// </summary>
    /// <param name="rows">The rows, enumerated once.</param>
    /// <param name="vocabulary">
    /// The letters a name may have. Null allows every letter (see <see cref="Vocabulary.IsLetter"/>) and makes a vocabulary of those found.
    /// </param>
    /// <param name="duplicates">What happens to a name that an earlier row gave.</param>
    /// <exception cref="DataException">No names are left, or they have more letters than a vocabulary may hold.</exception>
    public static NameList Clean(IEnumerable<NameRow> rows, Vocabulary? vocabulary, Duplicates duplicates = Duplicates.Drop)
    {
        Func<Rune, bool> isAllowed = vocabulary is null ? Vocabulary.IsLetter : vocabulary.Contains;
        var names = new List<string>();
        var seen = new HashSet<string>();
        DroppedRows[] dropped = [.. Enum.GetValues<DropReason>().Select(reason => new DroppedRows(reason))];
        int total = 0;
        foreach (NameRow row in rows)
        {
            total++;
            string name = row.Text.Trim().ToLowerInvariant();
            if (name.Length == 0) dropped[(int)DropReason.Empty].Add(row);
            else if (!HasOnly(isAllowed, name)) dropped[(int)DropReason.NotInVocabulary].Add(row);
            else if (duplicates == Duplicates.Drop && !seen.Add(name)) dropped[(int)DropReason.Duplicate].Add(row);
            else names.Add(name);
        }

        if (total == 0) throw new DataException("there are no names: not one row");
        if (names.Count == 0)
        {
            IEnumerable<string> reasons = dropped.Where(reason => reason.Count > 0).Select(reason => reason.With(most: 1));
            throw new DataException($"there is no usable name in {total} rows: {string.Join("; ", reasons)}");
        }

        return new NameList(names, vocabulary ?? VocabularyOf(names), total, dropped) { Duplicates = duplicates };
    }

    /// <summary>The same names, to train on in a random order.</summary>
    public NameList Shuffled(TorchGenerator generator) =>
        new(this) { Names = [.. generator.Permutation(InFileOrder.Count).Select(i => InFileOrder[i])] };

    /// <summary>
    /// True if most names follow the one before them in the alphabet. Split in this order, training and test names begin with different
    /// letters.
    /// </summary>
    public bool LooksSorted()
    {
        int ordered = 0;
        for (int i = 1; i < Names.Count; i++)
            if (string.CompareOrdinal(Names[i - 1], Names[i]) < 0) ordered++;
        return Names.Count > 100 && ordered > 0.9 * Names.Count;
    }

    private static Vocabulary VocabularyOf(IReadOnlyList<string> names)
    {
        try
        {
            return Vocabulary.FromNames(names);
        }
        catch (ArgumentException exception)
        {
            throw new DataException(exception.Message, exception);
        }
    }

    private static bool HasOnly(Func<Rune, bool> isAllowed, string name)
    {
        foreach (Rune character in name.EnumerateRunes())
            if (!isAllowed(character)) return false;
        return true;
    }
}
