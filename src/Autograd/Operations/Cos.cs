using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = cos x, element by element, for x in radians. dy/dx = −sin x.</summary>
public sealed class Cos<T>(Variable<T> x) : Elementwise<T, CosFormula>(x) where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Cos{T}"/>.</summary>
public readonly struct CosFormula : IFormula
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Simd.Cos(x);

    /// <inheritdoc/>
    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => -Simd.Sin(x);
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Cos{T}"/>
    public Variable<T> Cos() => new Cos<T>(this);
}
