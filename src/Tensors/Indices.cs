namespace Makemore.Tensors;

/// <summary>
/// Whole numbers with a shape that choose rows, columns or classes: the contexts and the targets of a mini-batch.
/// No gradient flows into a choice. A graph keeps the object and reads it again at every replay, so new contents are a new mini-batch.
/// </summary>
public sealed class Indices
{
    private readonly int[] values;

    /// <summary>Indices that are all 0, to be filled.</summary>
    public Indices(Shape shape) : this(shape, new int[shape.Elements]) { }

    /// <summary>Indices over <paramref name="values"/> in row-major order. The array is used as it is, not copied.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the sizes.</exception>
    public Indices(Shape shape, int[] values)
    {
        if (values.Length != shape.Elements)
            throw new ArgumentException($"Indices: shape {shape} has {shape.Elements} elements, and {values.Length} were given");
        Shape = shape;
        this.values = values;
    }

    /// <summary>The sizes of the axes, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The number of indices.</summary>
    public int Length => values.Length;

    /// <summary>All indices in row-major order, to read and to write.</summary>
    public Span<int> Span => values;

    /// <summary>One index, by its place along each axis; to read and to write.</summary>
    /// <exception cref="ArgumentException">There are too few or too many places, or one lies outside its axis.</exception>
    public ref int this[params ReadOnlySpan<int> places] => ref values[Shape.Offset("Indices", places)];

    /// <summary>A vector of indices: <c>Indices.Of(5, 13, 13, 1)</c>.</summary>
    public static Indices Of(params int[] values) => new([values.Length], values);

    /// <summary>The shape and the first few indices.</summary>
    public override string ToString() => $"{Shape} [{string.Join(", ", values.Take(12))}{(Length > 12 ? ", ..." : "")}]";
}
