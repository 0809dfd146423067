using System.Text;

namespace Makemore.Models;

/// <summary>Why a row gives no name to learn from.</summary>
public enum DropReason
{
    /// <summary>Nothing is left after trimming.</summary>
    Empty,

    /// <summary>A character is not a letter of the vocabulary.</summary>
    NotInVocabulary,

    /// <summary>An earlier row gave the same name.</summary>
    Duplicate,
}

/// <summary>The rows dropped for one reason.</summary>
public sealed class DroppedRows(DropReason reason)
{
    private const int ExamplesKept = 5;

    private readonly List<NameRow> examples = [];

    /// <summary>Why they were dropped.</summary>
    public DropReason Reason => reason;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The first few of them, as they stood in the file.</summary>
    public IReadOnlyList<NameRow> Examples => examples;

    /// <summary>The count, the reason and the examples: <c>2 empty, such as "" on line 7, "" on line 9</c>.</summary>
    public override string ToString()
    {
        string why = Reason switch
        {
            DropReason.Empty => "empty",
            DropReason.NotInVocabulary => "with a character outside the vocabulary",
            _ => "seen before",
        };
        if (Count == 0) return $"0 {why}";
        return $"{Count} {why}, such as {string.Join(", ", examples.Select(row => $"\"{row.Text}\" on line {row.Line}"))}";
    }

    internal void Add(NameRow row)
    {
        Count++;
        if (examples.Count < ExamplesKept) examples.Add(row);
    }
}

/// <summary>
/// The names to learn from, in the order of the file, all different. <c>Dropped</c> has one entry for each <see cref="DropReason"/>, in
/// their order; names and dropped rows together are <c>TotalRows</c>.
/// </summary>
public sealed record CleanedNames(
    IReadOnlyList<string> Names, Vocabulary Vocabulary, int TotalRows, IReadOnlyList<DroppedRows> Dropped);

/// <summary>Turns the rows of a file into names to learn from.</summary>
public static class NameCleaner
{
    /// <summary>
    /// Trims, lower-cases (without regard to a culture), keeps the names that have only letters of the vocabulary, and of equal names the
    /// first. Characters are compared as they are written: é as one code point and e with a combining accent are two spellings.
    /// </summary>
    /// <param name="rows">The rows, enumerated once.</param>
    /// <param name="vocabulary">
    /// The letters a name may have. Null allows every letter, see <see cref="Vocabulary.IsLetter"/>, and makes the vocabulary of those
    /// found.
    /// </param>
    /// <exception cref="DataException">No name is left.</exception>
    public static CleanedNames Clean(IEnumerable<NameRow> rows, Vocabulary? vocabulary)
    {
        Func<Rune, bool> isAllowed = vocabulary is null ? Vocabulary.IsLetter : vocabulary.Contains;
        var different = new DistinctNames();
        DroppedRows[] dropped = [.. Enum.GetValues<DropReason>().Select(reason => new DroppedRows(reason))];
        int total = 0;
        foreach (NameRow row in rows)
        {
            total++;
            string name = row.Text.Trim().ToLowerInvariant();
            if (name.Length == 0) dropped[(int)DropReason.Empty].Add(row);
            else if (!HasOnly(isAllowed, name)) dropped[(int)DropReason.NotInVocabulary].Add(row);
            else if (!different.Add(name)) dropped[(int)DropReason.Duplicate].Add(row);
        }

        if (total == 0) throw new DataException("there are no names: not one row");
        IReadOnlyList<string> names = different.Names;
        if (names.Count == 0)
        {
            IEnumerable<DroppedRows> reasons = dropped.Where(reason => reason.Count > 0);
            throw new DataException($"there is no usable name in {total} rows: {string.Join("; ", reasons)}");
        }

        return new CleanedNames(names, vocabulary ?? Vocabulary.FromNames(names), total, dropped);
    }

    private static bool HasOnly(Func<Rune, bool> isAllowed, string name)
    {
        foreach (Rune character in name.EnumerateRunes())
            if (!isAllowed(character)) return false;
        return true;
    }
}
