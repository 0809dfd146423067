using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = xᵖ, element by element, for a constant p. dy/dx = p · xᵖ⁻¹, and 0 for p = 0.</summary>
public sealed class Pow<T>(Variable<T> x, double exponent) : Elementwise<T, PowFormula>(x, new PowFormula(exponent))
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>p.</summary>
    public double Exponent { get; } = exponent;
}

/// <summary>The formula of <see cref="Pow{T}"/>. The powers that people write need no call for each element.</summary>
public readonly struct PowFormula(double p) : IFormula
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Power(x, p);

    /// <inheritdoc/>
    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => p == 0 ? 0 : p * Power(x, p - 1);

    private static Simd<V, T> Power<V, T>(Simd<V, T> x, double exponent) => exponent switch
    {
        0 => 1,
        1 => x,
        2 => x * x,
        3 => x * x * x,
        0.5 => Simd.Sqrt(x),
        -0.5 => 1 / Simd.Sqrt(x),
        -1 => 1 / x,
        -1.5 => 1 / (x * Simd.Sqrt(x)),
        -2 => 1 / (x * x),
        _ => Simd.Pow(x, exponent),
    };
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Pow{T}"/>
    public Variable<T> Pow(double exponent) => new Pow<T>(this, exponent);
}
