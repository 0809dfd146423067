using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Makemore.Tensors.Tests;

/// <summary>Axes in another order, against a loop over all elements.</summary>
public class PermutationTests
{
    [Property(MaxTest = 500)]
    public Property Agrees_with_a_plain_loop()
    {
        Gen<(int[] Sizes, int[] Axes)> cases =
            from rank in Gen.Choose(0, 5)
            from sizes in Gen.Frequency((12, Gen.Choose(1, 6)), (1, Gen.Constant(0)), (1, Gen.Constant(19))).ArrayOf(rank)
            from axes in Gen.Shuffle(Enumerable.Range(0, rank))
            from fromEnd in Gen.Elements(false, true).ArrayOf(rank)
            where sizes.Aggregate(1, (product, size) => product * size) < 20_000
            select (sizes, axes.Zip(fromEnd, (axis, counts) => counts ? axis - rank : axis).ToArray());
        return Prop.ForAll(cases.ToArbitrary(), drawn => Check(Shape.Create(drawn.Sizes), drawn.Axes));
    }

    [Fact]
    public void Orders_of_networks_agree_with_a_plain_loop()
    {
        Check([4, 8, 3, 5], [0, 2, 1, 3]); // heads before positions: runs are copied
        Check([4, 3, 8, 5], [0, 1, 3, 2]); // keys transposed, head by head
        Check([40, 33], [1, 0]);
        Check([17, 2, 16], [2, 0, 1]); // two axes stay together: one transposition
        Check([3, 5], [0, 1]);
        Check([3, 4, 5, 6], [3, 2, 1, 0]);
    }

    [Fact]
    public void NaN_and_infinity_are_only_moved()
    {
        var y = new double[4];
        new Permutation("Permute", [2, 2], 1, 0).Apply<double>([1, double.NaN, double.NegativeInfinity, -0.0], y);
        Assert.Equal([1, double.NegativeInfinity, double.NaN, -0.0], y);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var permutation = new Permutation("Permute", [4, 8, 3, 5], 3, 0, 2, 1);
        float[] x = new float[480], y = new float[480];
        permutation.Inverse.Apply<float>(y, x);
        Assert.Equal(0, Allocation.Of(runs: 1, () =>
        {
            permutation.Apply<float>(x, y);
            permutation.Inverse.Apply<float>(y, Destination<float>.AddTo(x));
        }));
    }

    private static void Check(Shape from, int[] axes)
    {
        Check<float>(from, axes);
        Check<double>(from, axes);
    }

    private static void Check<T>(Shape from, int[] axes) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var permutation = new Permutation("Permute", from, axes);
        int[] numbers = [.. Enumerable.Range(1, from.Elements)];
        var x = new Tensor<T>(from, Destinations.Exactly<T>(numbers));
        Tensor<T> expected = Reference.Permute(x, axes);
        Assert.Equal(expected.Shape, permutation.Result);
        Destinations.AssertLeaves<T>(Destinations.Whole(expected), y => permutation.Apply(x, y));
        Destinations.AssertLeaves<T>(numbers, y => permutation.Inverse.Apply(expected, y));
    }
}
