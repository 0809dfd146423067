using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// In training, sets each element to 0 with some probability, drawn again at every computation, and multiplies the rest by 1 / (1 − rate),
/// which keeps the expected value. In inference, passes everything on. Srivastava et al., "Dropout" (2014), section 4, scaled as in
/// PyTorch.
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
        (this.rate, this.generator) = (rate, Add("generator", generator));
        RowsAreIndependent = false; // two equal rows lose different elements, and threads cannot share a generator
    }

    /// <summary>Any shape to the same shape.</summary>
    public Variable<T> Forward(Variable<T> x, Mode mode) =>
        mode == Mode.Inference || rate == 0 ? x : x.Dropout(rate, generator);
}
