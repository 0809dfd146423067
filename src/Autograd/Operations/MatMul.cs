using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>Y = A·B, for A (rows, inner) and B (inner, columns). ∂L/∂A = ∂L/∂Y · Bᵀ and ∂L/∂B = Aᵀ · ∂L/∂Y.</summary>
/// <exception cref="ArgumentException">A or B is no matrix, or the inner sizes differ.</exception>
public sealed class MatMul<T>(Variable<T> a, Variable<T> b) : Variable<T>(ProductShape(a.Shape, b.Shape), a, b)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Forward() => Kernels.MatMul<T>(a.Value, b.Value, Value, a.Shape[0], a.Shape[1], b.Shape[1]);

    /// <inheritdoc/>
    protected override void Backward()
    {
        (int rows, int inner, int columns) = (a.Shape[0], a.Shape[1], b.Shape[1]);
        Kernels.MatMulTransposedB<T>(Gradient, b.Value, GradientOf(a), rows, columns, inner);
        Kernels.MatMulTransposedA<T>(a.Value, Gradient, GradientOf(b), inner, rows, columns);
    }

    private static Shape ProductShape(Shape a, Shape b)
    {
        if (a.Rank != 2 || b.Rank != 2) throw new ArgumentException($"MatMul: {a} x {b}: both must be matrices");
        if (a[1] != b[0]) throw new ArgumentException($"MatMul: {a} x {b}: inner sizes {a[1]} and {b[0]} differ");
        return [a[0], b[1]];
    }
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.MatMul{T}"/>
    public Variable<T> MatMul(Variable<T> b) => new MatMul<T>(this, b);
}
