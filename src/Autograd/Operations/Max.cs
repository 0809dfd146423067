using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = the largest x over some axes (all if none is given), which are dropped, or kept with size 1; NaN if one of them is NaN.
/// ∂L/∂x = ∂L/∂y for the x that is y, and 0 for the others. If several are, each receives an equal share.
/// </summary>
/// <exception cref="ArgumentException">x has no such axis, one is named twice, or one has size 0 and nothing to choose from.</exception>
public sealed class Max<T>(Variable<T> x, ReadOnlySpan<int> axes, bool keepDimensions)
    : Variable<T>(x.Shape.Reduce("Max", axes, keepDimensions), x) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Reduction choices = new(x.Shape, x.Shape.Reduce("Max", axes, keepDimensions: true));

    /// <inheritdoc/>
    protected override void Forward() => choices.Max<T>(x.Value, Value);

    /// <inheritdoc/>
    protected override void Backward() => choices.ExtremeGradient<T>(x.Value, Value, Gradient, GradientOf(x));
}

public abstract partial class Variable<T>
{
    /// <summary>The largest of all elements, a scalar.</summary>
    public Variable<T> Max() => new Max<T>(this, [], keepDimensions: false);

    /// <summary>The largest along an axis (-1 is the innermost), which is dropped, or kept with size 1.</summary>
    public Variable<T> Max(int axis, bool keepDimensions = false) => new Max<T>(this, [axis], keepDimensions);

    /// <inheritdoc cref="Autograd.Max{T}"/>
    public Variable<T> Max(ReadOnlySpan<int> axes, bool keepDimensions = false) => new Max<T>(this, axes, keepDimensions);
}
