using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = left / right, element by element, broadcast. ∂y/∂left = 1 / right and ∂y/∂right = −y / right.</summary>
public sealed class Divide<T>(Variable<T> left, Variable<T> right) : Elementwise2<T, DivideFormula>("Divide", left, right)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Divide{T}"/>.</summary>
public readonly struct DivideFormula : IFormula2
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> left, Simd<V, T> right) => left / right;

    /// <inheritdoc/>
    public Simd<V, T> SlopeLeft<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y) => 1 / right;

    /// <inheritdoc/>
    public Simd<V, T> SlopeRight<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y) => -y / right;
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Divide{T}"/>
    public static Variable<T> operator /(Variable<T> left, Variable<T> right) => new Divide<T>(left, right);

    /// <inheritdoc cref="Autograd.Divide{T}"/>
    public static Variable<T> operator /(Variable<T> left, T right) => new Divide<T>(left, new Constant<T>(right));

    /// <inheritdoc cref="Autograd.Divide{T}"/>
    public static Variable<T> operator /(T left, Variable<T> right) => new Divide<T>(new Constant<T>(left), right);

    /// <inheritdoc cref="Autograd.Divide{T}"/>
    public static Variable<T> operator /(Variable<T> left, double right) => new Divide<T>(left, Number(right));

    /// <inheritdoc cref="Autograd.Divide{T}"/>
    public static Variable<T> operator /(double left, Variable<T> right) => new Divide<T>(Number(left), right);
}
