using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = max(x, 0), element by element. dy/dx = 1 where x &gt; 0, and 0 elsewhere, the kink x = 0 included. NaN stays NaN, with slope 1, so
/// that it shows in the gradients too.
/// </summary>
public sealed class Relu<T>(Variable<T> x) : Elementwise<T, ReluFormula>(x) where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Relu{T}"/>.</summary>
public readonly struct ReluFormula : IFormulaOfOutput
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Simd.Max(x, 0);

    /// <inheritdoc/>
    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => Simd.Where(y <= 0, 0, 1);
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Relu{T}"/>
    public Variable<T> Relu() => new Relu<T>(this);
}
