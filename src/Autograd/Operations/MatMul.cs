using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// Y = A·B, for A (..., rows, inner) and B (..., inner, columns). Leading axes are batches: one product for each place on them. They
/// broadcast, so one B may serve all of A. ∂L/∂A = ∂L/∂Y · Bᵀ and ∂L/∂B = Aᵀ · ∂L/∂Y, each summed over the uses of a matrix.
/// </summary>
/// <exception cref="ArgumentException">
/// A or B has fewer than two axes, the inner sizes differ, or the leading axes do not broadcast.
/// </exception>
public sealed class MatMul<T>(Variable<T> a, Variable<T> b) : Variable<T>(ProductOf(a, b).Result, a, b)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly BatchedProduct product = ProductOf(a, b);

    /// <inheritdoc/>
    protected override void Forward() => product.Multiply<T>(a.Value, b.Value, Value);

    /// <inheritdoc/>
    protected override void Backward()
    {
        product.GradientOfA<T>(Gradient, b.Value, GradientOf(a));
        product.GradientOfB<T>(a.Value, Gradient, GradientOf(b));
    }

    private static BatchedProduct ProductOf(Variable<T> a, Variable<T> b) => new("MatMul", a.Shape, b.Shape);
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.MatMul{T}"/>
    public Variable<T> MatMul(Variable<T> b) => new MatMul<T>(this, b);
}
