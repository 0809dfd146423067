using BenchmarkDotNet.Attributes;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>Functions of single elements, on arrays that fit into the first-level cache and arrays that fit into no cache.</summary>
public class ElementwiseBenchmarks
{
    private float[] x = [], y = [], gradient = [];

    /// <summary>The number of elements.</summary>
    [Params(2048, 1 << 23)]
    public int Length { get; set; }

    /// <summary>Makes the inputs.</summary>
    [GlobalSetup]
    public void Fill()
    {
        x = Tensor<float>.RandomNormal(new TorchGenerator(1), [Length]).Span.ToArray();
        (y, gradient) = (new float[Length], new float[Length]);
    }

    /// <summary>tanh(x).</summary>
    [Benchmark]
    public void Tanh() => Kernels.Map<float, TanhFormula>(default, x, y);

    /// <summary>dy·(1 − y²).</summary>
    [Benchmark]
    public void TanhGradient() => Kernels.MapGradient<float, TanhFormula>(default, x, x, y, gradient);

    /// <summary>eˣ.</summary>
    [Benchmark]
    public void Exp() => Kernels.Map<float, ExpFormula>(default, x, y);

    /// <summary>ln x, of negative numbers too.</summary>
    [Benchmark]
    public void Log() => Kernels.Map<float, LogFormula>(default, x, y);
}
