using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = eˣ, element by element. dy/dx = y: the derivative is the output itself.</summary>
public sealed class Exp<T>(Variable<T> x) : Elementwise<T, ExpFormula>(x) where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Exp{T}"/>.</summary>
public readonly struct ExpFormula : IFormulaOfOutput
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Simd.Exp(x);

    /// <inheritdoc/>
    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => y;
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Exp{T}"/>
    public Variable<T> Exp() => new Exp<T>(this);
}
