using System.Numerics;
using System.Runtime.InteropServices;

namespace Makemore.Tensors.Tests;

/// <summary>Rows and elements chosen by indices, and the way back for their gradients.</summary>
public class GatherTests
{
    // Narrow rows and rows of several vectors; more indices than rows, so some are chosen twice.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 2, 30)]
    [InlineData(27, 10, 40)]
    [InlineData(3, 7, 50)]
    [InlineData(4, 8, 9)]
    [InlineData(6, 33, 20)]
    [InlineData(9, 3, 0)]
    public void Agrees_with_plain_loops(int rows, int columns, int count)
    {
        CheckRows<float>(rows, columns, count);
        CheckRows<double>(rows, columns, count);
        CheckElements<float>(rows, columns);
        CheckElements<double>(rows, columns);
    }

    [Fact]
    public void A_row_chosen_three_times_receives_three_contributions() =>
        Destinations.AssertLeaves<double>(
            [0, 0, 111, 222, 4, 5], y => Kernels.ScatterAdd([1, 2, 10, 20, 100, 200, 4, 5], [1, 1, 1, 2], y, columns: 2));

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void An_index_outside_is_named(int index)
    {
        double[] x = new double[6], y = new double[4];
        void Says(string operation, Action run) =>
            Assert.Equal($"{operation}: index {index} at position 1 is outside 0..2", Assert.Throws<ArgumentException>(run).Message);
        Says("Gather", () => Kernels.Gather<double>(x, [0, index], y, columns: 2));
        Says("ScatterAdd", () => Kernels.ScatterAdd<double>(y, [0, index], x, columns: 2));
        Says("Embedding", () => Kernels.Gather<double>(x, [0, index], y, columns: 2, "Embedding"));
        Says("Embedding", () => Kernels.ScatterAdd<double>(y, [0, index], x, columns: 2, "Embedding"));
        Says("Pick", () => Kernels.Pick<double>(x, [0, index], y.AsSpan(0, 2), columns: 3));
    }

    [Fact]
    public void Every_index_is_outside_of_no_columns()
    {
        var error = Assert.Throws<ArgumentException>(() => Kernels.Pick<double>([], [0, 0], new double[2], columns: 0));
        Assert.Equal("Pick: index 0 at position 0 is outside 0..-1", error.Message);
    }

    [Fact]
    public void Rows_of_no_columns_hold_nothing()
    {
        Kernels.Pick<float>([], [], [], columns: 0);
        Kernels.Gather<float>([], [0, 26], [], columns: 0);
        Kernels.ScatterAdd<float>([], [0, 26], Destination<float>.Overwrite([]), columns: 0);
    }

    private static void CheckRows<T>(int rows, int columns, int count) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] table = Destinations.Numbers(rows * columns, seed: 1), gradient = Destinations.Numbers(count * columns, seed: 2);
        int[] indices = Chosen(count, rows);
        int[] chosen = [.. indices.SelectMany(row => table[(row * columns)..((row + 1) * columns)])];
        var result = new T[chosen.Length];
        Kernels.Gather(Destinations.Exactly<T>(table), indices, result, columns);
        Assert.Equal(Destinations.Exactly<T>(chosen), result);

        var sums = new int[table.Length];
        for (int i = 0; i < gradient.Length; i++) sums[(indices[i / columns] * columns) + (i % columns)] += gradient[i];
        T[] arriving = Destinations.Exactly<T>(gradient);
        Destinations.AssertLeaves<T>(sums, y => Kernels.ScatterAdd(arriving, indices, y, columns));
    }

    // The sums take whole vectors, of the narrowest that hold a row. The table is never touched, so it needs no memory: only the lengths
    // say that it is so large.
    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    [InlineData(8, 8)]
    public void A_table_whose_sums_fit_into_no_array_is_refused(int columns, int padded)
    {
        float first = 0;
        int rows = int.MaxValue / padded;
        var error = Assert.Throws<ArgumentException>(
            () => Kernels.ScatterAdd<float>([], [], MemoryMarshal.CreateSpan(ref first, rows * columns), columns));
        Assert.Equal($"ScatterAdd: the sums of {rows} rows of {padded} elements do not fit into an array", error.Message);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        float[] table = new float[27 * 10], y = new float[40 * 10];
        int[] indices = Chosen(40, 27);
        void Run()
        {
            Kernels.Gather<float>(table, indices, y, 10);
            Kernels.ScatterAdd<float>(y, indices, table, 10);
        }

        Run();
        Assert.Equal(0, Allocation.Of(runs: 10, Run));
    }

    private static void CheckElements<T>(int rows, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] x = Destinations.Numbers(rows * columns, seed: 3), gradient = Destinations.Numbers(rows, seed: 4);
        int[] indices = Chosen(rows, columns);
        var result = new T[rows];
        Kernels.Pick(Destinations.Exactly<T>(x), indices, result, columns);
        Assert.Equal(Destinations.Exactly<T>([.. indices.Select((column, row) => x[(row * columns) + column])]), result);

        T[] arriving = Destinations.Exactly<T>(gradient);
        int[] expected = [.. x.Select((_, i) => indices[i / columns] == i % columns ? gradient[i / columns] : 0)];
        Destinations.AssertLeaves<T>(expected, y => Kernels.PickGradient(arriving, indices, y, columns));
    }

    private static int[] Chosen(int count, int bound)
    {
        var indices = new int[count];
        new TorchGenerator(5).Integers(indices, 0, bound);
        return indices;
    }
}
