using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = ln x, element by element. dy/dx = 1 / x.</summary>
public sealed class Log<T>(Variable<T> x) : Elementwise<T, LogFormula>(x) where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Log{T}"/>.</summary>
public readonly struct LogFormula : IFormula
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Simd.Log(x);

    /// <inheritdoc/>
    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => 1 / x;
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Log{T}"/>
    public Variable<T> Log() => new Log<T>(this);
}
