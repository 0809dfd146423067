using System.Numerics;
using FsCheck.Xunit;

namespace Makemore.Tensors.Tests;

/// <summary>Numbers chosen by a mask, against a plain loop.</summary>
public class MaskingTests
{
    [Property(MaxTest = 500, Arbitrary = [typeof(ShapePairs)])]
    public void Agrees_with_a_plain_loop(ShapePair shapes)
    {
        Check<float>(shapes.Left, shapes.Result);
        Check<double>(shapes.Left, shapes.Result);
    }

    [Fact]
    public void Masks_of_networks_agree_with_a_plain_loop()
    {
        Check<float>([8, 8], [2, 3, 8, 8]); // a causal mask for all sequences and heads
        Check<float>([2, 1, 1, 19], [2, 3, 4, 19]); // positions that are only padding
        Check<float>([33], [33]);
        Check<float>([], [5]);
        Check<float>([4], [0, 4]);
        Check<float>([1], [0]);
    }

    [Fact]
    public void The_future_is_filled_with_minus_infinity_and_gets_no_gradient()
    {
        float[] future = [0, 1, 1, 0, 0, 1, 0, 0, 0], scores = [1, 2, 3, 4, 5, 6, 7, 8, 9], y = new float[9], gradient = new float[9];
        var masking = new Masking("MaskedFill", [3, 3], [3, 3]);
        masking.Fill(future, scores, float.NegativeInfinity, y);
        const float None = float.NegativeInfinity;
        Assert.Equal([1, None, None, 4, 5, None, 7, 8, 9], y);
        masking.Fill<float>(future, scores, 0, gradient);
        Assert.Equal([1, 0, 0, 4, 5, 0, 7, 8, 9], gradient);
    }

    // The side that is not chosen does not matter, whatever its value; and a NaN in the mask is not 0.
    [Fact]
    public void NaN_is_left_behind_and_counts_as_yes_in_a_mask()
    {
        foreach (int length in (int[])[1, 3, 8, 35])
        {
            double[] a = [.. Enumerable.Repeat(1.0, length)], b = [.. Enumerable.Repeat(double.NaN, length)], y = new double[length];
            double[] mask = [.. Enumerable.Repeat(double.NaN, length)];
            new Masking("Where", [length], [length]).Where<double>(mask, a, b, y);
            Assert.Equal(a, y);
            new Masking("Where", [length], [length]).Where<double>(new double[length], b, a, y);
            Assert.Equal(a, y);
        }
    }

    [Fact]
    public void A_mask_that_does_not_fit_is_named()
    {
        void Says(string message, Action run) => Assert.Equal(message, Assert.Throws<ArgumentException>(run).Message);
        Says(
            "Where: shapes (3,) and (2, 4) do not broadcast: sizes 3 and 4 differ and neither is 1",
            () => _ = new Masking("Where", [3], [2, 4]));
        Says(
            "Where: the mask's shape (3, 1, 1) is larger than (2, 4), the shape of what it chooses from",
            () => _ = new Masking("Where", [3, 1, 1], [2, 4]));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var masking = new Masking("Where", [8, 8], [2, 3, 8, 8]);
        float[] mask = new float[64], x = new float[384], y = new float[384];
        void Run()
        {
            masking.Where<float>(mask, x, x, y);
            masking.Fill(mask, x, float.NegativeInfinity, y);
            masking.Keep<float>(mask, x, Destination<float>.AddTo(y));
        }

        Run();
        Assert.Equal(0, Allocation.Of(runs: 10, Run));
    }

    private static void Check<T>(Shape maskShape, Shape shape) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var masking = new Masking("Where", maskShape, shape);
        Tensor<T> Numbers(Shape of, int seed, int divisor = 1) =>
            new(of, Destinations.Exactly<T>([.. Destinations.Numbers(of.Elements, seed).Select(number => number / divisor)]));
        Tensor<T> mask = Numbers(maskShape, 1, divisor: 4), a = Numbers(shape, 2), b = Numbers(shape, 3), zero = new(shape);
        T seven = T.CreateChecked(7);
        Destinations.AssertLeaves<T>(Destinations.Whole(Reference.Where(mask, a, b)), y => masking.Where(mask, a, b, y));
        Destinations.AssertLeaves<T>(
            Destinations.Whole(Reference.Where(mask, Tensor<T>.Full(shape, seven), b)), y => masking.Fill(mask, b, seven, y));
        Destinations.AssertLeaves<T>(Destinations.Whole(Reference.Where(mask, a, zero)), y => masking.Keep(mask, a, y));
    }
}
