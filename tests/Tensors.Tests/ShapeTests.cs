using System.Collections;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Makemore.Tensors.Tests;

public class ShapeTests
{
    [Fact]
    public void Has_sizes_a_rank_and_elements()
    {
        Shape shape = [4, 3, 2];
        Assert.Equal(3, shape.Rank);
        Assert.Equal(24, shape.Elements);
        Assert.Equal([4, 3, 2], shape.Sizes);
        Assert.Equal([4, 3, 2], shape.AsEnumerable());
        Assert.Equal([4, 3, 2], Untyped(shape));
        Assert.Equal((4, 2, 2, 3), (shape[0], shape[2], shape[^1], shape[^2]));
    }

    [Fact]
    public void A_scalar_has_one_element_and_an_axis_of_size_0_none()
    {
        Shape scalar = [], empty = [3, 0, 2];
        Assert.Equal((0, 1), (scalar.Rank, scalar.Elements));
        Assert.Equal(0, empty.Elements);
    }

    [Fact]
    public void Can_be_written_as_another_with_axes_added()
    {
        Shape contexts = [32, 3], embedded = [.. contexts, 7];
        Assert.Equal([32, 3, 7], embedded.Sizes);
    }

    [Fact]
    public void Is_a_copy_of_the_sizes_it_was_made_from()
    {
        int[] sizes = [2, 3];
        var shape = Shape.Create(sizes);
        sizes[0] = 7;
        Assert.Equal([2, 3], shape.Sizes);
    }

    [Fact]
    public void Equals_a_shape_of_the_same_sizes_only()
    {
        Shape shape = [2, 3], same = [2, 3];
        Assert.True(shape.Equals(same));
        Assert.True(shape.Equals((object)same));
        Assert.Equal(shape.GetHashCode(), same.GetHashCode());
        Shape[] others = [[3, 2], [2, 3, 1], [1, 2, 3], [2], [6], []];
        Assert.All(others, other => Assert.False(shape.Equals(other)));
        Assert.False(shape.Equals(null));
        Assert.False(shape.Equals((object)"(2, 3)"));
    }

    // By chance two may agree, but hardly all.
    [Fact]
    public void Has_a_hash_code_of_its_sizes()
    {
        Shape[] shapes = [[2, 3], [3, 2], [2, 3, 1], [2], [6], []];
        Assert.NotEqual(1, shapes.Select(shape => shape.GetHashCode()).Distinct().Count());
    }

    [Fact]
    public void Multiplies_the_sizes_of_some_axes()
    {
        Shape shape = [4, 3, 2];
        Assert.Equal((24, 12, 6, 4), (shape.Product(..), shape.Product(..^1), shape.Product(1..), shape.Product(..1)));
        Assert.Equal(1, shape.Product(3..));
    }

    [Fact]
    public void Prints_as_in_numpy()
    {
        Shape scalar = [], vector = [5], matrix = [32, 6], cube = [2, 3, 4];
        Assert.Equal(["()", "(5,)", "(32, 6)", "(2, 3, 4)"], [scalar.ToString(), vector.ToString(), matrix.ToString(), cube.ToString()]);
    }

    [Fact]
    public void A_negative_size_is_refused() =>
        Assert.Equal("Shape: (2, -1) has a negative size", Assert.Throws<ArgumentException>(() => Shape.Create([2, -1])).Message);

    [Theory]
    [InlineData(50_000, 50_000)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)] // more than a long can count
    public void More_elements_than_an_array_can_hold_are_refused(params int[] sizes) =>
        Assert.Equal(
            $"Shape: ({string.Join(", ", sizes)}) has more elements than an array can hold",
            Assert.Throws<ArgumentException>(() => Shape.Create(sizes)).Message);

    [Fact]
    public void As_many_elements_as_an_array_can_hold_are_allowed() =>
        Assert.Equal(Array.MaxLength, Shape.Create([Array.MaxLength]).Elements);

    [Property(MaxTest = 1000)]
    public Property Broadcasts_as_numpy_does()
    {
        Gen<int[]> sizes = from rank in Gen.Choose(0, 4) from drawn in Gen.Elements(1, 1, 2, 3).ArrayOf(rank) select drawn;
        return Prop.ForAll(sizes.Two().ToArbitrary(), pair =>
        {
            Shape left = Shape.Create(pair.Item1), right = Shape.Create(pair.Item2);
            int[]? expected = PlainBroadcast(pair.Item1, pair.Item2);
            if (expected is not null) Assert.Equal(expected, Shape.Broadcast("Add", left, right).Sizes);
            else
                Assert.StartsWith(
                    $"Add: shapes {left} and {right} do not broadcast: sizes ",
                    Assert.Throws<ArgumentException>(() => Shape.Broadcast("Add", left, right)).Message,
                    StringComparison.Ordinal);
        });
    }

    // Graphs of single numbers have millions of nodes, which share a shape.
    [Fact]
    public void Equal_shapes_broadcast_to_the_one_that_is_there()
    {
        Shape left = [2, 3], right = [2, 3];
        Assert.Same(left, Shape.Broadcast("Add", left, right));
    }

    [Fact]
    public void Names_the_sizes_that_do_not_broadcast() =>
        Assert.Equal(
            "Add: shapes (5, 2, 3) and (4, 3) do not broadcast: sizes 2 and 4 differ and neither is 1",
            Assert.Throws<ArgumentException>(() => Shape.Broadcast("Add", [5, 2, 3], [4, 3])).Message);

    [Fact]
    public void Reduces_one_axis_or_all()
    {
        Shape shape = [4, 3, 2];
        Assert.Equal([4, 2], shape.Reduce("Sum", 1, keepDimensions: false).Sizes);
        Assert.Equal([4, 1, 2], shape.Reduce("Sum", 1, keepDimensions: true).Sizes);
        Assert.Equal([4, 3], shape.Reduce("Sum", -1, keepDimensions: false).Sizes);
        Assert.Equal([1, 3, 2], shape.Reduce("Sum", -3, keepDimensions: true).Sizes);
        Assert.Empty(shape.Reduce("Sum", axis: null, keepDimensions: false));
        Assert.Equal([1, 1, 1], shape.Reduce("Sum", axis: null, keepDimensions: true).Sizes);
    }

    [Fact]
    public void Reduces_several_axes()
    {
        Shape shape = [4, 3, 2];
        Assert.Equal([3], shape.Reduce("Sum", [0, 2], keepDimensions: false).Sizes);
        Assert.Equal([4, 1, 1], shape.Reduce("Sum", [-1, 1], keepDimensions: true).Sizes);
        Assert.Empty(shape.Reduce("Sum", [], keepDimensions: false));
        Assert.Equal([1, 1, 1], shape.Reduce("Sum", [2, 0, 1], keepDimensions: true).Sizes);
    }

    [Fact]
    public void Permutes_axes()
    {
        Shape shape = [4, 3, 2];
        Assert.Equal([2, 4, 3], shape.Permute("Permute", 2, 0, 1).Sizes);
        Assert.Equal([4, 2, 3], shape.Permute("Permute", 0, -1, -2).Sizes);
        Assert.Empty(Shape.Create([]).Permute("Permute"));
    }

    [Fact]
    public void An_axis_given_twice_or_not_at_all_is_named()
    {
        Shape shape = [4, 3, 2];
        void Says(string message, Action run) => Assert.Equal(message, Assert.Throws<ArgumentException>(run).Message);
        Says("Sum: axis 1 of shape (4, 3, 2) is given twice", () => shape.Reduce("Sum", [1, 0, 1], keepDimensions: false));
        Says("Sum: axis 2 of shape (4, 3, 2) is given twice", () => shape.Reduce("Sum", [2, -1], keepDimensions: false));
        Says("Permute: axis 0 of shape (4, 3, 2) is given twice", () => shape.Permute("Permute", 0, 0, 1));
        Says("Permute: shape (4, 3, 2) has no axis 3", () => shape.Permute("Permute", 1, 2, 3));
        Says("Permute: shape (4, 3, 2) has 3 axes, and 2 were given: each is needed once", () => shape.Permute("Permute", 1, 2));
    }

    [Fact]
    public void One_size_is_what_remains()
    {
        Shape shape = [4, 3, 2];
        Assert.Equal([6, 4], shape.Reshape("Reshape", 6, -1).Sizes);
        Assert.Equal([24], shape.Reshape("Reshape", -1).Sizes);
        Assert.Equal([2, 1, 12], shape.Reshape("Reshape", 2, -1, 12).Sizes);
        Assert.Equal([3, 8], shape.Reshape("Reshape", 3, 8).Sizes);
        Assert.Equal([1], Shape.Create([]).Reshape("Reshape", -1).Sizes);
        Assert.Equal([3, 0], Shape.Create([0]).Reshape("Reshape", 3, -1).Sizes);
    }

    [Fact]
    public void Sizes_that_do_not_fit_the_elements_are_named()
    {
        Shape shape = [4, 3, 2];
        void Says(string message, params int[] sizes) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => shape.Reshape("Reshape", sizes)).Message);
        Says("Reshape: (4, 3, 2) has 24 elements, and (5, 5) has 25", 5, 5);
        Says("Reshape: (4, 3, 2) has 24 elements, and no size in place of -1 in (5, -1) gives as many", 5, -1);
        Says("Reshape: (4, 3, 2) has 24 elements, and no size in place of -1 in (0, -1) gives as many", 0, -1);
        Says("Reshape: (-1, -1) has more than one -1", -1, -1);
        Says("Shape: (1, -2) has a negative size", -1, -2);
        Assert.Throws<ArgumentException>(() => Shape.Create([0]).Reshape("Reshape", 0, -1)); // it could be anything
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-4)]
    public void An_axis_that_does_not_exist_is_named(int axis) =>
        Assert.Equal(
            $"Sum: shape (4, 3, 2) has no axis {axis}",
            Assert.Throws<ArgumentException>(() => Shape.Create([4, 3, 2]).Reduce("Sum", axis, keepDimensions: false)).Message);

    private static List<int> Untyped(IEnumerable sizes)
    {
        var seen = new List<int>();
        foreach (object size in sizes) seen.Add((int)size);
        return seen;
    }

    // Puts ones in front until the ranks agree. Then each pair of sizes must be equal or contain a 1; null if it does not.
    private static int[]? PlainBroadcast(int[] left, int[] right)
    {
        int rank = Math.Max(left.Length, right.Length);
        int[] a = [.. Enumerable.Repeat(1, rank - left.Length), .. left], b = [.. Enumerable.Repeat(1, rank - right.Length), .. right];
        return a.Zip(b).All(sizes => sizes.First == sizes.Second || sizes.First == 1 || sizes.Second == 1) ? [.. a.Zip(b, Math.Max)] : null;
    }
}
