using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Makemore.Tensors.Tests;

public class MatMulTests
{
    /// <summary>Sizes that cross every edge: of a vector, of a panel of vectors, of a tile of rows, of a block of inner products.</summary>
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 32, 6, 100 }, { 32, 30, 200 }, { 32, 200, 27 }, { 200, 32, 27 }, { 6, 32, 100 }, { 1, 1, 1 }, { 1, 30, 200 }, { 200, 30, 1 },
        { 65, 255, 47 }, { 67, 256, 48 }, { 70, 257, 49 }, { 5, 513, 63 }, { 129, 3, 64 }, { 3, 1100, 97 }, { 4, 2, 145 }, { 27, 5000, 10 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Products_match_plain_loops(int rows, int inner, int columns)
    {
        CheckAll<float>(rows, inner, columns);
        CheckAll<double>(rows, inner, columns);
    }

    [Property(MaxTest = 300)]
    public Property Products_of_any_small_sizes_match_plain_loops()
    {
        Gen<int> size = Gen.Choose(1, 40);
        return Prop.ForAll(size.Three().ToArbitrary(), sizes =>
        {
            CheckAll<float>(sizes.Item1, sizes.Item2, sizes.Item3);
            CheckAll<double>(sizes.Item1, sizes.Item2, sizes.Item3);
        });
    }

    [Fact]
    public void An_unwanted_product_is_not_computed()
    {
        Kernels.MatMul<float>([1], [2], default, 1, 1, 1);
        Kernels.MatMulTransposedA<float>([1], [2], default, 1, 1, 1);
        Kernels.MatMulTransposedB<float>([1], [2], default, 1, 1, 1);
    }

    [Theory]
    [InlineData(0, 3, 2)]
    [InlineData(3, 0, 2)]
    [InlineData(3, 2, 0)]
    public void Sizes_of_zero_work(int rows, int inner, int columns)
    {
        float[] a = new float[rows * inner], b = new float[inner * columns];
        float[] c = Enumerable.Repeat(5f, rows * columns).ToArray();
        Kernels.MatMul<float>(a, b, Destination<float>.AddTo(c), rows, inner, columns);
        Assert.All(c, x => Assert.Equal(5, x));
        Kernels.MatMul<float>(a, b, c, rows, inner, columns);
        Assert.All(c, x => Assert.Equal(0, x));
    }

    [Theory]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    public void NaN_and_infinity_reach_their_row_and_no_other(float special, float expected)
    {
        const int rows = 7, inner = 9, columns = 27;
        float[] a = Enumerable.Repeat(1f, rows * inner).ToArray(), b = Enumerable.Repeat(1f, inner * columns).ToArray();
        a[(5 * inner) + 8] = special;
        var c = new float[rows * columns];
        Kernels.MatMul<float>(a, b, c, rows, inner, columns);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) Assert.Equal(i == 5 ? expected : inner, c[(i * columns) + j]);
    }

    [Fact]
    public void NaN_and_infinity_reach_their_column_and_no_other()
    {
        const int rows = 7, inner = 9, columns = 27;
        float[] a = Enumerable.Repeat(1f, rows * inner).ToArray(), b = Enumerable.Repeat(1f, inner * columns).ToArray();
        b[(4 * columns) + 26] = float.NaN;
        b[(8 * columns) + 0] = float.NegativeInfinity;
        var c = new float[rows * columns];
        Kernels.MatMul<float>(a, b, c, rows, inner, columns);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                Assert.Equal(j == 26 ? float.NaN : j == 0 ? float.NegativeInfinity : inner, c[(i * columns) + j]);
    }

    [Fact]
    public void Wrong_sizes_say_what_is_needed()
    {
        float[] ten = new float[10];
        Message("MatMul: a has 10 elements, and (2, 3) needs 6", () => Kernels.MatMul<float>(ten, ten, ten, 2, 3, 5));
        Message("MatMul: b has 10 elements, and (5, 3) needs 15", () => Kernels.MatMul<float>(ten, ten, ten, 2, 5, 3));
        Message("MatMul: c has 10 elements, and (5, 5) needs 25", () => Kernels.MatMul<float>(ten, ten, ten, 5, 2, 5));
        Message("MatMulTransposedA: a has 10 elements, and (3, 2) needs 6", () => Kernels.MatMulTransposedA<float>(ten, ten, ten, 2, 3, 5));
        Message("MatMulTransposedA: b has 10 elements, and (5, 3) needs 15",
            () => Kernels.MatMulTransposedA<float>(ten, ten, ten, 2, 5, 3));
        Message("MatMulTransposedA: c has 10 elements, and (5, 5) needs 25",
            () => Kernels.MatMulTransposedA<float>(ten, ten, ten, 5, 2, 5));
        Message("MatMulTransposedB: a has 10 elements, and (2, 3) needs 6", () => Kernels.MatMulTransposedB<float>(ten, ten, ten, 2, 3, 5));
        Message("MatMulTransposedB: b has 10 elements, and (3, 5) needs 15",
            () => Kernels.MatMulTransposedB<float>(ten, ten, ten, 2, 5, 3));
        Message("MatMulTransposedB: c has 10 elements, and (5, 5) needs 25",
            () => Kernels.MatMulTransposedB<float>(ten, ten, ten, 5, 2, 5));
        Message("MatMul: a is (-1, 5), and a size cannot be negative", () => Kernels.MatMul<float>(ten, ten, ten, -1, 5, 2));
        Message("MatMul: a is (-5, -2), and a size cannot be negative", () => Kernels.MatMul<float>(ten, ten, ten, -5, -2, -5));

        static void Message(string expected, Action product) => Assert.Equal(expected, Assert.Throws<ArgumentException>(product).Message);
    }

    [Fact]
    public void Long_sums_stay_accurate()
    {
        const int inner = 500_000;
        float[] a = Enumerable.Repeat(0.1f, inner).ToArray(), ones = Enumerable.Repeat(1f, inner).ToArray();
        var c = new float[1];
        Kernels.MatMulTransposedA<float>(a, ones, c, 1, inner, 1);
        Assert.Equal(0.1f * (double)inner, c[0], 5e-5 * 0.1 * inner); // one running sum is off by 4e-3
    }

    /// <summary>So threads can share the rows, and the result is the same.</summary>
    [Theory]
    [InlineData(30, 600, 27)]
    [InlineData(130, 30, 200)]
    [InlineData(9, 300, 5)]
    public void Rows_come_out_the_same_to_the_last_bit_when_they_are_computed_apart(int rows, int inner, int columns)
    {
        float[] a = Numbers<float>(rows * inner, 1), b = Numbers<float>(inner * columns, 2), start = Numbers<float>(rows * columns, 3);
        foreach (bool adds in new[] { false, true })
        {
            float[] whole = [.. start], apart = [.. start];
            Compute(whole, 0, rows);
            Compute(apart, 5, rows);
            Compute(apart, 0, 1);
            Compute(apart, 1, 5);
            Assert.Equal(whole, apart);

            void Compute(float[] c, int first, int end)
            {
                Span<float> part = c.AsSpan((first * columns)..(end * columns));
                MatrixProduct.Compute(
                    Matrix<float>.Of(a, rows).Transposed.From(first, 0), Matrix<float>.Of(b, inner).Transposed,
                    adds ? Destination<float>.AddTo(part) : part, end - first, inner, columns);
            }
        }
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        float[] a = new float[100 * 300], b = new float[300 * 100], c = new float[100 * 100];
        for (int i = 0; i < 3; i++) Products();
        Assert.Equal(0, Allocation.Of(runs: 10, Products));

        void Products()
        {
            Kernels.MatMul<float>(a, b, c, 100, 300, 100);
            Kernels.MatMulTransposedA<float>(a, b, c, 100, 300, 100);
            Kernels.MatMulTransposedB<float>(a, b, Destination<float>.AddTo(c), 100, 300, 100);
        }
    }

    private static void CheckAll<T>(int rows, int inner, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] a = Numbers<T>(rows * inner, 1), b = Numbers<T>(inner * columns, 2);
        T[] aT = Transpose(a, rows, inner), bT = Transpose(b, inner, columns);
        Check("AB", (c) => Kernels.MatMul<T>(a, b, c, rows, inner, columns));
        Check("AᵀB", (c) => Kernels.MatMulTransposedA<T>(aT, b, c, rows, inner, columns));
        Check("ABᵀ", (c) => Kernels.MatMulTransposedB<T>(a, bT, c, rows, inner, columns));

        void Check(string form, Product<T> product)
        {
            foreach (bool adds in new[] { false, true })
            {
                T[] start = Numbers<T>(rows * columns, 3), c = [.. start];
                product(adds ? Destination<T>.AddTo(c) : Destination<T>.Overwrite(c));
                for (int i = 0; i < rows; i++)
                    for (int j = 0; j < columns; j++)
                    {
                        double expected = adds ? double.CreateChecked(start[(i * columns) + j]) : 0, size = Math.Abs(expected);
                        for (int k = 0; k < inner; k++)
                        {
                            double term = double.CreateChecked(a[(i * inner) + k]) * double.CreateChecked(b[(k * columns) + j]);
                            expected += term;
                            size += Math.Abs(term);
                        }

                        // A rounding is at most half an epsilon of a partial sum, of which only the sign-free sum of terms bounds the size.
                        double epsilon = typeof(T) == typeof(float) ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52);
                        double error = Math.Abs(double.CreateChecked(c[(i * columns) + j]) - expected);
                        Assert.True(error <= 8 * epsilon * size, $"{form} {(rows, inner, columns)} adds: {adds} [{i}, {j}] off by {error}");
                    }
            }
        }
    }

    private delegate void Product<T>(Destination<T> c) where T : unmanaged, IFloatingPointIeee754<T>;

    private static T[] Numbers<T>(int count, int seed) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new System.Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked((random.NextDouble() * 2) - 1))];
    }

    private static T[] Transpose<T>(T[] matrix, int rows, int columns) where T : unmanaged
    {
        var result = new T[matrix.Length];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) result[(j * rows) + i] = matrix[(i * columns) + j];
        return result;
    }
}
