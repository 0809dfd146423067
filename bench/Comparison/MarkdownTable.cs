namespace Makemore.Bench;

/// <summary>Prints a Markdown table line by line, as its rows become known.</summary>
internal sealed class MarkdownTable
{
    private readonly int[] widths;

    /// <summary>Prints the headings. Each column is as wide as its heading, but the first is <paramref name="firstWidth"/> wide.</summary>
    public MarkdownTable(int firstWidth, params string[] headings)
    {
        widths = [.. headings.Select((heading, column) => column == 0 ? firstWidth : Math.Max(heading.Length, 12))];
        Console.WriteLine();
        Row(headings);
        Row([.. widths.Select((width, column) => column == 0 ? new string('-', width) : new string('-', width - 1) + ":")]);
    }

    public void Row(params string[] cells) =>
        Console.WriteLine($"| {string.Join(" | ", cells.Select(Padded))} |");

    private string Padded(string cell, int column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]);
}
