using BenchmarkDotNet.Attributes;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>The three products of a layer Y = X·W, for X (rows, inner) and W (inner, columns).</summary>
public class MatMulBenchmarks
{
    private float[] x = [], w = [], y = [];

    /// <summary>The sizes to measure.</summary>
    public static IEnumerable<MatMulSize> Sizes => MatMulSize.All;

    /// <summary>The sizes being measured.</summary>
    [ParamsSource(nameof(Sizes))]
    public MatMulSize Size { get; set; } = MatMulSize.All[0];

    /// <summary>Makes the matrices.</summary>
    [GlobalSetup]
    public void Fill()
    {
        var generator = new TorchGenerator(1);
        x = Tensor<float>.RandomNormal(generator, [Size.Rows, Size.Inner]).Span.ToArray();
        w = Tensor<float>.RandomNormal(generator, [Size.Inner, Size.Columns]).Span.ToArray();
        y = Tensor<float>.RandomNormal(generator, [Size.Rows, Size.Columns]).Span.ToArray();
    }

    /// <summary>Forward: X·W.</summary>
    [Benchmark]
    public void MatMul() => Kernels.MatMul<float>(x, w, y, Size.Rows, Size.Inner, Size.Columns);

    /// <summary>Backward, to the inputs: ∂L/∂Y · Wᵀ.</summary>
    [Benchmark]
    public void MatMulTransposedB() => Kernels.MatMulTransposedB<float>(y, w, x, Size.Rows, Size.Columns, Size.Inner);

    /// <summary>Backward, to the weights: Xᵀ · ∂L/∂Y.</summary>
    [Benchmark]
    public void MatMulTransposedA() => Kernels.MatMulTransposedA<float>(x, y, w, Size.Inner, Size.Rows, Size.Columns);
}
