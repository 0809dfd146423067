using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// The same elements with the axes in another order: (n, t, heads, size) permuted by 0, 2, 1, 3 is (n, heads, t, size). ∂L/∂x is ∂L/∂y
/// with the axes put back.
/// </summary>
/// <exception cref="ArgumentException">The axes are not those of x, each once.</exception>
public sealed class Permute<T>(Variable<T> x, params ReadOnlySpan<int> axes) : Variable<T>(x.Shape.Permute("Permute", axes), x)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Permutation permutation = new("Permute", x.Shape, axes);

    /// <inheritdoc/>
    protected override void Forward() => permutation.Apply<T>(x.Value, Value);

    /// <inheritdoc/>
    protected override void Backward() => permutation.Inverse.Apply<T>(Gradient, GradientOf(x));
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Permute{T}"/>
    public Variable<T> Permute(params ReadOnlySpan<int> axes) => new Permute<T>(this, axes);

    /// <summary>Exchanges two axes (-1 is the innermost).</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public Variable<T> Transpose(int first, int second)
    {
        int[] axes = [.. Enumerable.Range(0, Shape.Rank)];
        (int a, int b) = (Shape.Axis("Transpose", first), Shape.Axis("Transpose", second));
        (axes[a], axes[b]) = (b, a);
        return new Permute<T>(this, axes);
    }

    /// <summary>The transpose of a matrix, yⱼᵢ = xᵢⱼ. If there are more axes, the last two are exchanged.</summary>
    /// <exception cref="ArgumentException">There are fewer than two axes.</exception>
    public Variable<T> Transpose() => Shape.Rank >= 2
        ? Transpose(-2, -1)
        : throw new ArgumentException($"Transpose: needs at least two axes, and was given shape {Shape}");
}
