namespace Makemore.Bench;

/// <summary>The sizes of an MLP's training step: embedding, hidden layer, mini-batch. The context is 3 characters of 27.</summary>
public sealed record PerceptronSize(int Embedding, int Hidden, int Batch)
{
    /// <summary>The sizes to measure.</summary>
    public static IReadOnlyList<PerceptronSize> All { get; } = [new(2, 100, 32), new(10, 200, 32), new(10, 200, 256), new(10, 200, 4096)];

    /// <summary>"10/200, batch 32".</summary>
    public override string ToString() => $"{Embedding}/{Hidden}, batch {Batch}";
}
