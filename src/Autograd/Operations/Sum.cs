using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = Σ x over one axis, or over all elements where no axis is given. ∂L/∂x = ∂L/∂y, sent to every term.</summary>
/// <exception cref="ArgumentException">x has no such axis.</exception>
public sealed class Sum<T>(Variable<T> x, int? axis, bool keepDimensions)
    : Variable<T>(x.Shape.Reduce("Sum", axis, keepDimensions), x) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Reduction axes = new(x.Shape, x.Shape.Reduce("Sum", axis, keepDimensions: true));

    /// <inheritdoc/>
    protected override void Forward() => axes.Sum<T>(x.Value, Value);

    /// <inheritdoc/>
    protected override void Backward() => axes.Spread<T>(Gradient, T.One, GradientOf(x));
}

public abstract partial class Variable<T>
{
    /// <summary>The sum of all elements, a scalar.</summary>
    public Variable<T> Sum() => new Sum<T>(this, axis: null, keepDimensions: false);

    /// <summary>The sum along an axis (-1 is the innermost), which is dropped, or kept with size 1.</summary>
    public Variable<T> Sum(int axis, bool keepDimensions = false) => new Sum<T>(this, axis, keepDimensions);
}
