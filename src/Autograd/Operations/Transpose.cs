using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>yⱼᵢ = xᵢⱼ, for a matrix. ∂L/∂x = (∂L/∂y)ᵀ.</summary>
/// <exception cref="ArgumentException">x is no matrix.</exception>
public sealed class Transpose<T>(Variable<T> x) : Variable<T>(Transposed(x.Shape), x) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int rows = Transposed(x.Shape)[1], columns = Transposed(x.Shape)[0];

    /// <inheritdoc/>
    protected override void Forward() => Kernels.Transpose<T>(x.Value, Value, rows, columns);

    /// <inheritdoc/>
    protected override void Backward() => Kernels.Transpose<T>(Gradient, GradientOf(x), columns, rows);

    private static Shape Transposed(Shape shape) => shape.Rank == 2
        ? [shape[1], shape[0]]
        : throw new ArgumentException($"Transpose: needs a matrix, and was given shape {shape}");
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Transpose{T}"/>
    public Variable<T> Transpose() => new Transpose<T>(this);
}
