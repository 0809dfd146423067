using System.Numerics;

namespace Makemore.Tensors.Tests;

public class SoftmaxTests
{
    public static TheoryData<int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int> { { 0, 5 }, { 1, 1 }, { 33, 27 }, { 40, 3 }, { 2, 1000 } };
            for (int columns = 1; columns <= 70; columns++) shapes.Add(3, columns);
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Rows_agree_with_plain_loops(int rows, int columns)
    {
        AssertRows<float>(rows, columns, 1e-6);
        AssertRows<double>(rows, columns, 1e-14);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(27)]
    [InlineData(100)]
    public void Extreme_logits_give_finite_and_shift_invariant_results(int columns)
    {
        foreach (float center in (float[])[1e4f, -1e4f])
        {
            float[] shifted = new float[columns], plain = new float[columns], x = [.. Enumerable.Range(0, columns).Select(j => j * 0.5f)];
            Kernels.Softmax<float>(x, plain, columns);
            Kernels.Softmax<float>([.. x.Select(value => value + center)], shifted, columns);
            Assert.Equal(plain, shifted);

            var logSumExp = new float[1];
            Kernels.LogSumExp<float>([.. Enumerable.Repeat(center, columns)], logSumExp, columns);
            Assert.Equal(center + Math.Log(columns), logSumExp[0], 1e-3);
        }
    }

    // Its exponential alone would overflow.
    [Theory]
    [InlineData(3)]
    [InlineData(27)]
    [InlineData(100)]
    public void A_logit_far_above_the_others_gets_it_all_wherever_it_stands(int columns)
    {
        for (int j = 0; j < columns; j++)
        {
            float[] x = new float[columns], y = new float[columns], expected = new float[columns];
            (x[j], expected[j]) = (1000, 1);
            Kernels.Softmax<float>(x, y, columns);
            Assert.Equal(expected, y);
        }
    }

    [Fact]
    public void Infinite_and_undefined_logits_do_what_the_documentation_says()
    {
        float low = float.NegativeInfinity, high = float.PositiveInfinity;
        float[] y = new float[3], sum = new float[1];
        Kernels.Softmax<float>([low, 1, 1], y, 3);
        Assert.Equal([0, 0.5f, 0.5f], y);
        Kernels.Softmax<float>([low, low, low], y, 3);
        Assert.All(y, value => Assert.True(float.IsNaN(value)));
        Kernels.Softmax<float>([1, high, 1], y, 3);
        Assert.All(y, value => Assert.True(float.IsNaN(value)));
        Kernels.Softmax<float>([1, float.NaN, 1], y, 3);
        Assert.All(y, value => Assert.True(float.IsNaN(value)));

        Kernels.LogSumExp<float>([low, low, low], sum, 3);
        Assert.Equal(low, sum[0]);
        Kernels.LogSumExp<float>([1, high, 1], sum, 3);
        Assert.Equal(high, sum[0]);
        Kernels.LogSoftmax<float>([low, 1, 1], y, 3);
        Assert.Equal(low, y[0]);
        Kernels.LogSoftmax<float>([1, high, 1], y, 3);
        Assert.All(y, value => Assert.True(float.IsNaN(value)));
    }

    [Theory]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.PositiveInfinity)]
    public void NaN_among_infinite_logits_makes_the_logarithm_of_their_sum_NaN(float others)
    {
        const int Size = 40;
        for (int i = 0; i < Size; i++)
        {
            float[] x = [.. Enumerable.Repeat(others, Size * Size)];
            float[] sums = new float[Size], expected = [.. Enumerable.Repeat(others, Size)];
            (x[(i * Size) + i], expected[i]) = (float.NaN, float.NaN);
            Kernels.LogSumExp<float>(x, sums, columns: Size);
            Assert.Equal(expected, sums);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_agree_with_the_formula_and_their_rows_sum_to_zero(int rows, int columns)
    {
        double[] dy = ElementwiseTests.Numbers(rows * columns, 1), before = ElementwiseTests.Numbers(dy.Length, 2);
        double[] y = new double[dy.Length], overwritten = new double[dy.Length], added = [.. before];
        Kernels.Softmax<double>(ElementwiseTests.Numbers(dy.Length, 3), y, columns);

        Kernels.SoftmaxGradient<double>(y, dy, overwritten, columns);
        Kernels.SoftmaxGradient(y, dy, Destination<double>.AddTo(added), columns);
        Kernels.SoftmaxGradient(y, dy, default, columns);

        for (int i = 0; i < rows; i++)
        {
            double dot = 0, sum = 0;
            for (int j = i * columns; j < (i + 1) * columns; j++) dot += y[j] * dy[j];
            for (int j = i * columns; j < (i + 1) * columns; j++)
            {
                Assert.Equal(y[j] * (dy[j] - dot), overwritten[j], 1e-14);
                Assert.Equal(before[j] + overwritten[j], added[j], 1e-14);
                sum += overwritten[j];
            }

            Assert.Equal(0, sum, 1e-13);
        }
    }

    [Fact]
    public void Rows_without_columns_give_no_elements_and_a_sum_of_nothing()
    {
        Kernels.Softmax<float>([], [], columns: 0);
        Kernels.LogSoftmax<float>([], [], columns: 0);
        Kernels.SoftmaxGradient<float>([], [], Span<float>.Empty, columns: 0);
        float[] logSumExp = new float[3], sums = [];
        Kernels.LogSumExp<float>([], logSumExp, columns: 0);
        Assert.All(logSumExp, sum => Assert.Equal(float.NegativeInfinity, sum));
        Kernels.SumRows<float>([], sums, columns: 0);
        Assert.Throws<ArgumentException>(() => Kernels.Softmax<float>([1, 2], new float[2], columns: 0));
    }

    [Fact]
    public void Broken_rows_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Kernels.Softmax<float>(new float[7], new float[7], 3));
        Assert.Contains("Softmax: 7 elements are not whole rows of 3 columns", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_no_columns_hold_nothing()
    {
        var sums = new float[3];
        Kernels.Softmax<float>([], [], columns: 0);
        Kernels.SoftmaxGradient<float>([], [], Destination<float>.Overwrite([]), columns: 0);
        Kernels.LogSoftmax<float>([], [], columns: 0);
        Kernels.LogSoftmaxGradient<float>([], [], Destination<float>.Overwrite([]), columns: 0);
        Kernels.LogSumExp<float>([], sums, columns: 0);
        Assert.All(sums, sum => Assert.Equal(float.NegativeInfinity, sum));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 27)]
    [InlineData(3, 40)]
    public void The_gradient_of_log_softmax_agrees_with_a_plain_loop(int rows, int columns)
    {
        AssertLogSoftmaxGradient<float>(rows, columns, 1e-5);
        AssertLogSoftmaxGradient<double>(rows, columns, 1e-13);
    }

    private static void AssertLogSoftmaxGradient<T>(int rows, int columns, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = [.. ElementwiseTests.Numbers(rows * columns, 1).Select(T.CreateChecked)];
        T[] dy = [.. ElementwiseTests.Numbers(rows * columns, 2).Select(T.CreateChecked)];
        T[] y = new T[x.Length], p = new T[x.Length], overwritten = new T[x.Length], added = [.. x];
        Kernels.LogSoftmax<T>(x, y, columns);
        Kernels.Softmax<T>(x, p, columns);
        Kernels.LogSoftmaxGradient<T>(y, dy, overwritten, columns);
        Kernels.LogSoftmaxGradient(y, dy, Destination<T>.AddTo(added), columns);
        Kernels.LogSoftmaxGradient<T>(y, dy, default, columns);
        for (int at = 0; at < x.Length; at++)
        {
            double sum = dy.Skip(at / columns * columns).Take(columns).Sum(double.CreateChecked);
            double expected = double.CreateChecked(dy[at]) - (double.CreateChecked(p[at]) * sum);
            Assert.Equal(expected, double.CreateChecked(overwritten[at]), tolerance);
            Assert.Equal(expected + double.CreateChecked(x[at]), double.CreateChecked(added[at]), tolerance);
        }
    }

    private static void AssertRows<T>(int rows, int columns, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = [.. ElementwiseTests.Numbers(rows * columns, 5).Select(T.CreateChecked)];
        T[] softmax = new T[x.Length], logSoftmax = new T[x.Length], inPlace = [.. x], logSumExp = new T[rows];
        Kernels.Softmax<T>(x, softmax, columns);
        Kernels.Softmax<T>(inPlace, inPlace, columns);
        Kernels.LogSoftmax<T>(x, logSoftmax, columns);
        Kernels.LogSumExp<T>(x, logSumExp, columns);
        Assert.Equal(softmax, inPlace);
        for (int i = 0; i < rows; i++)
        {
            double[] row = [.. x.Skip(i * columns).Take(columns).Select(double.CreateChecked)];
            double sum = row.Sum(Math.Exp), total = 0;
            Assert.Equal(Math.Log(sum), double.CreateChecked(logSumExp[i]), tolerance * 10);
            for (int j = 0; j < columns; j++)
            {
                double p = double.CreateChecked(softmax[(i * columns) + j]);
                Assert.Equal(Math.Exp(row[j]) / sum, p, tolerance);
                Assert.Equal(Math.Log(p), double.CreateChecked(logSoftmax[(i * columns) + j]), tolerance * 20);
                total += p;
            }

            Assert.Equal(1, total, tolerance);
        }
    }
}
