using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// Part of an axis: <c>length</c> places from <c>start</c> on. ∂L/∂x is ∂L/∂y there and 0 elsewhere.
/// </summary>
/// <exception cref="ArgumentException">There is no such axis, or the part does not lie on it.</exception>
public sealed class Slice<T>(Variable<T> x, int axis, int start, int length) : Variable<T>(PartShape(x.Shape, axis, start, length), x)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // In memory, x is `count` blocks of `stride` elements, one for each place on the outer axes; the part is the same piece of each.
    private readonly int count = x.Shape.Product(..x.Shape.Axis("Slice", axis));
    private readonly int inner = x.Shape.Product((x.Shape.Axis("Slice", axis) + 1)..);
    private readonly int stride = x.Shape.Product(x.Shape.Axis("Slice", axis)..);

    /// <inheritdoc/>
    protected override void Forward() =>
        Kernels.CopyBlocks<T>(x.Value, start * inner, stride, Value, 0, length * inner, length * inner, count);

    /// <inheritdoc/>
    protected override void Backward()
    {
        Destination<T> dx = GradientOf(x);
        if (!dx.IsWanted) return;
        Span<T> sum = dx.Accumulator();
        Kernels.CopyBlocks(Gradient, 0, length * inner, Destination<T>.AddTo(sum), start * inner, stride, length * inner, count);
    }

    private static Shape PartShape(Shape x, int axis, int start, int length)
    {
        int along = x.Axis("Slice", axis);
        if (start < 0 || length < 0 || start > x[along] - length)
            throw new ArgumentException(
                $"Slice: {length} places from {start} on do not lie on axis {axis} of {x}, which has {x[along]}");
        int[] sizes = [.. x];
        sizes[along] = length;
        return Shape.Create(sizes);
    }
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Slice{T}"/>
    public Variable<T> Slice(int axis, int start, int length) => new Slice<T>(this, axis, start, length);

    /// <summary>One place on an axis, which is dropped: row 2 of a matrix is <c>x.Select(0, 2)</c>.</summary>
    /// <exception cref="ArgumentException">There is no such axis, or no such place on it.</exception>
    public Variable<T> Select(int axis, int index)
    {
        int along = Shape.Axis("Select", axis);
        if (index < 0 || index >= Shape[along])
            throw new ArgumentException($"Select: axis {axis} of {Shape} has no place {index}; they are numbered 0 to {Shape[along] - 1}");
        return Slice(along, index, 1).Reshape([.. Shape.Sizes[..along], .. Shape.Sizes[(along + 1)..]]);
    }
}
