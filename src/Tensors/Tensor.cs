using System.Numerics;
using System.Runtime.CompilerServices;

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

    /// <summary>All elements in row-major order, to read and to write.</summary>
    public Span<T> Span => elements;

    /// <summary>One element, by its index along each axis; to read and to write.</summary>
    /// <exception cref="ArgumentException">There are too few or too many indices, or one lies outside its axis.</exception>
    [IndexerName("Element")] // C# would name it Item
    public ref T this[params ReadOnlySpan<int> indices] => ref elements[Shape.Offset("Tensor", indices)];

    /// <summary>The single element of a tensor that has one, such as a loss; to read and to write.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
    public ref T Item
    {
        get
        {
            if (Length != 1) throw new InvalidOperationException($"Item: a tensor of shape {Shape} has {Length} elements, not one");
            return ref elements[0];
        }
    }

    /// <summary>
    /// The node of a graph that computes these elements again and again; null for data. A graph uses it to find a constant over such a
    /// tensor, which a replay would leave stale. A reshaped tensor shares the elements, so it has the same producer; a clone is data.
    /// </summary>
    internal object? Producer { get; set; }

    /// <summary>
    /// The same elements, shared and not copied, under another shape. One size may be -1, which stands for what remains:
    /// <c>x.Reshape(6, -1)</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public Tensor<T> Reshape(params ReadOnlySpan<int> sizes) => new(Shape.Reshape("Reshape", sizes), elements) { Producer = Producer };

    /// <summary>A copy with elements of its own.</summary>
    public Tensor<T> Clone() => new(Shape, [.. elements]);

    /// <summary>A tensor whose elements are all <paramref name="value"/>.</summary>
    public static Tensor<T> Full(Shape shape, T value)
    {
        var tensor = new Tensor<T>(shape);
        tensor.Span.Fill(value);
        return tensor;
    }

    /// <summary>A tensor of ones.</summary>
    public static Tensor<T> Ones(Shape shape) => Full(shape, T.One);

    /// <summary>A matrix made of its rows: <c>Tensor&lt;double&gt;.FromRows([1, 2], [3, 4])</c> is (2, 2). The rows are copied.</summary>
    /// <exception cref="ArgumentException">The rows differ in length.</exception>
    public static Tensor<T> FromRows(params T[][] rows)
    {
        int columns = rows.Length == 0 ? 0 : rows[0].Length, ragged = Array.FindIndex(rows, row => row.Length != columns);
        return ragged == -1
            ? new([rows.Length, columns], [.. rows.SelectMany(row => row)])
            : throw new ArgumentException(
                $"FromRows: row {ragged} has {rows[ragged].Length} elements and row 0 has {columns}; " +
                "the rows of a matrix are equally long");
    }

    /// <summary>
    /// Normal values with mean 0 and standard deviation <paramref name="scale"/>, in the order and with the rounding of PyTorch's float32
    /// <c>randn(shape) * scale</c>; for <c>double</c> the same values widened, so that a model starts from the same weights in both.
    /// </summary>
    public static Tensor<T> RandomNormal(TorchGenerator generator, Shape shape, double scale = 1)
    {
        var values = new float[shape.Elements];
        generator.Normal(values);
        foreach (ref float value in values.AsSpan()) value *= (float)scale;
        return Widened(shape, values);
    }

    /// <summary>
    /// Uniform values from [<paramref name="low"/>, <paramref name="high"/>), in the order and with the bits of
    /// PyTorch's float32 <c>uniform_(low, high)</c>; for <c>double</c> the same values widened.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// <paramref name="low"/> is above <paramref name="high"/>, or the distance between them is not a finite float.
    /// </exception>
    public static Tensor<T> Uniform(TorchGenerator generator, Shape shape, double low = 0, double high = 1)
    {
        var values = new float[shape.Elements];
        generator.Uniform(values, low, high);
        return Widened(shape, values);
    }

    /// <summary>A tensor seen as its elements, as kernels take it.</summary>
    public static implicit operator Span<T>(Tensor<T> tensor) => tensor.elements;

    /// <summary>A tensor seen as its elements, as kernels take it.</summary>
    public static implicit operator ReadOnlySpan<T>(Tensor<T> tensor) => tensor.elements;

    /// <summary>
    /// The shape, and the elements in nested brackets. All have four decimals if every number shown, apart from 0, has a size from 0.001 up
    /// to 100 million; otherwise all are scientific, with four significant digits. Long axes show their first and last three entries.
    /// </summary>
    public override string ToString() => TensorText.Of(this);

    private static Tensor<T> Widened(Shape shape, float[] values) =>
        new(shape, values as T[] ?? Array.ConvertAll(values, T.CreateChecked));
}
