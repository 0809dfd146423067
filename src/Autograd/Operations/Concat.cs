using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// The inputs one after another along an axis: (32, 2) and (32, 3) along axis 1 give (32, 5). ∂L/∂input is its part of ∂L/∂y.
/// </summary>
/// <exception cref="ArgumentException">There is no input or no such axis, or the shapes differ in an axis other than this one.</exception>
public sealed class Concat<T>(IReadOnlyList<Variable<T>> parts, int axis) : Variable<T>(JoinedShape(parts, axis), [.. parts])
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int axis = First(parts).Axis("Concat", axis);

    /// <inheritdoc/>
    protected override void Forward()
    {
        (int count, int stride) = Blocks(Shape);
        int start = 0;
        foreach (Variable<T> part in Inputs)
        {
            (_, int length) = Blocks(part.Shape);
            Kernels.CopyBlocks<T>(part.Value, 0, length, Value, start, stride, length, count);
            start += length;
        }
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        (int count, int stride) = Blocks(Shape);
        int start = 0;
        foreach (Variable<T> part in Inputs)
        {
            (_, int length) = Blocks(part.Shape);
            Kernels.CopyBlocks(Gradient, start, stride, GradientOf(part), 0, length, length, count);
            start += length;
        }
    }

    // In memory a tensor is `Count` blocks, one for each place on the axes outside the joined one, of `Length` elements each.
    private (int Count, int Length) Blocks(Shape shape) => (shape.Product(..axis), shape.Product(axis..));

    private static Shape First(IReadOnlyList<Variable<T>> parts) =>
        parts.Count > 0 ? parts[0].Shape : throw new ArgumentException("Concat: needs at least one variable");

    private static Shape JoinedShape(IReadOnlyList<Variable<T>> parts, int axis)
    {
        Shape first = First(parts);
        int along = first.Axis("Concat", axis);
        foreach (Variable<T> part in parts)
        {
            bool alike = part.Shape.Rank == first.Rank && Others(part.Shape).Equals(Others(first));
            if (!alike) throw new ArgumentException($"Concat: shapes {first} and {part.Shape} differ in an axis other than {axis}");
        }

        int[] sizes = [.. first];
        sizes[along] = parts.Sum(part => part.Shape[along]);
        return Shape.Create(sizes);

        Shape Others(Shape shape) => shape.Reduce("Concat", along, keepDimensions: true);
    }
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Concat{T}"/>
    public Variable<T> Concat(int axis, params ReadOnlySpan<Variable<T>> others) => new Concat<T>([this, .. others], axis);

    /// <summary>Variables of one shape side by side along a new axis: two of (32, 5), stacked along axis 1, are (32, 2, 5).</summary>
    /// <exception cref="ArgumentException">The shapes differ, or the new axis is out of range.</exception>
    public Variable<T> Stack(int axis, params ReadOnlySpan<Variable<T>> others)
    {
        // Each gets the new axis with size 1; then they are concatenated along it.
        int[] sizes = [.. Shape, 1];
        int along = Shape.Create(sizes).Axis("Stack", axis);
        sizes = [.. Shape.Sizes[..along], 1, .. Shape.Sizes[along..]];
        Variable<T>[] parts = [.. others];
        foreach (Variable<T> other in parts)
            if (!other.Shape.Equals(Shape)) throw new ArgumentException($"Stack: shapes {Shape} and {other.Shape} differ");
        return Reshape(sizes).Concat(along, Array.ConvertAll(parts, other => other.Reshape(sizes)));
    }
}
