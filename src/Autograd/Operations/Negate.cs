using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = −x, element by element. dy/dx = −1.</summary>
public sealed class Negate<T>(Variable<T> x) : Elementwise<T, NegateFormula>(x) where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Negate{T}"/>.</summary>
public readonly struct NegateFormula : IFormula
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => -x;

    /// <inheritdoc/>
    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => -1;
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Negate{T}"/>
    public static Variable<T> operator -(Variable<T> x) => new Negate<T>(x);
}
