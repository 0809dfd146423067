using Makemore.Models;

namespace Makemore.Bench;

/// <summary>A small GPT, and how many names a step learns from: one in float64, as microgpt, or several in float32.</summary>
internal sealed record GptSize(int Width, int Batch)
{
    /// <summary>All that are measured, with the ratio to libtorch that is aimed at.</summary>
    public static IReadOnlyList<(GptSize Size, double Target)> All { get; } =
        [(new(16, 1), 20), (new(16, 16), 8), (new(32, 16), 4), (new(64, 16), 3)];

    /// <summary>Whether it is the original's: one name a step, in float64.</summary>
    public bool IsOriginal => Batch == 1;

    /// <summary>The sizes of its layers.</summary>
    public GptSizes Sizes => new(Layers: 1, Width, Heads: 4, Block: 16);

    public override string ToString() => $"width {Width}, {(IsOriginal ? "1 name, float64" : $"{Batch} names")}";
}
