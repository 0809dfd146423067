using System.Numerics;
using FsCheck.Xunit;

namespace Makemore.Tensors.Tests;

/// <summary>The mean of squares about the mean, and its gradient.</summary>
public class VarianceTests
{
    [Property(MaxTest = 300, Arbitrary = [typeof(ShapePairs)])]
    public void Agrees_with_a_plain_loop(ShapePair shapes)
    {
        foreach (int correction in (int[])[0, 1])
        {
            Check<float>(shapes.Result, shapes.Left, correction, 1e-4);
            Check<double>(shapes.Result, shapes.Left, correction, 1e-12);
        }
    }

    [Fact]
    public void Long_axes_agree_with_a_plain_loop()
    {
        Check<float>([1000, 3], [1, 3], 0, 1e-4);
        Check<float>([3, 1000], [3, 1], 1, 1e-4);
        Check<double>([0, 3], [0, 1], 1, 1e-12);
    }

    // Σ x² − (Σ x)²/n would lose everything: the squares are 10⁸, and a float has 7 digits.
    [Fact]
    public void Large_numbers_close_together_keep_their_digits()
    {
        float[] mean = new float[1], y = new float[1];
        new Reduction([4], []).Variance<float>([10_000, 10_001, 10_002, 10_003], mean, y, correction: 0);
        Assert.Equal((10_001.5f, 1.25f), (mean[0], y[0]));
        new Reduction([4], []).Variance<float>([10_000, 10_001, 10_002, 10_003], mean, y, correction: 1);
        Assert.Equal(5 / 3f, y[0], 1e-6f);
    }

    // Like torch.var along axis 1 of (2, n).
    [Theory]
    [InlineData(0, 0, double.NaN, double.NaN)]
    [InlineData(0, 1, double.NaN, double.NaN)]
    [InlineData(1, 0, 0.0, 0.0)]
    [InlineData(1, 1, double.NaN, double.NaN)]
    public void Of_none_or_one_it_is_what_PyTorch_says(int n, int correction, double variance, double slope)
    {
        double[] x = [.. Enumerable.Repeat(1.0, 2 * n)], mean = new double[2], y = new double[2], gradient = new double[2 * n];
        var axes = new Reduction([2, n], [2, 1]);
        axes.Variance<double>(x, mean, y, correction);
        Assert.Equal([variance, variance], y);
        axes.VarianceGradient<double>(x, mean, [1, 1], gradient, correction);
        Assert.All(gradient, value => Assert.Equal(slope, value));
    }

    [Fact]
    public void NaN_stays_in_its_row()
    {
        double[] mean = new double[2], y = new double[2];
        new Reduction([2, 2], [2, 1]).Variance<double>([1, double.NaN, 3, 5], mean, y, correction: 0);
        Assert.Equal([double.NaN, 1], y);
    }

    private static void Check<T>(Shape from, Shape to, int correction, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var axes = new Reduction(from, to);
        Tensor<T> x = Tensor<T>.RandomNormal(new TorchGenerator(1), from), dy = Tensor<T>.RandomNormal(new TorchGenerator(2), to);
        Tensor<T> mean = new(to), y = new(to), expected = Reference.Variance(x, to, correction);
        axes.Variance<T>(x, mean, y, correction);
        for (int i = 0; i < y.Length; i++)
            Assert.Equal(double.CreateChecked(expected.Span[i]), double.CreateChecked(y.Span[i]), tolerance);

        T[] overwritten = [.. Enumerable.Repeat(T.NaN, x.Length)], added = [.. x.Span];
        axes.VarianceGradient<T>(x, mean, dy, overwritten, correction);
        axes.VarianceGradient(x, mean, dy, Destination<T>.AddTo(added), correction);
        axes.VarianceGradient<T>(x, mean, dy, default, correction);
        int n = to.Elements == 0 ? 0 : from.Elements / to.Elements, element = 0;
        foreach (int[] place in Reference.Places(from))
        {
            double deviation = double.CreateChecked(x[place] - Reference.At(mean, place));
            double slope = 2 * deviation / (n - correction) * double.CreateChecked(Reference.At(dy, place));
            Assert.Equal(slope, double.CreateChecked(overwritten[element]), tolerance);
            Assert.Equal(slope + double.CreateChecked(x[place]), double.CreateChecked(added[element++]), tolerance);
        }
    }
}
