namespace Makemore.Mutation;

/// <summary>
/// The mutants that change nothing that a test could see, each with the reason: <c>Equivalent.txt</c>. A mutant is found by its file, its
/// member and its text, so the lines may move.
/// </summary>
internal sealed class Equivalents
{
    private readonly Dictionary<(string Place, string Before, string After), string> reasons = [];

    public Equivalents(string path)
    {
        string[] lines = [.. File.ReadAllLines(path).Where(line => line.Length > 0 && !line.StartsWith('#'))];
        foreach (string[] entry in lines.Chunk(4))
        {
            if (entry is not [string place, ['-', ' ', .. string before], ['+', ' ', .. string after], ['=', ' ', .. string reason]])
                throw new FormatException($"{path}: an entry has four lines, a place, '- ', '+ ' and '= ': {string.Join(" | ", entry)}");
            if (!reasons.TryAdd((place, before, after), reason)) throw new FormatException($"{path}: twice: {place} {after}");
        }
    }

    /// <summary>Why this mutant changes nothing; null if it is not listed.</summary>
    public string? ReasonFor(Mutant mutant) => reasons.GetValueOrDefault(KeyOf(mutant));

    /// <summary>The entries that no mutant matches: the code they speak of is gone.</summary>
    public IEnumerable<string> Outdated(IEnumerable<Mutant> all, string folder)
    {
        HashSet<(string, string, string)> present = [.. all.Select(KeyOf)];
        return reasons.Keys.Where(key => key.Place.StartsWith(folder, StringComparison.Ordinal) && !present.Contains(key))
            .Select(key => $"{key.Place}\n    - {key.Before}\n    + {key.After}");
    }

    private static (string, string, string) KeyOf(Mutant mutant) => ($"{mutant.File} {mutant.Member}", mutant.Shown.Before, mutant.Shown.After);
}
