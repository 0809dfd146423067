using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = a where the mask is not 0, and b elsewhere. A mask with fewer or smaller axes is stretched: one (t, t) serves
/// (n, heads, t, t). ∂L/∂a = ∂L/∂y where the mask is not 0, ∂L/∂b = ∂L/∂y elsewhere; the mask has no gradient.
/// </summary>
/// <exception cref="ArgumentException">a and b have different shapes, or the mask does not stretch to them.</exception>
public sealed class Where<T>(Tensor<T> mask, Variable<T> a, Variable<T> b) : Variable<T>(SameShape(a.Shape, b.Shape), a, b)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Masking masking = new("Where", mask.Shape, a.Shape);

    /// <inheritdoc/>
    protected override void Forward() => masking.Where<T>(mask, a.Value, b.Value, Value);

    /// <inheritdoc/>
    protected override void Backward()
    {
        masking.Keep(mask, Gradient, GradientOf(a));
        masking.Fill(mask, Gradient, T.Zero, GradientOf(b));
    }

    private static Shape SameShape(Shape a, Shape b) => a.Equals(b)
        ? a
        : throw new ArgumentException($"Where: chooses between two of the same shape, and was given {a} and {b}");
}

public abstract partial class Variable<T>
{
    /// <summary>This where the mask is not 0, and <paramref name="other"/> elsewhere: <see cref="Autograd.Where{T}"/>.</summary>
    public Variable<T> Where(Tensor<T> mask, Variable<T> other) => new Where<T>(mask, this, other);
}
