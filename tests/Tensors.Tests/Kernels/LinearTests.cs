using FsCheck.Xunit;

namespace Makemore.Tensors.Tests;

public class LinearTests
{
    [Property(MaxTest = 300)]
    public void It_is_the_product_plus_the_bias(ulong seed, byte rowSize, byte innerSize, byte columnSize)
    {
        (int rows, int inner, int columns) = (1 + (rowSize % 40), innerSize % 40, 1 + (columnSize % 100));
        var generator = new TorchGenerator(seed);
        float[] x = Normal(generator, rows * inner), weights = Normal(generator, inner * columns), bias = Normal(generator, columns);
        var y = new float[rows * columns];
        Kernels.Linear<float>(x, weights, bias, y, rows, inner, columns);

        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = bias[j], size = Math.Abs(bias[j]);
                for (int k = 0; k < inner; k++)
                {
                    double product = (double)x[(i * inner) + k] * weights[(k * columns) + j];
                    (sum, size) = (sum + product, size + Math.Abs(product));
                }

                Assert.Equal(sum, y[(i * columns) + j], 1e-6 * size);
            }
        }
    }

    [Theory]
    [InlineData(256)] // one whole block
    [InlineData(512)]
    [InlineData(700)]
    public void The_bias_is_added_once_however_many_blocks_the_inner_size_takes(int inner)
    {
        double[] x = [.. Enumerable.Repeat(1.0, 5 * inner)], weights = [.. Enumerable.Repeat(1.0, inner * 33)];
        double[] bias = [.. Enumerable.Range(0, 33)];
        var y = new double[5 * 33];
        Kernels.Linear<double>(x, weights, bias, y, 5, inner, 33);
        Assert.All(y.Index(), element => Assert.Equal(inner + (element.Index % 33), element.Item));
    }

    [Theory]
    [InlineData(6, 30, 200)]
    [InlineData(5, 300, 27)]
    [InlineData(7, 600, 6)]
    public void It_is_the_product_and_then_the_bias_bit_for_bit(int rows, int inner, int columns)
    {
        var generator = new TorchGenerator(1);
        float[] x = Normal(generator, rows * inner), weights = Normal(generator, inner * columns), bias = Normal(generator, columns);
        float[] y = new float[rows * columns], inTwoPasses = new float[rows * columns];
        Kernels.Linear<float>(x, weights, bias, y, rows, inner, columns);
        Kernels.MatMul<float>(x, weights, inTwoPasses, rows, inner, columns);
        for (int at = 0; at < y.Length; at++) inTwoPasses[at] += bias[at % columns];
        Assert.Equal(inTwoPasses, y);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_named() => Assert.Equal(
        "Linear: bias has 3 elements, and (1, 4) needs 4",
        Assert.Throws<ArgumentException>(
            () => Kernels.Linear<float>(new float[6], new float[12], new float[3], new float[8], 2, 3, 4)).Message);

    private static float[] Normal(TorchGenerator generator, int count)
    {
        var values = new float[count];
        generator.Normal(values);
        return values;
    }
}
