using System.Numerics;

namespace Makemore.Tensors.Tests;

/// <summary>Rows and columns brought to mean 0 and variance 1, held to plain loops in float64.</summary>
public class NormalizeTests
{
    private const double Epsilon = 0.25;

    /// <summary>Around each width of a vector and of half of one; from 64 rows on, sums are taken by halves.</summary>
    public static TheoryData<int, int> Sizes => new(
        from rows in (int[])[0, 1, 2, 3, 5, 64, 65, 131]
        from columns in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 68]
        select (rows, columns));

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Columns_agree_with_a_plain_loop(int rows, int columns)
    {
        CheckColumns<double>(rows, columns, 1e-13);
        CheckColumns<float>(rows, columns, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Rows_agree_with_a_plain_loop(int rows, int columns)
    {
        CheckRows<double>(rows, columns, 1e-13);
        CheckRows<float>(rows, columns, 1e-5);
    }

    [Fact]
    public void Without_columns_there_is_nothing_to_do()
    {
        Kernels.ColumnStatistics<float>([], [], [], 0, correction: 0);
        Kernels.NormalizeColumns<float>([], [], [], [], [], [], 0, 1);
        Kernels.NormalizeColumnsGradient<float>([], [], [], [], [], default, default, default, 0, 1, correction: 0);
        Kernels.NormalizeRows<float>([], [], [], [], [], [], 0, 1);
        Kernels.NormalizeRowsGradient<float>([], [], [], [], [], default, default, default, 0);
    }

    // Σ x² − (Σ x)²/n would lose everything: the squares are 10⁸, and a float has 7 digits.
    [Fact]
    public void Large_numbers_close_together_keep_their_digits()
    {
        float[] x = [10_000, 10_001, 10_002, 10_003], y = new float[4];
        float[] mean = new float[1], variance = new float[1], inverse = new float[1];
        Kernels.ColumnStatistics<float>(x, mean, variance, columns: 1, correction: 0);
        Assert.Equal((10_001.5f, 1.25f), (mean[0], variance[0]));
        Kernels.NormalizeColumns<float>(x, mean, variance, [2], [1], y, 1, 0);
        float[] expected = [.. x.Select(value => (2 * (value - 10_001.5f) / MathF.Sqrt(1.25f)) + 1)];
        Assert.All(y.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Kernels.NormalizeRows<float>(x, [2, 2, 2, 2], [1, 1, 1, 1], y, mean, inverse, columns: 4, 0);
        Assert.All(y.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }

    // Added one after another, so many squares would lose about three of a float's seven digits.
    [Fact]
    public void Many_rows_lose_no_digits()
    {
        const int Rows = 1 << 18;
        float[] x = [.. Enumerable.Range(0, Rows).Select(i => i % 2 == 0 ? 0.1f : 1.3f)], mean = new float[1], variance = new float[1];
        Kernels.ColumnStatistics<float>(x, mean, variance, columns: 1, correction: 0);
        Assert.Equal(0.7f, mean[0], 1e-6f);
        Assert.Equal(0.36f, variance[0], 1e-6f);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_not_finite_spoils_its_own_row_or_column_alone(double odd)
    {
        const int Size = 19; // The odd number is read with its neighbours', and in the next row too, past the end of the one before.
        Tensor<double> x = Tensor<double>.RandomNormal(new TorchGenerator(1), [Size, Size]), ones = Tensor<double>.Full([Size], 1);
        Tensor<double> dy = Tensor<double>.RandomNormal(new TorchGenerator(2), [Size, Size]), y = new([Size, Size]), dx = new([Size, Size]);
        double[] mean = new double[Size], variance = new double[Size], dscale = new double[Size];
        foreach (int at in (int[])[0, 7, Size - 1])
        {
            double before = x[at, at];
            x[at, at] = odd;
            Kernels.ColumnStatistics<double>(x, mean, variance, Size, correction: 0);
            Kernels.NormalizeColumns<double>(x, mean, variance, ones, ones, y, Size, Epsilon);
            Kernels.NormalizeColumnsGradient<double>(
                x, mean, variance, ones, dy, dx, dscale, default, Size, Epsilon, correction: 0);
            foreach (int[] place in Reference.Places(x.Shape))
                Assert.Equal((place[1] == at, place[1] == at), (double.IsNaN(y[place]), double.IsNaN(dx[place])));
            Assert.All(dscale, (value, j) => Assert.Equal(j == at, double.IsNaN(value)));

            Kernels.NormalizeRows<double>(x, ones, ones, y, mean, variance, Size, Epsilon);
            Kernels.NormalizeRowsGradient<double>(x, ones, mean, variance, dy, dx, dscale, default, Size);
            foreach (int[] place in Reference.Places(x.Shape))
                Assert.Equal((place[0] == at, place[0] == at), (double.IsNaN(y[place]), double.IsNaN(dx[place])));
            Assert.All(dscale, value => Assert.Equal(double.NaN, value)); // each column has a number of that row
            x[at, at] = before;
        }
    }

    // By numbers that are given, an infinite x has an infinite y, and its slope is that of all others.
    [Fact]
    public void By_given_statistics_an_infinite_number_keeps_its_slope()
    {
        double[] y = new double[2], dx = new double[2];
        Kernels.NormalizeColumns<double>([double.PositiveInfinity, 3], [1, 1], [3, 3], [4, 4], [5, 5], y, 2, epsilon: 1);
        Assert.Equal([double.PositiveInfinity, 9], y);
        Kernels.NormalizeColumnsGradient<double>(
            [double.PositiveInfinity, 3], [1, 1], [3, 3], [4, 4], [10, 20], dx, default, default, 2, epsilon: 1, correction: null);
        Assert.Equal([20, 40], dx);
    }

    private static void CheckColumns<T>(int rows, int columns, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var generator = new TorchGenerator(5);
        (Tensor<T> x, Tensor<T> dy) = (Drawn<T>(generator, [rows, columns]), Drawn<T>(generator, [rows, columns]));
        (Tensor<T> scale, Tensor<T> shift) = (Drawn<T>(generator, [columns]), Drawn<T>(generator, [columns]));
        Tensor<T> mean = new([columns]), variance = new([columns]), y = new([rows, columns]);
        T epsilon = T.CreateChecked(Epsilon);
        foreach (int correction in (int[])[0, 1])
        {
            Kernels.ColumnStatistics<T>(x, mean, variance, columns, correction);
            if (rows == 0) Assert.All(mean.Span.ToArray(), value => Assert.Equal(T.NaN, value));
            else AssertClose(Mean(Wide(x), [columns]), mean, tolerance);
            if (rows <= correction) Assert.All(variance.Span.ToArray(), value => Assert.Equal(T.NaN, value));
            else AssertClose(Reference.Variance(Wide(x), [columns], correction), variance, tolerance);
            Check(correction);
        }

        (mean, variance) = (Drawn<T>(generator, [columns]), Tensor<T>.Full([columns], T.CreateChecked(0.7)));
        Check(correction: null);

        void Check(int? correction)
        {
            Kernels.NormalizeColumns<T>(x, mean, variance, scale, shift, y, columns, epsilon);
            AssertClose(
                Reference.Normalize(Wide(x), Wide(mean), Wide(variance), Wide(scale), Wide(shift), Epsilon), y, tolerance);
            (Tensor<double> dx, Tensor<double> dscale, Tensor<double> dshift) = Reference.NormalizeGradients(
                Wide(x), Wide(mean), Wide(variance), Wide(scale), Wide(dy), Epsilon, correction);
            AssertSends<T>([dx, dscale, dshift], tolerance, (toX, toScale, toShift) => Kernels.NormalizeColumnsGradient<T>(
                x, mean, variance, scale, dy, toX, toScale, toShift, columns, epsilon, correction));
        }
    }

    private static void CheckRows<T>(int rows, int columns, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var generator = new TorchGenerator(6);
        (Tensor<T> x, Tensor<T> dy) = (Drawn<T>(generator, [rows, columns]), Drawn<T>(generator, [rows, columns]));
        (Tensor<T> scale, Tensor<T> shift) = (Drawn<T>(generator, [columns]), Drawn<T>(generator, [columns]));
        Tensor<T> means = new([rows]), inverses = new([rows]), y = new([rows, columns]);
        Kernels.NormalizeRows<T>(x, scale, shift, y, means, inverses, columns, T.CreateChecked(Epsilon));
        Tensor<double> mean = Mean(Wide(x), [rows, 1]), variance = Reference.Variance(Wide(x), [rows, 1], correction: 0);
        AssertClose(mean, means, tolerance);
        AssertClose(Reference.Normalize(Wide(x), mean, variance, Wide(scale), Wide(shift), Epsilon), y, tolerance);
        (Tensor<double> dx, Tensor<double> dscale, Tensor<double> dshift) =
            Reference.NormalizeGradients(Wide(x), mean, variance, Wide(scale), Wide(dy), Epsilon, correction: 0);
        AssertSends<T>([dx, dscale, dshift], tolerance, (toX, toScale, toShift) => Kernels.NormalizeRowsGradient<T>(
            x, scale, means, inverses, dy, toX, toScale, toShift, columns));
    }

    private delegate void Gradients<T>(Destination<T> x, Destination<T> scale, Destination<T> shift)
        where T : unmanaged, IFloatingPointIeee754<T>;

    // Each of the three is overwritten, added to or not wanted, whatever becomes of the others.
    private static void AssertSends<T>(Tensor<double>[] expected, double tolerance, Gradients<T> kernel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int kinds = 0; kinds < 27; kinds++)
        {
            Tensor<T>[] sent = [.. expected.Select(tensor => Tensor<T>.Full(tensor.Shape, T.CreateChecked(3)))];
            int[] kind = [kinds % 3, kinds / 3 % 3, kinds / 9];
            kernel(To(0), To(1), To(2));
            for (int i = 0; i < 3; i++)
            {
                Tensor<double> sum = kind[i] == 0 ? expected[i] : Tensor<double>.Full(expected[i].Shape, 3);
                for (int j = 0; kind[i] == 1 && j < sum.Length; j++) sum.Span[j] += expected[i].Span[j];
                AssertClose(sum, sent[i], tolerance * Math.Max(1, Math.Sqrt(expected[0].Length)));
            }

            Destination<T> To(int i) => kind[i] switch { 0 => sent[i], 1 => Destination<T>.AddTo(sent[i]), _ => default };
        }
    }

    private static Tensor<double> Mean(Tensor<double> x, Shape to)
    {
        var mean = new Tensor<double>(to);
        foreach (int[] place in Reference.Places(x.Shape)) Reference.At(mean, place) += x[place];
        foreach (ref double sum in mean.Span) sum /= x.Length / (double)to.Elements;
        return mean;
    }

    // Off 0, so that the mean counts.
    private static Tensor<T> Drawn<T>(TorchGenerator generator, Shape shape) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> drawn = Tensor<T>.RandomNormal(generator, shape);
        foreach (ref T value in drawn.Span) value += T.CreateChecked(0.5);
        return drawn;
    }

    private static Tensor<double> Wide<T>(Tensor<T> x) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(x.Shape, Array.ConvertAll(x.Span.ToArray(), double.CreateChecked));

    private static void AssertClose<T>(Tensor<double> expected, Tensor<T> actual, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected.Span[i], double.CreateChecked(actual.Span[i]), tolerance);
    }
}
