using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = Σ (x − mean)² / (n − correction) over some axes (all if none is given) with n elements in all, which are dropped, or kept with
/// size 1.
/// ∂L/∂x = ∂L/∂y · 2(x − mean) / (n − correction). (The mean depends on x too, but its part is Σ (x − mean) = 0.)
/// </summary>
/// <remarks>
/// A correction of 1 (Bessel's) makes y an unbiased estimate from a sample; 0 makes it the variance of just these x. NaN if n is not above
/// the correction.
/// </remarks>
/// <exception cref="ArgumentException">x has no such axis, or one is named twice.</exception>
public sealed class Variance<T>(Variable<T> x, ReadOnlySpan<int> axes, int correction, bool keepDimensions)
    : Variable<T>(x.Shape.Reduce("Variance", axes, keepDimensions), x) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Reduction terms = new(x.Shape, x.Shape.Reduce("Variance", axes, keepDimensions: true));
    private readonly Tensor<T> mean = new(x.Shape.Reduce("Variance", axes, keepDimensions: true)); // kept for the gradient

    /// <inheritdoc/>
    protected override void Forward() => terms.Variance<T>(x.Value, mean, Value, correction);

    /// <inheritdoc/>
    protected override void Backward() => terms.VarianceGradient(x.Value, mean, Gradient, GradientOf(x), correction);
}

public abstract partial class Variable<T>
{
    /// <summary>The variance of all elements, a scalar.</summary>
    public Variable<T> Variance(int correction = 1) => new Variance<T>(this, [], correction, keepDimensions: false);

    /// <inheritdoc cref="Autograd.Variance{T}"/>
    public Variable<T> Variance(ReadOnlySpan<int> axes, int correction = 1, bool keepDimensions = false) =>
        new Variance<T>(this, axes, correction, keepDimensions);
}
