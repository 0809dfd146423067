using System.Numerics;
using FsCheck.Xunit;

namespace Makemore.Tensors.Tests;

/// <summary>The four operations on stretched operands, against a loop over the indices of the result.</summary>
public class BroadcastingTests
{
    [Property(MaxTest = 500, Arbitrary = [typeof(ShapePairs)])]
    public void Agrees_with_index_loops(ShapePair shapes)
    {
        CheckAll<float>(shapes);
        CheckAll<double>(shapes);
    }

    [Property(MaxTest = 200, Arbitrary = [typeof(ShapePairs)])]
    public void The_result_can_be_walked_with_either_operand(ShapePair shapes)
    {
        var axes = new Broadcasting("Test", shapes.Left, shapes.Right);
        Assert.Equal(shapes.Result, axes.Result);
        Check<double>(axes.ResultAndLeft, (x, y) => x * y, Kernels.Multiply<double>);
        Check<double>(axes.ResultAndRight, (x, y) => x / y, Kernels.Divide<double>);
        Assert.Equal(axes.Result, axes.ResultAndRight.Result);
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
            Assert.Throws<ArgumentException>(() => new Broadcasting("Divide", [2], [3])).Message,
            StringComparison.Ordinal);

    private delegate void Kernel<T>(Broadcasting axes, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result);

    private static void CheckAll<T>(ShapePair shapes) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var axes = new Broadcasting("Test", shapes.Left, shapes.Right);
        Check<T>(axes, (x, y) => x + y, Kernels.Add<T>);
        Check<T>(axes, (x, y) => x - y, Kernels.Subtract<T>);
        Check<T>(axes, (x, y) => x * y, Kernels.Multiply<T>);
        Check<T>(axes, (x, y) => x / y, Kernels.Divide<T>);
    }

    // One rounding each, so both must agree in every bit.
    private static void Check<T>(Broadcasting axes, Func<T, T, T> operation, Kernel<T> kernel) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] left = Tensor<T>.RandomNormal(new TorchGenerator(1), axes.Left).Span.ToArray();
        T[] right = Tensor<T>.RandomNormal(new TorchGenerator(2), axes.Right).Span.ToArray();
        T[] expected =
        [
            .. Enumerable.Range(0, axes.Result.Elements)
                .Select(i => operation(left[Stretched(axes.Result, axes.Left, i)], right[Stretched(axes.Result, axes.Right, i)])),
        ];
        var result = new T[axes.Result.Elements];
        kernel(axes, left, right, result);
        Assert.Equal(expected, result);
    }

    /// <summary>Which element of a stretched operand stands at a place of the result: an axis of size 1 has only the index 0.</summary>
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
