using System.Globalization;
using System.Numerics;
using System.Text;

namespace Makemore.Tensors;

/// <summary>
/// A dense array of numbers with a shape: row-major, contiguous, any rank, over a plain array. <c>float</c> trains, <c>double</c> checks.
/// </summary>
/// <typeparam name="T"><c>float</c> or <c>double</c>.</typeparam>
public sealed class Tensor<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] elements;

    /// <summary>A tensor of zeros.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <c>float</c> nor <c>double</c>.</exception>
    public Tensor(Shape shape) : this(shape, new T[shape.Elements]) { }

    /// <summary>A tensor over <paramref name="elements"/> in row-major order. The array is used as it is, not copied.</summary>
    /// <exception cref="ArgumentException">The number of elements is not the product of the sizes.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <c>float</c> nor <c>double</c>.</exception>
    public Tensor(Shape shape, T[] elements)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"Tensor<{typeof(T).Name}>: a tensor holds float (to train) or double (to check)");
        if (elements.Length != shape.Elements)
            throw new ArgumentException($"Tensor: shape {shape} has {shape.Elements} elements, and {elements.Length} were given");
        Shape = shape;
        this.elements = elements;
    }

    /// <summary>The sizes of the axes, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The number of elements.</summary>
    public int Length => elements.Length;

    /// <summary>Who computes these elements again whenever it is asked to, such as a node of a graph; null for data.</summary>
    internal object? Producer { get; set; }

    /// <summary>All elements in row-major order, to read and to write.</summary>
    public Span<T> Span => elements;

    /// <summary>One element, by its index along each axis.</summary>
    /// <exception cref="ArgumentException">The indices are too few or too many, or one lies outside its axis.</exception>
    public ref T this[params ReadOnlySpan<int> indices] => ref elements[Offset(indices)];

    /// <summary>The single element of a tensor that has one, such as a loss.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
    public T ToScalar() => Length == 1
        ? elements[0]
        : throw new InvalidOperationException($"ToScalar: a tensor of shape {Shape} has {Length} elements, not one");

    /// <summary>The same elements, shared and not copied, under another shape.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public Tensor<T> Reshape(Shape shape) => shape.Elements == Length
        ? new(shape, elements) { Producer = Producer }
        : throw new ArgumentException($"Reshape: {Shape} has {Length} elements, and {shape} has {shape.Elements}");

    /// <summary>
    /// Standard-normal values, in the order and with the bits of PyTorch's float32 <c>randn</c>; for <c>double</c> the same values widened,
    /// so that a model starts from the same weights in both.
    /// </summary>
    public static Tensor<T> RandomNormal(TorchGenerator generator, Shape shape)
    {
        var values = new float[shape.Elements];
        generator.Normal(values);
        return new Tensor<T>(shape, Array.ConvertAll(values, T.CreateChecked));
    }

    /// <summary>A tensor seen as its elements, as kernels take it.</summary>
    public static implicit operator Span<T>(Tensor<T> tensor) => tensor.elements;

    /// <summary>A tensor seen as its elements, as kernels take it.</summary>
    public static implicit operator ReadOnlySpan<T>(Tensor<T> tensor) => tensor.elements;

    /// <summary>
    /// The shape and the elements in nested brackets, four decimals each; long axes show their first and last three entries.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Shape.Rank > 0) text.Append(Shape).Append(Shape.Rank == 1 ? " " : Environment.NewLine);
        Print(text, axis: 0, offset: 0);
        return text.ToString();
    }

    private void Print(StringBuilder text, int axis, int offset)
    {
        if (axis == Shape.Rank)
        {
            text.Append(elements[offset].ToString("0.0000", CultureInfo.InvariantCulture));
            return;
        }

        const int Edge = 3;
        int size = Shape[axis], stride = Shape.Sizes[(axis + 1)..].ToArray().Aggregate(1, (product, inner) => product * inner);
        string separator = axis == Shape.Rank - 1 ? ", " : "," + Environment.NewLine + new string(' ', axis + 1);
        text.Append('[');
        for (int i = 0; i < size; i++)
        {
            if (i > 0) text.Append(separator);
            if (i == Edge && size > 2 * Edge)
            {
                text.Append("...").Append(separator);
                i = size - Edge;
            }

            Print(text, axis + 1, offset + (i * stride));
        }

        text.Append(']');
    }

    private int Offset(ReadOnlySpan<int> indices)
    {
        if (indices.Length != Shape.Rank)
            throw new ArgumentException($"Tensor: {indices.Length} indices for shape {Shape}, which has {Shape.Rank} axes");
        int offset = 0;
        for (int axis = 0; axis < indices.Length; axis++)
        {
            if ((uint)indices[axis] >= (uint)Shape[axis])
                throw new ArgumentOutOfRangeException(nameof(indices), $"index {indices[axis]} is outside axis {axis} of shape {Shape}");
            offset = (offset * Shape[axis]) + indices[axis];
        }

        return offset;
    }
}
