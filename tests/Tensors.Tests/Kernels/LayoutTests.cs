namespace Makemore.Tensors.Tests;

/// <summary>Elements moved to other places, none changed.</summary>
public class LayoutTests
{
    // Sizes around the blocks of 16 in which a transposition works.
    public static TheoryData<int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<int, int>();
            foreach (int rows in (int[])[1, 2, 15, 16, 17, 33, 40])
                foreach (int columns in (int[])[1, 3, 15, 16, 17, 32, 40]) sizes.Add(rows, columns);
            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Transposes(int rows, int columns)
    {
        int[] x = Destinations.Numbers(rows * columns, seed: 1);
        int[] expected = [.. x.Select((_, i) => x[(i % rows * columns) + (i / rows)])];
        float[] single = Destinations.Exactly<float>(x);
        Destinations.AssertLeaves<float>(expected, y => Kernels.Transpose(single, columns, y, rows, rows, columns));
        double[] precise = Destinations.Exactly<double>(x);
        Destinations.AssertLeaves<double>(expected, y => Kernels.Transpose(precise, columns, y, rows, rows, columns));
    }

    [Fact]
    public void Copies_blocks_between_layouts()
    {
        // Two blocks of 2, from places 1 and 5 to places 2 and 5. What is between them keeps its value.
        float[] x = [0, 1, 2, 3, 4, 5, 6, 7];
        void Copy(Destination<float> y) => Kernels.CopyBlocks(x, xStart: 1, xStride: 4, y, yStart: 2, yStride: 3, length: 2, count: 2);
        float[] overwritten = [-1, -1, -1, -1, -1, -1, -1, -1], added = [10, 10, 10, 10, 10, 10, 10, 10];
        Copy(overwritten);
        Copy(Destination<float>.AddTo(added));
        Copy(default);
        Assert.Equal([-1, -1, 1, 2, -1, 5, 6, -1], overwritten);
        Assert.Equal([10, 10, 11, 12, 10, 15, 16, 10], added);
    }
}
