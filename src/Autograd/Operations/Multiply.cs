using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = left · right, element by element, broadcast. ∂y/∂left = right and ∂y/∂right = left.</summary>
public sealed class Multiply<T>(Variable<T> left, Variable<T> right) : Elementwise2<T, MultiplyFormula>("Multiply", left, right)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Multiply{T}"/>.</summary>
public readonly struct MultiplyFormula : IFormula2
{
    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> left, Simd<V, T> right) => left * right;

    /// <inheritdoc/>
    public Simd<V, T> SlopeLeft<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y) => right;

    /// <inheritdoc/>
    public Simd<V, T> SlopeRight<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y) => left;
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Multiply{T}"/>
    public static Variable<T> operator *(Variable<T> left, Variable<T> right) => new Multiply<T>(left, right);

    /// <inheritdoc cref="Autograd.Multiply{T}"/>
    public static Variable<T> operator *(Variable<T> left, T right) => new Multiply<T>(left, new Constant<T>(right));

    /// <inheritdoc cref="Autograd.Multiply{T}"/>
    public static Variable<T> operator *(T left, Variable<T> right) => new Multiply<T>(new Constant<T>(left), right);

    /// <inheritdoc cref="Autograd.Multiply{T}"/>
    public static Variable<T> operator *(Variable<T> left, double right) => new Multiply<T>(left, Number(right));

    /// <inheritdoc cref="Autograd.Multiply{T}"/>
    public static Variable<T> operator *(double left, Variable<T> right) => new Multiply<T>(Number(left), right);
}
