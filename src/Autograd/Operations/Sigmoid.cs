using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = σ(x) = 1 / (1 + e⁻ˣ), element by element: between 0 and 1. dy/dx = y · (1 − y).</summary>
public sealed class Sigmoid<T>(Variable<T> x) : Elementwise<T, SigmoidFormula>(x) where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Sigmoid{T}"/>.</summary>
public readonly struct SigmoidFormula : IFormulaOfOutput
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => 1 / (1 + Simd.Exp(-x));

    /// <inheritdoc/>
    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => y * (1 - y);
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Sigmoid{T}"/>
    public Variable<T> Sigmoid() => new Sigmoid<T>(this);
}
