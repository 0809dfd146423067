using BenchmarkDotNet.Attributes;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>Softmax and cross-entropy over rows of 27 logits.</summary>
public class SoftmaxBenchmarks
{
    private const int Columns = 27;

    private float[] logits = [], probabilities = [], gradient = [];
    private int[] targets = [];

    /// <summary>The number of rows.</summary>
    [Params(32, 4096)]
    public int Rows { get; set; }

    /// <summary>Makes the logits and the targets.</summary>
    [GlobalSetup]
    public void Fill()
    {
        var generator = new TorchGenerator(1);
        logits = Tensor<float>.RandomNormal(generator, [Rows, Columns]).Span.ToArray();
        targets = new int[Rows];
        generator.Integers(targets, 0, Columns);
        (probabilities, gradient) = (new float[logits.Length], new float[logits.Length]);
        CrossEntropy();
    }

    /// <summary>Each row's softmax.</summary>
    [Benchmark]
    public void Softmax() => Kernels.Softmax<float>(logits, probabilities, Columns);

    /// <summary>The loss, which also stores the softmax.</summary>
    [Benchmark]
    public float CrossEntropy() => Kernels.CrossEntropy<float>(logits, targets, probabilities, Columns);

    /// <summary>Its gradient.</summary>
    [Benchmark]
    public void CrossEntropyGradient() => Kernels.CrossEntropyGradient<float>(probabilities, targets, 1, gradient, Columns);
}
