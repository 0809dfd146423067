using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// In training sets each element to 0 with some probability, anew in every computation, and multiplies the rest by 1 / (1 − rate), which
/// keeps the expected value; in inference passes all on. Srivastava et al., "Dropout" (2014), section 4, with the scale as in PyTorch.
/// </summary>
public sealed class DropoutLayer<T> : Module<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double rate;
    private readonly TorchGenerator generator;

    /// <summary>A layer that drops this share of the elements; <paramref name="generator"/> chooses them.</summary>
    /// <exception cref="ArgumentException">The rate is not from 0 to below 1.</exception>
    public DropoutLayer(double rate, TorchGenerator generator)
    {
        if (!(rate >= 0 && rate < 1)) throw new ArgumentException($"Dropout: the rate must be at least 0 and below 1, and is {rate}");
        (this.rate, this.generator) = (rate, generator);
        RowsAreIndependent = false; // two equal rows lose different elements, and threads cannot share a generator
    }

    /// <summary>Any shape to the same shape.</summary>
    public Variable<T> Forward(Variable<T> x, Mode mode) =>
        mode == Mode.Inference || rate == 0 ? x : x * new Mask(x.Shape, rate, generator);

    /// <summary>0 with probability <paramref name="rate"/>, else 1 / (1 − rate), drawn anew in every computation.</summary>
    private sealed class Mask(Shape shape, double rate, TorchGenerator generator) : Variable<T>(shape)
    {
        private readonly float[] uniform = new float[shape.Elements];

        protected override void Forward()
        {
            generator.Uniform(uniform);
            T kept = T.CreateChecked(1 / (1 - rate));
            for (int i = 0; i < uniform.Length; i++) Value.Span[i] = uniform[i] < rate ? T.Zero : kept;
        }

        protected override void Backward() { }
    }
}
