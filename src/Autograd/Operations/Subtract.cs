using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = left − right, element by element, broadcast. ∂y/∂left = 1 and ∂y/∂right = −1.</summary>
public sealed class Subtract<T>(Variable<T> left, Variable<T> right) : Elementwise2<T, SubtractFormula>("Subtract", left, right)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Subtract{T}"/>.</summary>
public readonly struct SubtractFormula : IFormula2
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> left, Simd<V, T> right) => left - right;

    /// <inheritdoc/>
    public Simd<V, T> SlopeLeft<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y) => 1;

    /// <inheritdoc/>
    public Simd<V, T> SlopeRight<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y) => -1;
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Subtract{T}"/>
    public static Variable<T> operator -(Variable<T> left, Variable<T> right) => new Subtract<T>(left, right);

    /// <inheritdoc cref="Autograd.Subtract{T}"/>
    public static Variable<T> operator -(Variable<T> left, T right) => new Subtract<T>(left, new Constant<T>(right));

    /// <inheritdoc cref="Autograd.Subtract{T}"/>
    public static Variable<T> operator -(T left, Variable<T> right) => new Subtract<T>(new Constant<T>(left), right);

    /// <inheritdoc cref="Autograd.Subtract{T}"/>
    public static Variable<T> operator -(Variable<T> left, double right) => new Subtract<T>(left, Number(right));

    /// <inheritdoc cref="Autograd.Subtract{T}"/>
    public static Variable<T> operator -(double left, Variable<T> right) => new Subtract<T>(Number(left), right);
}
