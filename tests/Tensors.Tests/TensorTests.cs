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
        Assert.Equal([3, 2], matrix.Reshape(-1, 2).Shape.Sizes);
        Assert.Equal([2, 3], column.Reshape(matrix.Shape).Shape.Sizes);
    }

    [Fact]
    public void Reshaping_to_another_number_of_elements_is_refused() =>
        Assert.Equal("Reshape: (2, 3) has 6 elements, and (4,) has 4", Assert.Throws<ArgumentException>(() => matrix.Reshape([4])).Message);

    [Fact]
    public void A_single_element_is_a_scalar_whatever_the_rank()
    {
        Assert.Equal(2.5, new Tensor<double>([], [2.5]).Item);
        Assert.Equal(2.5, new Tensor<double>([1, 1], [2.5]).Item);
        Assert.Equal(
            "Item: a tensor of shape (2, 3) has 6 elements, not one",
            Assert.Throws<InvalidOperationException>(() => matrix.Item).Message);
    }

    [Fact]
    public void A_single_element_can_be_written()
    {
        var loss = new Tensor<double>([1, 1]);
        loss.Item = 3;
        loss.Item -= 0.5;
        Assert.Equal(2.5, loss[0, 0]);
    }

    [Fact]
    public void A_tensor_can_be_filled_with_one_value()
    {
        Assert.Equal([2.5f, 2.5f, 2.5f], Tensor<float>.Full([3, 1], 2.5f).Span);
        Assert.Equal([1.0, 1], Tensor<double>.Ones([2]).Span);
        Assert.Equal(1, Tensor<double>.Ones([]).Item);
    }

    [Fact]
    public void A_clone_has_elements_of_its_own()
    {
        Tensor<float> clone = matrix.Clone();
        clone[0, 0] = 100;
        Assert.Equal([2, 3], clone.Shape.Sizes);
        Assert.Equal([100f, 2, 3, 4, 5, 6], clone.Span);
        Assert.Equal(1, matrix[0, 0]);
    }

    [Fact]
    public void Rows_make_a_matrix()
    {
        double[] row = [3, 4];
        Tensor<double> rows = Tensor<double>.FromRows([1, 2], row, [5, 6]);
        row[0] = 30;
        Assert.Equal([3, 2], rows.Shape.Sizes);
        Assert.Equal([1.0, 2, 3, 4, 5, 6], rows.Span);
        Assert.Equal([1, 2], Tensor<double>.FromRows([1, 2]).Shape.Sizes);
        Assert.Equal([0, 0], Tensor<double>.FromRows().Shape.Sizes);
        Assert.Equal([2, 0], Tensor<double>.FromRows([], []).Shape.Sizes);
    }

    [Fact]
    public void Ragged_rows_are_refused()
    {
        void Says(string message, params double[][] rows) =>
            Assert.Equal("FromRows: " + message, Assert.Throws<ArgumentException>(() => Tensor<double>.FromRows(rows)).Message);
        Says("row 2 has 1 elements and row 0 has 2; the rows of a matrix are equally long", [1, 2], [3, 4], [5]);
        Says("row 1 has 3 elements and row 0 has 2; the rows of a matrix are equally long", [1, 2], [3, 4, 5], [6]);
    }

    [Fact]
    public void What_is_reshaped_keeps_its_producer_and_a_clone_is_data()
    {
        var node = new object();
        var computed = new Tensor<float>([2, 3]) { Producer = node };
        Assert.Same(node, computed.Reshape([6]).Producer);
        Assert.Null(computed.Clone().Producer);
        Assert.Null(matrix.Producer);
    }

    [Fact]
    public void Random_normals_are_the_generators_in_float_and_widened_in_double()
    {
        var expected = new float[20];
        new TorchGenerator(5).Normal(expected);
        Assert.Equal(expected, Tensor<float>.RandomNormal(new TorchGenerator(5), [4, 5]).Span);
        Assert.Equal(expected.Select(value => (double)value), Tensor<double>.RandomNormal(new TorchGenerator(5), [4, 5]).Span.ToArray());
    }

    // torch.randn(20, generator=torch.Generator().manual_seed(7)) * 0.1 starts with these.
    [Fact]
    public void Random_normals_are_scaled_in_float()
    {
        Tensor<double> scaled = Tensor<double>.RandomNormal(new TorchGenerator(7), [4, 5], scale: 0.1);
        double[] expected = [-0.08201345056295395, 0.03956311568617821, 0.08989085257053375];
        Assert.Equal(expected, scaled.Span[..3].ToArray(), (x, y) => Math.Abs(x - y) < 5e-8);
        Assert.All(scaled.Span.ToArray(), value => Assert.Equal((float)value, value));
        Assert.Equal(
            Tensor<float>.RandomNormal(new TorchGenerator(7), [20]).Span.ToArray().Select(value => value * 0.1f),
            Tensor<float>.RandomNormal(new TorchGenerator(7), [20], 0.1).Span.ToArray());
    }

    [Fact]
    public void Random_uniforms_are_the_generators_in_float_and_widened_in_double()
    {
        var expected = new float[20];
        new TorchGenerator(5).Uniform(expected, -0.1, 0.1);
        Assert.Equal(expected, Tensor<float>.Uniform(new TorchGenerator(5), [4, 5], -0.1, 0.1).Span);
        Assert.Equal(
            expected.Select(value => (double)value), Tensor<double>.Uniform(new TorchGenerator(5), [20], -0.1, 0.1).Span.ToArray());
        new TorchGenerator(5).Uniform(expected);
        Assert.Equal(expected, Tensor<float>.Uniform(new TorchGenerator(5), [4, 5]).Span);
    }

    [Fact]
    public void Prints_small_and_large_numbers_with_four_significant_digits()
    {
        Assert.Equal("3.000e-05", new Tensor<float>([], [3e-5f]).ToString());
        Assert.Equal("-1.235e+08", new Tensor<double>([], [-123456789.0]).ToString());
        Assert.Equal("9.990e-04", new Tensor<double>([], [0.000999]).ToString());
        Assert.Equal("0.0010", new Tensor<double>([], [0.001]).ToString());
        Assert.Equal("0.0010", new Tensor<float>([], [0.001f]).ToString());
        Assert.Equal("99999999.0000", new Tensor<double>([], [99999999]).ToString());
        Assert.Equal("1.000e+08", new Tensor<double>([], [1e8]).ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void One_small_number_makes_all_of_a_tensor_scientific_wherever_it_stands(int at)
    {
        string[] numbers = [.. Enumerable.Repeat("1.000e+00", 4)];
        var tensor = Tensor<double>.Ones([2, 2]);
        (numbers[at], tensor.Span[at]) = ("-3.000e-05", -3e-5);
        AssertPrints(
            $"""
            (2, 2)
            [[{numbers[0]}, {numbers[1]}],
             [{numbers[2]}, {numbers[3]}]]
            """,
            tensor);
    }

    [Fact]
    public void Zero_is_scientific_beside_a_large_number() =>
        Assert.Equal("(2,) [0.000e+00, 2.500e+10]", new Tensor<double>([2], [0, 2.5e10]).ToString());

    [Fact]
    public void A_number_that_is_not_shown_does_not_change_the_layout()
    {
        var numbers = new Tensor<double>([7], [1, 2, 3, 1e-9, 5, 6, 7]);
        Assert.Equal("(7,) [1.0000, 2.0000, 3.0000, ..., 5.0000, 6.0000, 7.0000]", numbers.ToString());
        numbers[4] = 1e-9;
        Assert.Equal("(7,) [1.000e+00, 2.000e+00, 3.000e+00, ..., 1.000e-09, 6.000e+00, 7.000e+00]", numbers.ToString());
    }

    [Fact]
    public void Prints_what_is_not_a_number_in_words() => Assert.Equal(
        "(4,) [NaN, Infinity, -Infinity, 0.0000]",
        new Tensor<float>([4], [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0]).ToString());

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
