using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = the larger of left and right, element by element, broadcast; NaN where either is NaN. The slope is 1 for the one that was taken and
/// 0 for the other; equal ones share it, ½ each.
/// </summary>
public sealed class Maximum<T>(Variable<T> left, Variable<T> right) : Elementwise2<T, MaximumFormula>("Maximum", left, right)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Maximum{T}"/>.</summary>
public readonly struct MaximumFormula : IFormula2
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> left, Simd<V, T> right) => Simd.Max(left, right);

    /// <inheritdoc/>
    public Simd<V, T> SlopeLeft<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y) =>
        Simd.Where(left < right, 0, Simd.Where(Simd.Equal(left, right), 0.5, 1));

    /// <inheritdoc/>
    public Simd<V, T> SlopeRight<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y) =>
        Simd.Where(left > right, 0, Simd.Where(Simd.Equal(left, right), 0.5, 1));
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Maximum{T}"/>
    public Variable<T> Maximum(Variable<T> other) => new Maximum<T>(this, other);

    /// <inheritdoc cref="Maximum{T}"/>
    public Variable<T> Maximum(double other) => new Maximum<T>(this, Number(other));
}
