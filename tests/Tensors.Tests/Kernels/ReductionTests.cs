using FsCheck.Xunit;

namespace Makemore.Tensors.Tests;

/// <summary>Summing to a smaller shape and spreading out again, against a loop over all elements of the larger one.</summary>
public class ReductionTests
{
    [Property(MaxTest = 500, Arbitrary = [typeof(ShapePairs)])]
    public void Agrees_with_index_loops(ShapePair shapes) => Check(shapes.Result, shapes.Left);

    // Kept and summed axes take turns, five deep, starting with either. One sum has more elements than a block of a pairwise sum holds.
    [Fact]
    public void Axes_may_alternate()
    {
        Check([2, 3, 4, 5, 6], [1, 3, 1, 5, 1]);
        Check([2, 3, 4, 5, 6], [2, 1, 4, 1, 6]);
        Check([2, 3, 4, 5, 6], [5, 1]);
        Check([3, 1000, 2], [1, 1000, 1]);
        Check([3, 1000, 2], [3, 1, 2]);
        Check([5000], []);
    }

    [Fact]
    public void Axes_of_size_0_sum_to_0_and_spread_to_nothing()
    {
        Check([0], []);
        Check([0, 3], [1, 3]);
        Check([3, 0], [3, 1]);
        Check([0, 2, 3], [0, 1, 3]);
        Check([0, 2, 3], [0, 2, 1]);
        Check([2, 0, 3], [2, 1, 3]);
        Check([2, 3, 0, 4], [1, 3, 1, 4]);
    }

    // Row by row, a float sum of so many would be wrong in the fourth digit.
    [Fact]
    public void Long_sums_over_the_outer_axis_keep_float_accuracy()
    {
        var sums = new float[2];
        new Reduction([100_000, 2], [2]).Sum<float>([.. Enumerable.Repeat(0.1f, 200_000)], sums);
        Assert.All(sums, sum => Assert.Equal(1, sum / (100_000 * (double)0.1f), 1e-6));
    }

    [Fact]
    public void A_shape_that_is_not_smaller_is_refused()
    {
        void Says(string message, Shape from, Shape to) =>
            Assert.Equal("Reduction: " + message, Assert.Throws<ArgumentException>(() => new Reduction(from, to)).Message);
        Says("shape (1, 3) cannot be brought down to (2, 3), which is larger along an axis", [1, 3], [2, 3]);
        Says("shape (3,) cannot be brought down to (1, 3), which is larger along an axis", [3], [1, 3]);
        Says("shapes (2,) and (2, 3) do not broadcast: sizes 2 and 3 differ and neither is 1", [2, 3], [2]);
    }

    private static void Check(Shape from, Shape to)
    {
        var axes = new Reduction(from, to);
        int[] many = Destinations.Numbers(from.Elements, seed: 1), few = Destinations.Numbers(to.Elements, seed: 2);
        var sums = new int[to.Elements];
        for (int i = 0; i < many.Length; i++) sums[BroadcastingTests.Stretched(from, to, i)] += many[i];
        int[] spread = [.. many.Select((_, i) => 3 * few[BroadcastingTests.Stretched(from, to, i)])];

        float[] manySingle = Destinations.Exactly<float>(many), fewSingle = Destinations.Exactly<float>(few);
        Destinations.AssertLeaves<float>(sums, y => axes.Sum(manySingle, y));
        Destinations.AssertLeaves<float>(spread, y => axes.Spread(fewSingle, 3, y));

        double[] manyDouble = Destinations.Exactly<double>(many), fewDouble = Destinations.Exactly<double>(few);
        Destinations.AssertLeaves<double>(sums, y => axes.Sum(manyDouble, y));
        Destinations.AssertLeaves<double>(spread, y => axes.Spread(fewDouble, 3, y));
    }
}
