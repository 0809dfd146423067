namespace Makemore.Bench;

/// <summary>The sizes of a product: (rows, inner) x (inner, columns).</summary>
public sealed record MatMulSize(int Rows, int Inner, int Columns)
{
    /// <summary>The layers of the two MLPs at two batch sizes, and two squares.</summary>
    public static IReadOnlyList<MatMulSize> All { get; } =
    [
        new(32, 6, 100), new(32, 100, 27), new(32, 30, 200), new(32, 200, 27),
        new(4096, 30, 200), new(4096, 200, 27), new(512, 512, 512), new(1024, 1024, 1024),
    ];

    /// <summary>"32x6x100".</summary>
    public override string ToString() => $"{Rows}x{Inner}x{Columns}";
}
