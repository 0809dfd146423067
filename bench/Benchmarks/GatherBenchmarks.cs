using BenchmarkDotNet.Attributes;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>Looking up embeddings in a table of 27 rows, three for each example, and adding up their gradients.</summary>
public class GatherBenchmarks
{
    private const int Vocabulary = 27, Block = 3;

    private float[] table = [], looked = [];
    private int[] indices = [];

    /// <summary>The length of an embedding.</summary>
    [Params(2, 10)]
    public int Embedding { get; set; }

    /// <summary>The number of examples.</summary>
    [Params(32, 4096)]
    public int Batch { get; set; }

    /// <summary>Makes the table and the indices.</summary>
    [GlobalSetup]
    public void Fill()
    {
        var generator = new TorchGenerator(1);
        table = Tensor<float>.RandomNormal(generator, [Vocabulary, Embedding]).Span.ToArray();
        indices = new int[Batch * Block];
        generator.Integers(indices, 0, Vocabulary);
        looked = new float[indices.Length * Embedding];
    }

    /// <summary>From table rows to examples.</summary>
    [Benchmark]
    public void Gather() => Kernels.Gather<float>(table, indices, looked, Embedding);

    /// <summary>From examples' gradients to table rows.</summary>
    [Benchmark]
    public void ScatterAdd() => Kernels.ScatterAdd<float>(looked, indices, table.AsSpan(), Embedding);
}
