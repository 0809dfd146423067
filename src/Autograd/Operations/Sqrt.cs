using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = √x, element by element. dy/dx = 1 / 2y.</summary>
public sealed class Sqrt<T>(Variable<T> x) : Elementwise<T, SqrtFormula>(x) where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Sqrt{T}"/>.</summary>
public readonly struct SqrtFormula : IFormulaOfOutput
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Simd.Sqrt(x);

    /// <inheritdoc/>
    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => 1 / (2 * y);
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Sqrt{T}"/>
    public Variable<T> Sqrt() => new Sqrt<T>(this);
}
