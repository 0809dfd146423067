using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Makemore.Tensors.Tests;

/// <summary>Products over leading axes and their gradients, against plain loops; whole numbers, so the results are exact.</summary>
public class BatchedProductTests
{
    [Property(MaxTest = 300, Arbitrary = [typeof(ShapePairs)])]
    public Property Agrees_with_plain_loops(ShapePair batch) =>
        Prop.ForAll(Gen.Choose(0, 5).Three().ToArbitrary(), sizes =>
        {
            (int rows, int inner, int columns) = sizes;
            Check<float>([.. batch.Left, rows, inner], [.. batch.Right, inner, columns]);
            Check<double>([.. batch.Left, rows, inner], [.. batch.Right, inner, columns]);
        });

    [Fact]
    public void Shapes_of_networks_agree_with_plain_loops()
    {
        Check<float>([4, 8, 10], [10, 20]); // every position through one layer
        Check<float>([2, 3, 8, 5], [2, 3, 5, 8]); // queries and keys, head by head
        Check<float>([8, 8], [2, 3, 8, 5]); // one matrix of weights for all heads
        Check<float>([2, 1, 8, 5], [1, 3, 5, 7]); // both stretched
        Check<float>([2, 3, 4, 5], [2, 1, 5, 6]); // the rows of one axis make a taller matrix, those of the other do not
        Check<float>([1, 4, 5], [5, 6]);
        Check<float>([4, 5], [1, 5, 6]);
    }

    [Fact]
    public void Without_leading_sizes_there_is_nothing_and_no_gradient()
    {
        Check<float>([0, 2, 3], [3, 4]);
        Check<float>([0, 2, 3], [1, 3, 4]);
        Check<float>([2, 3], [0, 3, 4]);
        Check<float>([3, 1, 2, 3], [0, 3, 4]);
        Check<float>([0, 1, 2, 3], [1, 5, 3, 4]); // B has matrices, and no use for them
    }

    // Summed at once, as documented: a sum of a sum for each sequence would round differently.
    [Fact]
    public void Sequences_through_one_matrix_are_one_product_over_all_rows()
    {
        float[] x = [.. ElementwiseTests.Numbers(9 * 7 * 10, 1).Select(value => (float)value)];
        float[] dy = [.. ElementwiseTests.Numbers(9 * 7 * 4, 2).Select(value => (float)value)];
        float[] expected = new float[10 * 4], gradient = new float[10 * 4];
        Kernels.MatMulTransposedA<float>(x, dy, expected, 10, 9 * 7, 4);
        new BatchedProduct("MatMul", [9, 7, 10], [10, 4]).GradientOfB<float>(x, dy, gradient);
        Assert.Equal(expected, gradient);
    }

    [Fact]
    public void NaN_stays_in_its_matrix()
    {
        var product = new BatchedProduct("MatMul", [2, 1, 2], [2, 2, 1]);
        var y = new float[2];
        product.Multiply<float>([1, 2, float.NaN, 4], [5, 6, 7, 8], y);
        Assert.Equal([17, float.NaN], y);
    }

    [Theory]
    [InlineData(new[] { 5 }, new[] { 5, 2 }, "MatMul: (5,) x (5, 2): both need at least two axes")]
    [InlineData(new[] { 2, 5 }, new[] { 5 }, "MatMul: (2, 5) x (5,): both need at least two axes")]
    [InlineData(new[] { 2, 5 }, new int[0], "MatMul: (2, 5) x (): both need at least two axes")]
    [InlineData(new[] { 7, 2, 3 }, new[] { 7, 4, 3 }, "MatMul: (7, 2, 3) x (7, 4, 3): inner sizes 3 and 4 differ")]
    [InlineData(
        new[] { 7, 2, 3 }, new[] { 6, 3, 4 },
        "MatMul: (7, 2, 3) x (6, 3, 4): leading axes: shapes (7,) and (6,) do not broadcast: sizes 7 and 6 differ and neither is 1")]
    public void Shapes_that_do_not_fit_are_named(int[] a, int[] b, string message) => Assert.Equal(
        message, Assert.Throws<ArgumentException>(() => new BatchedProduct("MatMul", Shape.Create(a), Shape.Create(b))).Message);

    [Fact]
    public void Nothing_is_allocated()
    {
        var product = new BatchedProduct("MatMul", [2, 3, 8, 5], [3, 5, 7]);
        float[] a = new float[240], b = new float[105], y = new float[336];
        void Run()
        {
            product.Multiply<float>(a, b, y);
            product.GradientOfA<float>(y, b, a);
            product.GradientOfB<float>(a, y, Destination<float>.AddTo(b));
        }

        for (int i = 0; i < 3; i++) Run();
        Assert.Equal(0, Allocation.Of(runs: 10, Run));
    }

    private static void Check<T>(Shape aShape, Shape bShape) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var product = new BatchedProduct("MatMul", aShape, bShape);
        int[] aNumbers = Destinations.Numbers(aShape.Elements, seed: 1), bNumbers = Destinations.Numbers(bShape.Elements, seed: 2);
        int[] dyNumbers = Destinations.Numbers(product.Result.Elements, seed: 3);
        Tensor<T> a = new(aShape, Destinations.Exactly<T>(aNumbers)), b = new(bShape, Destinations.Exactly<T>(bNumbers));
        Tensor<T> dy = new(product.Result, Destinations.Exactly<T>(dyNumbers));

        (Tensor<T> da, Tensor<T> db) = Reference.MatMulGradients(a, b, dy);
        Destinations.AssertLeaves<T>(Destinations.Whole(Reference.MatMul(a, b)), y => product.Multiply(a, b, y));
        Destinations.AssertLeaves<T>(Destinations.Whole(da), y => product.GradientOfA(dy, b, y));
        Destinations.AssertLeaves<T>(Destinations.Whole(db), y => product.GradientOfB(a, dy, y));
    }
}
