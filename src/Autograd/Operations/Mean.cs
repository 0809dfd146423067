using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = Σ x / n over some axes (all if none is given) with n elements in all, which are dropped, or kept with size 1.
/// ∂L/∂x = ∂L/∂y / n, sent to every term.
/// </summary>
/// <exception cref="ArgumentException">x has no such axis, or one is named twice.</exception>
public sealed class Mean<T>(Variable<T> x, ReadOnlySpan<int> axes, bool keepDimensions)
    : Variable<T>(x.Shape.Reduce("Mean", axes, keepDimensions), x) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Reduction terms = new(x.Shape, x.Shape.Reduce("Mean", axes, keepDimensions: true));

    /// <inheritdoc/>
    protected override void Forward()
    {
        terms.Sum<T>(x.Value, Value);
        Kernels.Scale<T>(Value, Share, Value);
    }

    /// <inheritdoc/>
    protected override void Backward() => terms.Spread<T>(Gradient, Share, GradientOf(x));

    private T Share => T.One / T.CreateChecked(terms.Terms); // 1 / n
}

public abstract partial class Variable<T>
{
    /// <summary>The mean of all elements, a scalar.</summary>
    public Variable<T> Mean() => new Mean<T>(this, [], keepDimensions: false);

    /// <summary>The mean along an axis (-1 is the innermost), which is dropped, or kept with size 1.</summary>
    public Variable<T> Mean(int axis, bool keepDimensions = false) => new Mean<T>(this, [axis], keepDimensions);

    /// <inheritdoc cref="Autograd.Mean{T}"/>
    public Variable<T> Mean(ReadOnlySpan<int> axes, bool keepDimensions = false) => new Mean<T>(this, axes, keepDimensions);
}
