using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = the smaller of left and right, element by element, broadcast; NaN where either is NaN. The slope is 1 for the one that was taken and
/// 0 for the other; equal ones share it, ½ each.
/// </summary>
public sealed class Minimum<T>(Variable<T> left, Variable<T> right) : Elementwise2<T, MinimumFormula>("Minimum", left, right)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Minimum{T}"/>.</summary>
public readonly struct MinimumFormula : IFormula2
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> left, Simd<V, T> right) => Simd.Min(left, right);

    /// <inheritdoc/>
    public Simd<V, T> SlopeLeft<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y) =>
        Simd.Where(left > right, 0, Simd.Where(Simd.Equal(left, right), 0.5, 1));

    /// <inheritdoc/>
    public Simd<V, T> SlopeRight<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y) =>
        Simd.Where(left < right, 0, Simd.Where(Simd.Equal(left, right), 0.5, 1));
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Minimum{T}"/>
    public Variable<T> Minimum(Variable<T> other) => new Minimum<T>(this, other);

    /// <inheritdoc cref="Minimum{T}"/>
    public Variable<T> Minimum(double other) => new Minimum<T>(this, Number(other));
}
