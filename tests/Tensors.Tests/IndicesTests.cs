namespace Makemore.Tensors.Tests;

public class IndicesTests
{
    [Fact]
    public void Starts_at_zero_and_can_be_filled()
    {
        var indices = new Indices([2, 3]);
        Assert.Equal([0, 0, 0, 0, 0, 0], indices.Span);
        indices.Span[4] = 7;
        Assert.Equal(7, indices.Span[4]);
        Assert.Equal(6, indices.Length);
    }

    [Fact]
    public void Uses_the_array_it_is_given()
    {
        int[] values = [5, 13, 13, 1];
        Indices indices = Indices.Of(values), matrix = new([2, 2], values);
        values[2] = 0;
        Assert.Equal([5, 13, 0, 1], indices.Span);
        Assert.Equal([5, 13, 0, 1], matrix.Span);
        Assert.Equal([4], indices.Shape.Sizes);
        Assert.Equal([2, 2], matrix.Shape.Sizes);
    }

    [Fact]
    public void A_wrong_number_of_values_is_refused() =>
        Assert.Equal(
            "Indices: shape (2, 3) has 6 elements, and 4 were given",
            Assert.Throws<ArgumentException>(() => new Indices([2, 3], new int[4])).Message);

    [Fact]
    public void Prints_the_shape_and_the_first_twelve()
    {
        Assert.Equal("(3,) [5, 0, 13]", Indices.Of(5, 0, 13).ToString());
        Assert.Equal("(12,) [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]", Indices.Of([.. Enumerable.Range(0, 12)]).ToString());
        Assert.Equal("(13,) [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ...]", Indices.Of([.. Enumerable.Range(0, 13)]).ToString());
    }

    [Fact]
    public void Every_index_has_its_place()
    {
        var contexts = new Indices([2, 3], [1, 2, 3, 4, 5, 6]);
        Assert.Equal((3, 4), (contexts[0, 2], contexts[1, 0]));
        contexts[1, 1] = 50;
        Assert.Equal(50, contexts.Span[4]);
        Assert.Equal(
            "Indices: 1 indices for shape (2, 3), which has 2 axes", Assert.Throws<ArgumentException>(() => contexts[1]).Message);
        Assert.StartsWith(
            "index 2 is outside axis 0 of shape (2, 3)",
            Assert.Throws<ArgumentOutOfRangeException>(() => contexts[2, 0]).Message,
            StringComparison.Ordinal);
    }
}
