using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = sin x, element by element, for x in radians. dy/dx = cos x.</summary>
public sealed class Sin<T>(Variable<T> x) : Elementwise<T, SinFormula>(x) where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Sin{T}"/>.</summary>
public readonly struct SinFormula : IFormula
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Simd.Sin(x);

    /// <inheritdoc/>
    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => Simd.Cos(x);
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Sin{T}"/>
    public Variable<T> Sin() => new Sin<T>(this);
}
