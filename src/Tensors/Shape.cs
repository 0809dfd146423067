using System.Collections;
using System.Runtime.CompilerServices;

namespace Makemore.Tensors;

/// <summary>
/// The sizes of a tensor's axes, outermost first: <c>[32, 6]</c> is 32 rows of 6. <c>[]</c> is a scalar and has one element.
/// Immutable, and equal to any other shape with the same sizes.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IEquatable<Shape>, IEnumerable<int>
{
    private readonly int[] sizes;

    private Shape(int[] sizes)
    {
        this.sizes = sizes;
        long length = 1;
        foreach (int size in sizes)
        {
            if (size < 0) throw new ArgumentException($"Shape: {Text(sizes)} has a negative size");
            length *= size;
            if (length > Array.MaxLength) throw new ArgumentException($"Shape: {Text(sizes)} has more elements than an array can hold");
        }

        Elements = (int)length;
    }

    /// <summary>A shape with these sizes; written <c>[rows, columns]</c>.</summary>
    /// <exception cref="ArgumentException">A size is negative, or there are too many elements for one array.</exception>
    public static Shape Create(ReadOnlySpan<int> sizes) => new(sizes.ToArray());

    /// <summary>The number of axes: 0 for a scalar, 1 for a vector, 2 for a matrix.</summary>
    public int Rank => sizes.Length;

    /// <summary>The number of elements: the product of the sizes.</summary>
    public int Elements { get; }

    /// <summary>The size of an axis, counted from the outermost.</summary>
    public int this[int axis] => sizes[axis];

    /// <summary>The size of an axis that may count from the end: <c>shape[^1]</c> is the innermost.</summary>
    public int this[Index axis] => sizes[axis];

    /// <summary>The sizes as a span, for loops.</summary>
    public ReadOnlySpan<int> Sizes => sizes;

    /// <summary>
    /// The shape that two operands share after NumPy's broadcasting:
    /// axes are aligned at the innermost, and a size of 1, or a missing axis, stretches.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// Two aligned sizes differ and neither is 1; the message names <paramref name="operation"/> and both shapes.
    /// </exception>
    public static Shape Broadcast(string operation, Shape left, Shape right)
    {
        if (left.Equals(right)) return left;
        var result = new int[Math.Max(left.Rank, right.Rank)];
        for (int fromEnd = 1; fromEnd <= result.Length; fromEnd++)
        {
            int a = fromEnd <= left.Rank ? left.sizes[^fromEnd] : 1;
            int b = fromEnd <= right.Rank ? right.sizes[^fromEnd] : 1;
            if (a != b && a != 1 && b != 1)
                throw new ArgumentException(
                    $"{operation}: shapes {left} and {right} do not broadcast: sizes {a} and {b} differ and neither is 1");
            result[^fromEnd] = a == 1 ? b : a;
        }

        return new Shape(result);
    }

    /// <summary>This shape after reducing one axis, or all of them where none is given: kept with size 1, or dropped.</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public Shape Reduce(string operation, int? axis, bool keepDimensions) =>
        Reduce(operation, axis is int one ? [one] : [], keepDimensions);

    /// <summary>This shape after reducing several axes, or all of them where none is given: kept with size 1, or dropped.</summary>
    /// <exception cref="ArgumentException">There is no such axis, or an axis is given twice.</exception>
    public Shape Reduce(string operation, ReadOnlySpan<int> axes, bool keepDimensions)
    {
        bool[] reduced = Chosen(operation, axes);
        if (axes.IsEmpty) Array.Fill(reduced, true);
        var kept = new List<int>();
        for (int i = 0; i < Rank; i++)
        {
            if (!reduced[i]) kept.Add(sizes[i]);
            else if (keepDimensions) kept.Add(1);
        }

        return new Shape([.. kept]);
    }

    /// <summary>This shape with its axes in another order: axis i of the result is axis <c>axes[i]</c> of this one.</summary>
    /// <exception cref="ArgumentException">An axis is missing, is given twice, or does not exist.</exception>
    public Shape Permute(string operation, params ReadOnlySpan<int> axes)
    {
        Chosen(operation, axes);
        if (axes.Length != Rank)
            throw new ArgumentException($"{operation}: shape {this} has {Rank} axes, and {axes.Length} were given: each is needed once");
        var permuted = new int[Rank];
        for (int i = 0; i < Rank; i++) permuted[i] = this[Axis(operation, axes[i])];
        return new Shape(permuted);
    }

    /// <summary>
    /// The shape of these sizes for the same elements. One size may be -1, which stands for what remains:
    /// 6 elements as <c>(2, -1)</c> are <c>(2, 3)</c>.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The sizes give another number of elements, several are -1, or no size in place of -1 gives the right number.
    /// </exception>
    public Shape Reshape(string operation, params ReadOnlySpan<int> sizes)
    {
        int unknown = sizes.IndexOf(-1);
        if (unknown < 0)
        {
            Shape shape = Create(sizes);
            return shape.Elements == Elements
                ? shape
                : throw new ArgumentException($"{operation}: {this} has {Elements} elements, and {shape} has {shape.Elements}");
        }

        int[] inferred = sizes.ToArray();
        if (sizes.LastIndexOf(-1) != unknown) throw new ArgumentException($"{operation}: {Text(inferred)} has more than one -1");
        inferred[unknown] = 1;
        int known = new Shape(inferred).Elements;
        if (known == 0 || Elements % known != 0)
        {
            throw new ArgumentException(
                $"{operation}: {this} has {Elements} elements, and no size in place of -1 in {Text(sizes.ToArray())} gives as many");
        }

        inferred[unknown] = Elements / known;
        return new Shape(inferred);
    }

    /// <summary>
    /// The product of the sizes of some axes: <c>shape.Product(..^1)</c> is the number of rows, when the innermost axis is a row.
    /// </summary>
    public int Product(Range axes)
    {
        int product = 1;
        foreach (int size in sizes.AsSpan(axes)) product *= size;
        return product;
    }

    /// <summary>Turns an axis that may count from the end (-1 is the innermost) into one that counts from 0.</summary>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    public int Axis(string operation, int axis) => axis >= -Rank && axis < Rank
        ? (axis + Rank) % Rank
        : throw new ArgumentException($"{operation}: shape {this} has no axis {axis}");

    /// <summary>A shape seen as its sizes.</summary>
    public static implicit operator ReadOnlySpan<int>(Shape shape) => shape.sizes;

    /// <summary>The place of an element in row-major order, from its index along each axis.</summary>
    /// <exception cref="ArgumentException">There are too few or too many indices, or one lies outside its axis.</exception>
    internal int Offset(string what, ReadOnlySpan<int> indices)
    {
        if (indices.Length != Rank)
            throw new ArgumentException($"{what}: {indices.Length} indices for shape {this}, which has {Rank} axes");
        int offset = 0;
        for (int axis = 0; axis < indices.Length; axis++)
        {
            if ((uint)indices[axis] >= (uint)sizes[axis])
                throw new ArgumentOutOfRangeException(nameof(indices), $"index {indices[axis]} is outside axis {axis} of shape {this}");
            offset = (offset * sizes[axis]) + indices[axis];
        }

        return offset;
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && sizes.AsSpan().SequenceEqual(other.sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => sizes.Aggregate(Rank, HashCode.Combine);

    /// <summary><c>(32, 6)</c>, as NumPy prints it; <c>(5,)</c> for a vector and <c>()</c> for a scalar.</summary>
    public override string ToString() => Text(sizes);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => sizes.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>For each axis, whether it is among these. None may be given twice.</summary>
    private bool[] Chosen(string operation, ReadOnlySpan<int> axes)
    {
        var chosen = new bool[Rank];
        foreach (int given in axes)
        {
            int axis = Axis(operation, given);
            if (chosen[axis]) throw new ArgumentException($"{operation}: axis {axis} of shape {this} is given twice");
            chosen[axis] = true;
        }

        return chosen;
    }

    private static string Text(int[] sizes) => sizes.Length == 1 ? $"({sizes[0]},)" : $"({string.Join(", ", sizes)})";
}
