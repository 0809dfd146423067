using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// yᵢ = x[i, indicesᵢ]: one element of each row, such as the probability that a model gave to what came next.
/// ∂L/∂x is ∂L/∂yᵢ there and 0 elsewhere.
/// </summary>
/// <exception cref="ArgumentException">
/// x is not a matrix, there is not one index for each row, or, at each computation, an index is not a column.
/// </exception>
public sealed class Pick<T>(Variable<T> x, Indices indices) : Variable<T>(OneEachRow(x.Shape, indices), x)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The element of each row that is picked.</summary>
    public Indices Indices => indices;

    /// <inheritdoc/>
    protected override void Forward() => Kernels.Pick<T>(x.Value, indices.Span, Value, x.Shape[1]);

    /// <inheritdoc/>
    protected override void Backward() => Kernels.PickGradient<T>(Gradient, indices.Span, GradientOf(x), x.Shape[1]);

    private static Shape OneEachRow(Shape x, Indices indices) => x.Rank == 2 && indices.Length == x[0]
        ? [x[0]]
        : throw new ArgumentException($"Pick: needs a matrix and one index for each row, and was given {x} and {indices.Length} indices");
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Pick{T}"/>
    public Variable<T> Pick(Indices indices) => new Pick<T>(this, indices);
}
