using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = a number where the mask is not 0, and x elsewhere: −∞ keeps softmax from looking there. A mask with fewer or smaller axes is
/// stretched: one (t, t) serves (n, heads, t, t). ∂L/∂x = ∂L/∂y where the mask is 0, and 0 elsewhere.
/// </summary>
/// <exception cref="ArgumentException">The mask does not stretch to the shape of x.</exception>
public sealed class MaskedFill<T>(Variable<T> x, Tensor<T> mask, double number) : Variable<T>(x.Shape, x)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Masking masking = new("MaskedFill", mask.Shape, x.Shape);

    /// <inheritdoc/>
    protected override void Forward() => masking.Fill(mask, x.Value, T.CreateTruncating(number), Value);

    /// <inheritdoc/>
    protected override void Backward() => masking.Fill(mask, Gradient, T.Zero, GradientOf(x));
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.MaskedFill{T}"/>
    public Variable<T> MaskedFill(Tensor<T> mask, double number) => new MaskedFill<T>(this, mask, number);
}
