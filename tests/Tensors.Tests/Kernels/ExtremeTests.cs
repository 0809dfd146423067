using System.Numerics;
using FsCheck.Xunit;

namespace Makemore.Tensors.Tests;

/// <summary>The largest and the smallest over axes, and where their gradient goes.</summary>
public class ExtremeTests
{
    // Only a few different numbers, so that there are ties.
    [Property(MaxTest = 500, Arbitrary = [typeof(ShapePairs)])]
    public void Agree_with_plain_loops(ShapePair shapes)
    {
        Check<float>(shapes.Result, shapes.Left);
        Check<double>(shapes.Result, shapes.Left);
    }

    [Fact]
    public void Long_axes_agree_with_plain_loops()
    {
        Check<float>([3, 1000, 2], [1, 1000, 1]);
        Check<float>([3, 1000, 2], [3, 1, 2]);
        Check<float>([2, 3, 4, 5, 6], [1, 3, 1, 5, 1]);
        Check<float>([5000], []);
        Check<double>([0, 3], [0, 1]);
    }

    // The first is from torch.amax and amin along axis 1; max() of everything shares the gradient among the NaN.
    [Fact]
    public void Ties_share_the_gradient_as_in_PyTorch()
    {
        double[] x = [1, 3, 3, 2, 2, 2, double.NaN, 1, double.NaN], y = new double[3];
        var rows = new Reduction([3, 3], [3, 1]);
        rows.Max<double>(x, y);
        Assert.Equal([3, 2, double.NaN], y);
        var gradient = new double[9];
        rows.ExtremeGradient<double>(x, y, [1, 30, 100], gradient);
        Assert.Equal([0, 0.5, 0.5, 10, 10, 10, 50, 0, 50], gradient);
        rows.Min<double>(x, y);
        Assert.Equal([1, 2, double.NaN], y);
        rows.ExtremeGradient<double>(x, y, [1, 30, 100], gradient);
        Assert.Equal([1, 0, 0, 10, 10, 10, 50, 0, 50], gradient);
    }

    [Fact]
    public void Infinities_are_numbers_and_NaN_wins_wherever_it_stands()
    {
        double[] x =
            [double.NegativeInfinity, double.NegativeInfinity, 5, double.PositiveInfinity, double.NaN, double.PositiveInfinity];
        double[] y = new double[3], columns = new double[2];
        new Reduction([3, 2], [3, 1]).Max<double>(x, y);
        Assert.Equal([double.NegativeInfinity, double.PositiveInfinity, double.NaN], y);
        new Reduction([3, 2], [2]).Min<double>(x, columns);
        Assert.Equal([double.NaN, double.NegativeInfinity], columns);
    }

    [Fact]
    public void There_is_no_largest_of_nothing()
    {
        void Says(string message, Action run) => Assert.Equal(message, Assert.Throws<ArgumentException>(run).Message);
        Says(
            "Max: shape (3, 0) has an axis of size 0, along which there is no largest element",
            () => new Reduction([3, 0], [3, 1]).Max<float>([], new float[3]));
        Says(
            "Min: shape (0,) has an axis of size 0, along which there is no smallest element",
            () => new Reduction([0], []).Min<float>([], new float[1]));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var axes = new Reduction([8, 20, 3], [20, 1]);
        float[] x = new float[480], y = new float[20], mean = new float[20];
        void Run()
        {
            axes.Max<float>(x, y);
            axes.ExtremeGradient<float>(x, y, y, x);
            axes.Variance<float>(x, mean, y, correction: 1);
            axes.VarianceGradient<float>(x, mean, y, x, correction: 1);
        }

        for (int i = 0; i < 3; i++) Run();
        Assert.Equal(0, Allocation.Of(runs: 10, Run));
    }

    private static void Check<T>(Shape from, Shape to) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var axes = new Reduction(from, to);
        int[] numbers = [.. Destinations.Numbers(from.Elements, seed: 1).Select(number => number / 3)];
        var x = new Tensor<T>(from, Destinations.Exactly<T>(numbers));
        var opposite = new Tensor<T>(from, Destinations.Exactly<T>([.. numbers.Select(number => -number)]));
        Tensor<T> largest = Reference.Max(x, to), y = new(to);
        axes.Max<T>(x, y);
        Assert.Equal(largest.Span, y.Span);
        axes.Min<T>(opposite, y); // min(-x) = -max(x)
        Assert.Equal(largest.Span.ToArray().Select(value => T.Zero - value), y.Span.ToArray());

        // A multiple of every number up to 8 is shared without rounding. More ties are rounded once, and all in the same way.
        Tensor<T> dy = new(to, Destinations.Exactly<T>([.. Destinations.Numbers(to.Elements, seed: 2).Select(number => 840 * number)]));
        Tensor<T> expected = Reference.ExtremeGradient(x, largest, dy);
        T[] overwritten = [.. Enumerable.Repeat(T.NaN, x.Length)], added = [.. x.Span];
        axes.ExtremeGradient<T>(x, largest, dy, overwritten);
        axes.ExtremeGradient(x, largest, dy, Destination<T>.AddTo(added));
        axes.ExtremeGradient<T>(x, largest, dy, default);
        Assert.Equal(expected.Span.ToArray(), overwritten);
        Assert.Equal(expected.Span.ToArray().Zip(x.Span.ToArray(), (sent, before) => before + sent), added);
    }
}
