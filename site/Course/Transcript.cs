namespace Makemore.Site;

/// <summary>What a lesson prints, read from the top to the bottom.</summary>
internal sealed class Transcript(string text)
{
    private readonly string[] lines = text.TrimEnd('\n').Split('\n');
    private int next;

    /// <summary>Looks for lines that stand together. Goes past them, and returns what stands before them; null if they are not there.</summary>
    public string? Find(string[] printed)
    {
        for (int at = next; at + printed.Length <= lines.Length; at++)
        {
            if (!lines.AsSpan(at, printed.Length).SequenceEqual(printed)) continue;
            string before = Between(next, at);
            next = at + printed.Length;
            return before;
        }

        return null;
    }

    /// <summary>All that is left.</summary>
    public string Rest() => Between(next, lines.Length);

    private string Between(int from, int to) => string.Join('\n', lines[from..to]).Trim('\n');
}
