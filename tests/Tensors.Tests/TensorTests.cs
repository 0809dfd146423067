using System.Globalization;

namespace Makemore.Tensors.Tests;

public class TensorTests
{
    private readonly Tensor<float> matrix = new([2, 3], [1, 2, 3, 4, 5, 6]);

    [Fact]
    public void Starts_at_zero() => Assert.Equal([0.0, 0, 0, 0], new Tensor<double>([2, 2]).Span);

    [Fact]
    public void Is_row_major_and_uses_the_array_it_is_given()
    {
        Assert.Equal([1, 2, 3, 4, 5, 6], matrix.Span);
        Assert.Equal((3f, 4f), (matrix[0, 2], matrix[1, 0]));
        matrix[1, 1] = 50;
        Assert.Equal(50, matrix.Span[4]);
        float[] elements = [1, 2];
        var shared = new Tensor<float>([2], elements);
        elements[1] = 7;
        Assert.Equal(7, shared[1]);
    }

    [Fact]
    public void Every_element_has_its_index()
    {
        var cube = new Tensor<double>([3, 4, 5], [.. Enumerable.Range(0, 60).Select(i => (double)i)]);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 4; j++)
                for (int k = 0; k < 5; k++)
                    Assert.Equal((i * 20) + (j * 5) + k, cube[i, j, k]);
        Assert.Equal(9, new Tensor<double>([], [9])[[]]);
    }

    [Fact]
    public void An_index_that_does_not_fit_is_named()
    {
        string Message(params int[] indices) => Assert.ThrowsAny<ArgumentException>(() => matrix[indices]).Message;
        Assert.Equal("Tensor: 1 indices for shape (2, 3), which has 2 axes", Message(1));
        Assert.StartsWith("index 3 is outside axis 1 of shape (2, 3)", Message(0, 3), StringComparison.Ordinal);
        Assert.StartsWith("index -1 is outside axis 0 of shape (2, 3)", Message(-1, 0), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_number_of_elements_is_refused() =>
        Assert.Equal(
            "Tensor: shape (2, 3) has 6 elements, and 4 were given",
            Assert.Throws<ArgumentException>(() => new Tensor<float>([2, 3], new float[4])).Message);

    [Fact]
    public void Only_float_and_double_are_numbers_of_a_tensor() =>
        Assert.Equal(
            "Tensor<Half>: a tensor holds float (to train) or double (to check)",
            Assert.Throws<NotSupportedException>(() => new Tensor<Half>([1])).Message);

    [Fact]
    public void Reshaping_shares_the_elements()
    {
        Tensor<float> column = matrix.Reshape([6, 1]);
        column[5, 0] = 60;
        Assert.Equal(60, matrix[1, 2]);
        Assert.Equal([6, 1], column.Shape.Sizes);
    }

    [Fact]
    public void Reshaping_to_another_number_of_elements_is_refused() =>
        Assert.Equal("Reshape: (2, 3) has 6 elements, and (4,) has 4", Assert.Throws<ArgumentException>(() => matrix.Reshape([4])).Message);

    [Fact]
    public void A_single_element_is_a_scalar_whatever_the_rank()
    {
        Assert.Equal(2.5, new Tensor<double>([], [2.5]).ToScalar());
        Assert.Equal(2.5, new Tensor<double>([1, 1], [2.5]).ToScalar());
        Assert.Equal(
            "ToScalar: a tensor of shape (2, 3) has 6 elements, not one",
            Assert.Throws<InvalidOperationException>(() => matrix.ToScalar()).Message);
    }

    [Fact]
    public void Random_normals_are_the_generators_in_float_and_widened_in_double()
    {
        var expected = new float[20];
        new TorchGenerator(5).Normal(expected);
        Assert.Equal(expected, Tensor<float>.RandomNormal(new TorchGenerator(5), [4, 5]).Span);
        Assert.Equal(expected.Select(value => (double)value), Tensor<double>.RandomNormal(new TorchGenerator(5), [4, 5]).Span.ToArray());
    }

    [Fact]
    public void Prints_a_scalar_as_a_number() => Assert.Equal("2.5000", new Tensor<double>([], [2.5]).ToString());

    [Fact]
    public void Prints_a_vector_with_its_shape() =>
        Assert.Equal("(3,) [1.0000, -0.5000, NaN]", new Tensor<float>([3], [1, -0.5f, float.NaN]).ToString());

    [Fact]
    public void Prints_a_matrix_in_rows() => AssertPrints(
        """
        (2, 3)
        [[1.0000, 2.0000, 3.0000],
         [4.0000, 5.0000, 6.0000]]
        """,
        matrix);

    [Fact]
    public void Prints_matrices_one_after_another() => AssertPrints(
        """
        (2, 2, 1)
        [[[0.0000],
          [1.0000]],
         [[2.0000],
          [3.0000]]]
        """,
        new Tensor<double>([2, 2, 1], [0, 1, 2, 3]));

    [Fact]
    public void Prints_the_ends_of_long_axes() => AssertPrints(
        """
        (7, 8)
        [[0.0000, 1.0000, 2.0000, ..., 5.0000, 6.0000, 7.0000],
         [8.0000, 9.0000, 10.0000, ..., 13.0000, 14.0000, 15.0000],
         [16.0000, 17.0000, 18.0000, ..., 21.0000, 22.0000, 23.0000],
         ...,
         [32.0000, 33.0000, 34.0000, ..., 37.0000, 38.0000, 39.0000],
         [40.0000, 41.0000, 42.0000, ..., 45.0000, 46.0000, 47.0000],
         [48.0000, 49.0000, 50.0000, ..., 53.0000, 54.0000, 55.0000]]
        """,
        new Tensor<double>([7, 8], [.. Enumerable.Range(0, 56).Select(i => (double)i)]));

    [Fact]
    public void Prints_an_axis_of_six_whole() =>
        Assert.Equal("(6,) [0.0000, 1.0000, 2.0000, 3.0000, 4.0000, 5.0000]", new Tensor<double>([6], [0, 1, 2, 3, 4, 5]).ToString());

    [Fact]
    public void Prints_an_axis_of_none() => Assert.Equal("(0,) []", new Tensor<double>([0]).ToString());

    [Fact]
    public void Prints_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Assert.Equal("(2,) [0.5000, 1.0000]", new Tensor<double>([2], [0.5, 1]).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void AssertPrints<T>(string expected, Tensor<T> tensor) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        Assert.Equal(expected.ReplaceLineEndings(), tensor.ToString());
}
