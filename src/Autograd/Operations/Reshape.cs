using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// The same elements in the same order under another shape. One size may be -1, which stands for what remains. ∂L/∂x = ∂L/∂y, in the shape
/// of x. The value is shared with x, not copied; the gradient is y's own, because x may receive other contributions.
/// </summary>
/// <exception cref="ArgumentException">The shape has another number of elements.</exception>
public sealed class Reshape<T>(Variable<T> x, params ReadOnlySpan<int> sizes) : Variable<T>(x.Value.Reshape(sizes), x)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Forward() { }

    /// <inheritdoc/>
    protected override void Backward() => Kernels.Copy<T>(Gradient, GradientOf(x));
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Reshape{T}"/>
    public Variable<T> Reshape(params ReadOnlySpan<int> sizes) => new Reshape<T>(this, sizes);
}
