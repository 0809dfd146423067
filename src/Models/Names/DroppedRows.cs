using Makemore.Modules;

namespace Makemore.Models;

/// <summary>Why a row gives no name to learn from.</summary>
public enum DropReason
{
    /// <summary>Nothing is left after trimming.</summary>
    Empty,

    /// <summary>A character is not a letter of the vocabulary.</summary>
    NotInVocabulary,

    /// <summary>An earlier row gave the same name, and <see cref="Duplicates.Drop"/> was asked for.</summary>
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

    /// <summary>The first few of them, as they are in the file.</summary>
    public IReadOnlyList<NameRow> Examples => examples;

    /// <summary>The count, the reason and the examples: <c>2 empty, such as "" on line 7, "" on line 9</c>.</summary>
    public override string ToString() => With(ExamplesKept);

    /// <summary>The same with fewer examples.</summary>
    internal string With(int most)
    {
        string why = Reason switch
        {
            DropReason.Empty => "empty",
            DropReason.NotInVocabulary => "with a character outside the vocabulary",
            _ => "seen before",
        };
        if (Count == 0) return $"0 {why}";
        IEnumerable<string> shown = examples.Take(most).Select(row => $"\"{Quote.Start(row.Text)}\" on line {row.Line}");
        return $"{Count:N0} {why}, such as {string.Join(", ", shown)}";
    }

    internal void Add(NameRow row)
    {
        Count++;
        if (examples.Count < ExamplesKept) examples.Add(row);
    }
}
