using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = |x|, element by element. dy/dx is the sign of x: 1, −1, or 0 at the kink x = 0.</summary>
public sealed class Abs<T>(Variable<T> x) : Elementwise<T, AbsFormula>(x) where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Abs{T}"/>.</summary>
public readonly struct AbsFormula : IFormula
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Simd.Abs(x);

    /// <inheritdoc/>
    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => Simd.Where(x > 0, 1, Simd.Where(x < 0, -1, 0));
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Abs{T}"/>
    public Variable<T> Abs() => new Abs<T>(this);
}
