using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = x, but at least low and at most high, element by element. dy/dx = 1 for x from low to high, and 0 outside. NaN stays NaN.
/// </summary>
public sealed class Clamp<T>(Variable<T> x, double low, double high)
    : Elementwise<T, ClampFormula>(x, new ClampFormula(low, high))
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Clamp{T}"/>.</summary>
public readonly struct ClampFormula(double low, double high) : IFormula
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Simd.Min(Simd.Max(x, low), high);

    /// <inheritdoc/>
    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => Simd.Where(x >= low, Simd.Where(x <= high, 1, 0), 0);
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Clamp{T}"/>
    public Variable<T> Clamp(double low, double high) => new Clamp<T>(this, low, high);
}
