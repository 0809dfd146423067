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

/// <summary>The rows dropped for one reason: how many, and the first few of them.</summary>
public sealed record DroppedRows(DropReason Reason, int Count, IReadOnlyList<NameRow> Examples);

/// <summary>
/// The names to learn from, in the order of the file, all different. <c>TotalRows</c> = names + all rows in <c>Dropped</c>, which has one entry for
/// each <see cref="DropReason"/>, in their order.
/// </summary>
public sealed record CleanedNames(IReadOnlyList<string> Names, Vocabulary Vocabulary, int TotalRows, IReadOnlyList<DroppedRows> Dropped);

/// <summary>Turns the rows of a file into names to learn from.</summary>
public static class NameCleaner
{
    private const int ExamplesKept = 5;

    /// <summary>
    /// Trims, lower-cases (without regard to a culture), keeps the names that are made of letters of the vocabulary only, and of equal names the first.
    /// Characters are compared as they are written: é as one code point and e with a combining accent are two spellings.
    /// </summary>
    /// <param name="rows">Enumerated once.</param>
    /// <param name="vocabulary">The letters a name may have; null allows every letter (<see cref="Vocabulary.IsLetter"/>) and makes the vocabulary of those found.</param>
    /// <exception cref="DataException">No name is left.</exception>
    public static CleanedNames Clean(IEnumerable<NameRow> rows, Vocabulary? vocabulary)
    {
        Func<Rune, bool> isAllowed = vocabulary is null ? Vocabulary.IsLetter : vocabulary.Contains;
        var names = new List<string>();
        var seen = new HashSet<string>();
        var counts = new int[Enum.GetValues<DropReason>().Length];
        List<NameRow>[] examples = [.. counts.Select(_ => new List<NameRow>())];
        int total = 0;
        foreach (NameRow row in rows)
        {
            total++;
            string name = row.Text.Trim().ToLowerInvariant();
            DropReason? dropped =
                name.Length == 0 ? DropReason.Empty
                : !HasOnly(isAllowed, name) ? DropReason.NotInVocabulary
                : !seen.Add(name) ? DropReason.Duplicate
                : null;
            if (dropped is { } reason)
            {
                if (counts[(int)reason]++ < ExamplesKept) examples[(int)reason].Add(row);
            }
            else
            {
                names.Add(name);
            }
        }

        if (names.Count == 0)
        {
            string why = string.Join(", ", Enum.GetValues<DropReason>()
                .Where(reason => counts[(int)reason] > 0)
                .Select(reason => $"{counts[(int)reason]} {Describe(reason)}, such as \"{examples[(int)reason][0].Text}\" on line {examples[(int)reason][0].Line}"));
            throw new DataException(total == 0 ? "there are no names: not one row" : $"there is no usable name in {total} rows: {why}");
        }

        return new CleanedNames(names, vocabulary ?? Vocabulary.FromNames(names), total,
            [.. Enum.GetValues<DropReason>().Select(reason => new DroppedRows(reason, counts[(int)reason], examples[(int)reason]))]);
    }

    /// <summary>The reason in words that follow a count: "12 with a character outside the vocabulary".</summary>
    public static string Describe(DropReason reason) => reason switch
    {
        DropReason.Empty => "empty",
        DropReason.NotInVocabulary => "with a character outside the vocabulary",
        _ => "seen before",
    };

    private static bool HasOnly(Func<Rune, bool> isAllowed, string name)
    {
        foreach (Rune character in name.EnumerateRunes())
            if (!isAllowed(character)) return false;
        return true;
    }
}
