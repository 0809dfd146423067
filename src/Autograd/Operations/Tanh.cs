using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = tanh(x), element by element. dy/dx = 1 − y², computed as (1 − y)·(1 + y): so it keeps its digits where y is near 1 or −1.
/// </summary>
public sealed class Tanh<T>(Variable<T> x) : Elementwise<T, TanhFormula>(x) where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Tanh{T}"/>.</summary>
public readonly struct TanhFormula : IFormulaOfOutput
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Simd.Tanh(x);

    /// <inheritdoc/>
    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => (1 - y) * (1 + y);
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Tanh{T}"/>
    public Variable<T> Tanh() => new Tanh<T>(this);
}
