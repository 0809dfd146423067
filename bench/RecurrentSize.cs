using Makemore.Models;

namespace Makemore.Bench;

/// <summary>A recurrent model of makemore's size, and how many names a step learns from.</summary>
internal sealed record RecurrentSize(CellKind Cell, int Width, int Batch)
{
    /// <summary>All that are measured, with the ratio to libtorch that is promised; 8 is aimed at.</summary>
    public static IReadOnlyList<(RecurrentSize Size, double Target)> All { get; } =
        [.. Enum.GetValues<CellKind>().Select(cell => (new RecurrentSize(cell, Width: 64, Batch: 32), 5.0))];

    /// <summary>How many products of a step's input and state with a matrix the cell takes.</summary>
    public int Products => Cell switch { CellKind.Rnn => 1, CellKind.Gru => 3, _ => 4 };

    /// <summary>The sizes of its layers.</summary>
    public RecurrentSizes Sizes => new(Cell, Width, Embedding: Width, Block: 16);

    public override string ToString() => $"{Cell.ToString().ToUpperInvariant()} step, width {Width}, {Batch} names";
}
