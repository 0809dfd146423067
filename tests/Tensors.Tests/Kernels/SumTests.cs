using System.Numerics;

namespace Makemore.Tensors.Tests;

public class SumTests
{
    [Fact]
    public void Half_a_million_floats_are_summed_to_float_accuracy()
    {
        const int Length = 545_276;
        float[] x = [.. ElementwiseTests.Numbers(Length, 1).Select(value => (float)Math.Abs(value))];
        double exact = x.Sum(value => (double)value);
        Assert.Equal(1, Kernels.Sum<float>(x) / exact, 1e-7);

        foreach (int columns in (int[])[1, 2, 4])
        {
            var sums = new float[columns];
            Kernels.SumRows<float>(x, sums, columns);
            for (int j = 0; j < columns; j++)
                Assert.Equal(1, sums[j] / x.Where((_, at) => at % columns == j).Sum(value => (double)value), 3e-7);
        }
    }

    [Fact]
    public void Every_length_and_every_matrix_agrees_with_plain_loops()
    {
        for (int length = 0; length <= 70; length++)
        {
            AssertSums<float>(length, 2, 1e-4);
            AssertSums<double>(length, 2, 1e-13);
            AssertSums<double>(3, length + 1, 1e-13);
        }

        AssertSums<double>(500, 27, 1e-11);
        AssertSums<double>(129, 33, 1e-11);
        AssertSums<float>(65, 200, 1e-3);
    }

    private static void AssertSums<T>(int rows, int columns, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] numbers = ElementwiseTests.Numbers(rows * columns, 6);
        T[] x = [.. numbers.Select(T.CreateChecked)];
        double[] overRows = new double[columns], overColumns = new double[rows];
        for (int at = 0; at < x.Length; at++)
        {
            overRows[at % columns] += numbers[at];
            overColumns[at / columns] += numbers[at];
        }

        Assert.Equal(numbers.Sum(), double.CreateChecked(Kernels.Sum<T>(x)), tolerance);
        T[] rowSums = new T[columns + 1], columnSums = new T[rows];
        Kernels.SumRows(x, Destination<T>.Overwrite(rowSums.AsSpan(0, columns)), columns);
        Kernels.SumRows(x, Destination<T>.AddTo(rowSums.AsSpan(0, columns)), columns);
        Kernels.SumRows(x, default, columns);
        Kernels.SumColumns<T>(x, columnSums, columns);
        Kernels.SumColumns(x, Destination<T>.AddTo(columnSums), columns);
        Kernels.SumColumns(x, default, columns);
        for (int j = 0; j < columns; j++) Assert.Equal(2 * overRows[j], double.CreateChecked(rowSums[j]), 2 * tolerance);
        for (int i = 0; i < rows; i++) Assert.Equal(2 * overColumns[i], double.CreateChecked(columnSums[i]), 2 * tolerance);
        Assert.Equal(T.Zero, rowSums[columns]);
    }
}
