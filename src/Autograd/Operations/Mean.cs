using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = Σ x / n over one axis of size n, or over all n elements where no axis is given. ∂L/∂x = ∂L/∂y / n, sent to every term.
/// </summary>
/// <exception cref="ArgumentException">x has no such axis.</exception>
public sealed class Mean<T>(Variable<T> x, int? axis, bool keepDimensions)
    : Variable<T>(x.Shape.Reduce("Mean", axis, keepDimensions), x) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Reduction axes = new(x.Shape, x.Shape.Reduce("Mean", axis, keepDimensions: true));
    private readonly T share = T.One / T.CreateChecked(axis is null ? x.Shape.Elements : x.Shape[x.Shape.Axis("Mean", axis.Value)]);

    /// <inheritdoc/>
    protected override void Forward()
    {
        axes.Sum<T>(x.Value, Value);
        Kernels.Scale<T>(Value, share, Value);
    }

    /// <inheritdoc/>
    protected override void Backward() => axes.Spread<T>(Gradient, share, GradientOf(x));
}

public abstract partial class Variable<T>
{
    /// <summary>The mean of all elements, a scalar.</summary>
    public Variable<T> Mean() => new Mean<T>(this, axis: null, keepDimensions: false);

    /// <summary>The mean along an axis (-1 is the innermost), which is dropped, or kept with size 1.</summary>
    public Variable<T> Mean(int axis, bool keepDimensions = false) => new Mean<T>(this, axis, keepDimensions);
}
