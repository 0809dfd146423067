using System.Numerics;
using FsCheck.Xunit;

namespace Makemore.Tensors.Tests;

/// <summary>A formula of two operands under broadcasting, against a loop over the indices of the result.</summary>
public class BroadcastingTests
{
    [Property(MaxTest = 500, Arbitrary = [typeof(ShapePairs)])]
    public void Agrees_with_index_loops(ShapePair shapes)
    {
        CheckAll<float>(shapes);
        CheckAll<double>(shapes);
    }

    [Property(MaxTest = 200, Arbitrary = [typeof(ShapePairs)])]
    public void Gradients_are_summed_over_the_stretched_axes(ShapePair shapes)
    {
        CheckGradients<float>(shapes, 1e-4);
        CheckGradients<double>(shapes, 1e-12);
    }

    [Fact]
    public void Equal_shapes_need_no_walk() => Assert.Null(Broadcasting.Between("Test", [2, 3], [2, 3]));

    [Theory]
    [InlineData(new[] { 32, 100 }, new[] { 100 }, 32, 100)]
    [InlineData(new[] { 2, 3, 4 }, new[] { 3, 4 }, 2, 12)]
    [InlineData(new[] { 2, 3, 1, 4 }, new[] { 3, 1, 4 }, 2, 12)]
    [InlineData(new[] { 2, 3, 4 }, new int[0], 1, 24)]
    [InlineData(new[] { 2, 1, 4 }, new[] { 3, 1 }, 6, 4)]
    public void Neighbouring_axes_that_are_walked_alike_become_one(int[] left, int[] right, int runs, int length)
    {
        Broadcasting axes = Broadcasting.Between("Test", Shape.Create(left), Shape.Create(right))!;
        Assert.Equal((runs, length), (axes.Runs, axes.RunLength));
    }

    [Fact]
    public void Gradients_allocate_nothing()
    {
        Broadcasting axes = Broadcasting.Between("Test", [1, 50], [40, 1])!;
        float[] left = new float[50], right = new float[40], y = new float[2000], dy = new float[2000];
        Gradients();
        Assert.Equal(0, Allocation.Of(runs: 3, Gradients));

        void Gradients()
        {
            Kernels.MapGradientLeft<float, LopsidedFormula>(default, axes, left, right, y, dy, left);
            Kernels.MapGradientRight<float, LopsidedFormula>(default, axes, left, right, y, dy, right);
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    [InlineData(0, 0)]
    public void Axes_of_size_0_give_no_elements(int rows, int columns)
    {
        CheckAll<float>(new ShapePair([rows, columns], [1, columns]));
        CheckAll<float>(new ShapePair([rows, 1], [columns]));
        CheckAll<float>(new ShapePair([], [rows, 2, columns]));
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_named() =>
        Assert.StartsWith(
            "Divide: shapes (2,) and (3,) do not broadcast",
            Assert.Throws<ArgumentException>(() => Broadcasting.Between("Divide", [2], [3])).Message,
            StringComparison.Ordinal);

    // Each operation of the formula is rounded once, so both must agree to the bit.
    private static void CheckAll<T>(ShapePair shapes) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (T[] left, T[] right, T[] expected) = Expected<T>(shapes);
        var result = new T[expected.Length];
        Kernels.Map<T, LopsidedFormula>(default, Broadcasting.Between("Test", shapes.Left, shapes.Right), left, right, result);
        Assert.Equal(expected, result);
    }

    private static void CheckGradients<T>(ShapePair shapes, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (T[] left, T[] right, T[] y) = Expected<T>(shapes);
        T[] dy = Random<T>(shapes.Result, seed: 3), two = [T.CreateChecked(2)];
        T[] expectedLeft = new T[left.Length], expectedRight = new T[right.Length];
        for (int i = 0; i < y.Length; i++)
        {
            int l = Stretched(shapes.Result, shapes.Left, i), r = Stretched(shapes.Result, shapes.Right, i);
            expectedLeft[l] += two[0] * dy[i];
            expectedRight[r] -= two[0] * right[r] * dy[i];
        }

        Broadcasting? axes = Broadcasting.Between("Test", shapes.Left, shapes.Right);
        AssertLeaves(expectedLeft, dx => Kernels.MapGradientLeft<T, LopsidedFormula>(default, axes, left, right, y, dy, dx), tolerance);
        AssertLeaves(expectedRight, dx => Kernels.MapGradientRight<T, LopsidedFormula>(default, axes, left, right, y, dy, dx), tolerance);
    }

    private delegate void Gradient<T>(Destination<T> destination) where T : unmanaged, IFloatingPointIeee754<T>;

    private static void AssertLeaves<T>(T[] expected, Gradient<T> kernel, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] overwritten = [.. expected.Select(_ => T.NaN)], added = [.. expected.Select(_ => T.One)];
        kernel(overwritten);
        kernel(Destination<T>.AddTo(added));
        kernel(default);
        for (int i = 0; i < expected.Length; i++)
        {
            double exact = double.CreateChecked(expected[i]), size = tolerance * Math.Max(1, Math.Abs(exact));
            Assert.Equal(exact, double.CreateChecked(overwritten[i]), size);
            Assert.Equal(1 + exact, double.CreateChecked(added[i]), size);
        }
    }

    private static (T[] Left, T[] Right, T[] Y) Expected<T>(ShapePair shapes) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] left = Random<T>(shapes.Left, seed: 1), right = Random<T>(shapes.Right, seed: 2);
        T two = T.CreateChecked(2);
        return (left, right,
        [
            .. Enumerable.Range(0, shapes.Result.Elements).Select(i =>
            {
                T b = right[Stretched(shapes.Result, shapes.Right, i)];
                return (two * left[Stretched(shapes.Result, shapes.Left, i)]) - (b * b);
            }),
        ]);
    }

    private static T[] Random<T>(Shape shape, ulong seed) where T : unmanaged, IFloatingPointIeee754<T> =>
        Tensor<T>.RandomNormal(new TorchGenerator(seed), shape).Span.ToArray();

    /// <summary>The element of a stretched operand for a place of the result: an axis of size 1 has only the index 0.</summary>
    public static int Stretched(Shape result, Shape operand, int place)
    {
        int element = 0, stride = 1;
        for (int fromEnd = 1; fromEnd <= operand.Rank; fromEnd++)
        {
            (place, int index) = Math.DivRem(place, result[^fromEnd]);
            if (operand[^fromEnd] > 1) element += index * stride;
            stride *= operand[^fromEnd];
        }

        return element;
    }
}
