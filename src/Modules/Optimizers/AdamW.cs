using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// <see cref="Adam{T}"/>, with p ← p − rate · decay · p before each of its steps: weights shrink at a pace that no gradient changes.
/// Loshchilov, Hutter, "Decoupled Weight Decay Regularization" (2019), algorithm 2.
/// </summary>
public sealed class AdamW<T> : Adam<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double decay;

    /// <summary>AdamW for these parameters, by default with PyTorch's settings.</summary>
    /// <exception cref="ArgumentException">
    /// The decay is below 0 or not finite, a β is not from 0 to below 1, or ε is not above 0.
    /// </exception>
    public AdamW(
        IEnumerable<Parameter<T>> parameters, double decay = 0.01, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        : base(parameters, beta1, beta2, epsilon)
    {
        if (!(decay >= 0 && double.IsFinite(decay)))
            throw new ArgumentException($"AdamW: the decay must be at least 0, and is {decay}");
        this.decay = decay;
    }

    /// <inheritdoc/>
    protected override void Move(int index, double rate)
    {
        Span<T> p = Parameters[index].Value.Span;
        Kernels.Scale<T>(p, T.CreateChecked(1 - (rate * decay)), p);
        base.Move(index, rate);
    }
}
