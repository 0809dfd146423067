using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = Σ x over some axes (all if none is given), which are dropped, or kept with size 1. ∂L/∂x = ∂L/∂y, sent to every term.
/// </summary>
/// <exception cref="ArgumentException">x has no such axis, or one is named twice.</exception>
public sealed class Sum<T>(Variable<T> x, ReadOnlySpan<int> axes, bool keepDimensions)
    : Variable<T>(x.Shape.Reduce("Sum", axes, keepDimensions), x) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Reduction terms = new(x.Shape, x.Shape.Reduce("Sum", axes, keepDimensions: true));

    /// <inheritdoc/>
    protected override void Forward() => terms.Sum<T>(x.Value, Value);

    /// <inheritdoc/>
    protected override void Backward() => terms.Spread<T>(Gradient, T.One, GradientOf(x));
}

public abstract partial class Variable<T>
{
    /// <summary>The sum of all elements, a scalar.</summary>
    public Variable<T> Sum() => new Sum<T>(this, [], keepDimensions: false);

    /// <summary>The sum along an axis (-1 is the innermost), which is dropped, or kept with size 1.</summary>
    public Variable<T> Sum(int axis, bool keepDimensions = false) => new Sum<T>(this, [axis], keepDimensions);

    /// <inheritdoc cref="Autograd.Sum{T}"/>
    public Variable<T> Sum(ReadOnlySpan<int> axes, bool keepDimensions = false) => new Sum<T>(this, axes, keepDimensions);
}
