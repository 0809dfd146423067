namespace Makemore.Site;

/// <summary>What a lesson prints, read from the top to the bottom.</summary>
internal sealed class LessonOutput(string text)
{
    /// <summary>In a line that is looked for: any text.</summary>
    public const char Hole = '\uFFFC';

    private readonly string[] lines = text.TrimEnd('\n').Split('\n');
    private int next;

    /// <summary>Looks for lines that stand together, and goes past them.</summary>
    /// <returns>What stands before them, and the lines as they were printed; null if they are not there.</returns>
    public (string Before, string[] Lines)? Find(IReadOnlyList<string> printed)
    {
        for (int at = next; at + printed.Count <= lines.Length; at++)
        {
            if (!printed.Zip(lines.Skip(at)).All(pair => Fits(pair.First, pair.Second))) continue;
            (string, string[]) found = (Between(next, at), lines[at..(at + printed.Count)]);
            next = at + printed.Count;
            return found;
        }

        return null;
    }

    /// <summary>All that is left.</summary>
    public string Rest() => Between(next, lines.Length);

    private string Between(int from, int to) => string.Join('\n', lines[from..to]).Trim('\n');

    private static bool Fits(string pattern, string line)
    {
        string[] parts = pattern.TrimEnd().Split(Hole);
        if (parts.Length == 1) return parts[0] == line.TrimEnd();
        if (!line.StartsWith(parts[0], StringComparison.Ordinal) || !line.EndsWith(parts[^1], StringComparison.Ordinal)) return false;
        int at = parts[0].Length;
        foreach (string part in parts[1..^1])
        {
            at = line.IndexOf(part, at, StringComparison.Ordinal);
            if (at < 0) return false;
            at += part.Length;
        }

        return at <= line.Length - parts[^1].Length;
    }
}
