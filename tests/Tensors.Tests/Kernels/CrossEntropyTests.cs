using System.Numerics;

namespace Makemore.Tensors.Tests;

public class CrossEntropyTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(32, 27)]
    [InlineData(33, 16)]
    [InlineData(50, 70)]
    public void Loss_and_gradient_agree_with_plain_loops(int rows, int columns)
    {
        AssertTargets<float>(rows, columns, 3e-6);
        AssertTargets<double>(rows, columns, 1e-13);
        AssertCounts<float>(rows, columns, 3e-6);
        AssertCounts<double>(rows, columns, 1e-13);
    }

    [Fact]
    public void The_mean_over_half_a_million_rows_is_accurate_in_float()
    {
        const int Rows = 545_276, Columns = 3;
        float[] logits = [.. ElementwiseTests.Numbers(Rows * Columns, 1).Select(value => (float)value)];
        int[] targets = [.. Enumerable.Range(0, Rows).Select(i => i * 7 % Columns)];
        float loss = Kernels.CrossEntropy(logits, targets, new float[logits.Length], Columns);
        Assert.Equal(Mean(logits, targets, Columns), loss, 1e-6);
    }

    [Fact]
    public void Extreme_logits_give_finite_losses()
    {
        var probabilities = new float[4];
        Assert.Equal(1e4f, Kernels.CrossEntropy([1e4f, 0, 0, -1e4f], [1, 1], probabilities, 2), 1e-3f);
        Assert.Equal(0, Kernels.CrossEntropy([float.NegativeInfinity, 3, -1e4f, 1e4f], [0f, 2, 0, 1], probabilities, 2));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    public void A_target_outside_the_columns_is_named(int target)
    {
        var error = Assert.Throws<ArgumentException>(() => Kernels.CrossEntropy(new float[10], [1, target], new float[10], 5));
        Assert.Equal($"CrossEntropy: the target of row 1 is {target}, and must be in 0..4", error.Message);
    }

    // As if they were absent: the loss and the gradient of the others are the same to the bit. The gradient of ignored rows is 0, or NaN if
    // they have no softmax, as in PyTorch, so that an error stays visible.
    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(-100)]
    public void Rows_with_the_ignored_target_count_for_nothing(int ignored)
    {
        const int Columns = 5;
        int[] targets = [ignored, 0, 1, ignored, 4, 2, ignored];
        float[] logits = [.. ElementwiseTests.Numbers(targets.Length * Columns, 1).Select(value => (float)value)];
        logits[1] = float.NaN; // in an ignored row
        int[] counted = [1, 2, 4, 5];
        float[] others = [.. counted.SelectMany(row => logits.Skip(row * Columns).Take(Columns))];
        int[] otherTargets = [.. counted.Select(row => targets[row])];

        float[] probabilities = new float[logits.Length], otherProbabilities = new float[others.Length];
        float loss = Kernels.CrossEntropy(logits, targets, probabilities, Columns, ignored);
        Assert.Equal(Kernels.CrossEntropy(others, otherTargets, otherProbabilities, Columns), loss);

        float[] gradient = [.. Enumerable.Repeat(float.NaN, logits.Length)], otherGradient = new float[others.Length];
        float[] added = [.. Enumerable.Repeat(10f, logits.Length)];
        Kernels.CrossEntropyGradient(probabilities, targets, 1.5f, gradient, Columns, ignored);
        Kernels.CrossEntropyGradient(probabilities, targets, 1.5f, Destination<float>.AddTo(added), Columns, ignored);
        Kernels.CrossEntropyGradient(otherProbabilities, otherTargets, 1.5f, otherGradient, Columns);
        for (int row = 0; row < targets.Length; row++)
        {
            int place = Array.IndexOf(counted, row);
            float[] expected = place < 0
                ? [.. Enumerable.Repeat(row == 0 ? float.NaN : 0, Columns)]
                : otherGradient[(place * Columns)..((place + 1) * Columns)];
            Assert.Equal(expected, gradient[(row * Columns)..((row + 1) * Columns)]);
            for (int j = 0; j < Columns; j++) Assert.Equal(10 + expected[j], added[(row * Columns) + j], 2e-6f);
        }
    }

    // Like PyTorch's cross_entropy with ignore_index=-1.
    [Fact]
    public void Where_all_rows_are_ignored_the_loss_is_NaN_and_the_gradient_0()
    {
        double[] probabilities = new double[4], gradient = [1, 1, 1, 1];
        Assert.Equal(double.NaN, Kernels.CrossEntropy([1.0, 2, 3, 4], [-1, -1], probabilities, 2, ignored: -1));
        Kernels.CrossEntropyGradient(probabilities, [-1, -1], 1, gradient, 2, ignored: -1);
        Assert.Equal([0.0, 0, 0, 0], gradient);
    }

    [Fact]
    public void A_target_outside_the_columns_is_named_where_another_is_ignored() => Assert.Equal(
        "CrossEntropy: the target of row 1 is -2, and must be in 0..4",
        Assert.Throws<ArgumentException>(() => Kernels.CrossEntropy(new float[10], [-1, -2], new float[10], 5, ignored: -1)).Message);

    [Fact]
    public void Counts_that_are_negative_or_all_zero_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() => Kernels.CrossEntropy(new float[4], [0f, 1, -2, 1], new float[4], 2));
        Assert.Equal("CrossEntropy: the count of row 1, column 0 is -2, and must be at least 0", error.Message);
        error = Assert.Throws<ArgumentException>(() => Kernels.CrossEntropy(new float[3], [0f, 2, float.NaN], new float[3], 3));
        Assert.Equal("CrossEntropy: the count of row 0, column 2 is NaN, and must be at least 0", error.Message);
        error = Assert.Throws<ArgumentException>(() => Kernels.CrossEntropy(new float[4], new float[4], new float[4], 2));
        Assert.Equal("CrossEntropy: all counts of 2 rows are 0, and their sum must be above 0", error.Message);
    }

    [Fact]
    public void No_rows_have_no_mean()
    {
        Assert.Equal(float.NaN, Kernels.CrossEntropy<float>([], (int[])[], [], columns: 0));
        var error = Assert.Throws<ArgumentException>(() => Kernels.CrossEntropy<float>([], (float[])[], [], columns: 0));
        Assert.Equal("CrossEntropy: all counts of 0 rows are 0, and their sum must be above 0", error.Message);
    }

    // In float, the products of counts and such logits would keep four digits of the loss. How large the counts are does not matter.
    [Theory]
    [InlineData(1)]
    [InlineData(1 / 1024f)]
    [InlineData(1024)]
    public void Counts_of_large_logits_give_an_accurate_loss(float scale)
    {
        float[] logits = [1000.1f, 999.7f, 998.9f, 1001.3f], counts = [2, 3, 0, 1];
        double logSumExp = 1000 + Math.Log(logits.Sum(logit => Math.Exp(logit - 1000.0)));
        double expected = logSumExp - (((2.0 * logits[0]) + (3.0 * logits[1]) + logits[3]) / 6);
        float[] scaled = [.. counts.Select(count => scale * count)];
        Assert.Equal(expected, Kernels.CrossEntropy<float>(logits, scaled, new float[4], 4), 1e-6);
    }

    // A row without a softmax, which was never looked at, changes neither the loss nor the gradient of the others.
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Rows_without_counts_may_hold_anything(float special)
    {
        float[] others = [1, 2, 0.5f, -1], otherCounts = [0, 3, 1, 2], otherProbabilities = new float[4], otherGradient = new float[4];
        float[] logits = [1, 2, special, special, 0.5f, -1], counts = [0, 3, 0, 0, 1, 2];
        float[] probabilities = new float[6], gradient = [.. Enumerable.Repeat(float.NaN, 6)]; // shows what is not written
        float loss = Kernels.CrossEntropy<float>(logits, counts, probabilities, 2);
        Assert.Equal(Kernels.CrossEntropy<float>(others, otherCounts, otherProbabilities, 2), loss);
        Kernels.CrossEntropyGradient<float>(otherProbabilities, otherCounts, 1, otherGradient, 2);
        Kernels.CrossEntropyGradient<float>(probabilities, counts, 1, gradient, 2);
        Assert.Equal([otherGradient[0], otherGradient[1], 0, 0, otherGradient[2], otherGradient[3]], gradient);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Ignored_rows_may_hold_anything(float special)
    {
        float loss = Kernels.CrossEntropy([1, 2, special, special, 0.5f, -1], [1, -1, 0], new float[6], 2, ignored: -1);
        Assert.Equal(Kernels.CrossEntropy([1, 2, 0.5f, -1], [1, 0], new float[4], 2), loss);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        float[] logits = new float[32 * 27], probabilities = new float[logits.Length], gradient = new float[logits.Length];
        var targets = new int[32];
        void Run()
        {
            Kernels.CrossEntropy(logits, targets, probabilities, 27);
            Kernels.CrossEntropyGradient(probabilities, targets, 1, gradient, 27);
            Kernels.Map<float, TanhFormula>(default, logits, gradient);
            Kernels.MapGradient<float, TanhFormula>(default, logits, logits, logits, gradient);
            Kernels.SoftmaxGradient<float>(logits, logits, gradient, 27);
            Kernels.LogSoftmax<float>(logits, gradient, 27);
            Kernels.SumRows<float>(logits, gradient.AsSpan(0, 27), 27);
            Kernels.Sum<float>(logits);
        }

        Run();
        Assert.Equal(0, Allocation.Of(runs: 100, Run));
    }

    private static double Mean<T>(T[] logits, int[] targets, int columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double loss = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            double sum = 0;
            for (int j = 0; j < columns; j++) sum += Math.Exp(double.CreateChecked(logits[(i * columns) + j]));
            loss += Math.Log(sum) - double.CreateChecked(logits[(i * columns) + targets[i]]);
        }

        return loss / targets.Length;
    }

    private static void AssertTargets<T>(int rows, int columns, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] logits = [.. ElementwiseTests.Numbers(rows * columns, 1).Select(T.CreateChecked)], probabilities = new T[logits.Length];
        int[] targets = [.. Enumerable.Range(0, rows).Select(i => i * 5 % columns)];
        T loss = Kernels.CrossEntropy(logits, targets, probabilities, columns);
        Assert.Equal(Mean(logits, targets, columns), double.CreateChecked(loss), tolerance);

        T upstream = T.CreateChecked(1.5);
        T[] overwritten = new T[logits.Length], added = [.. logits];
        Kernels.CrossEntropyGradient(probabilities, targets, upstream, overwritten, columns);
        Kernels.CrossEntropyGradient(probabilities, targets, upstream, Destination<T>.AddTo(added), columns);
        Kernels.CrossEntropyGradient(probabilities, targets, upstream, default, columns);
        for (int at = 0; at < logits.Length; at++)
        {
            double hit = targets[at / columns] == at % columns ? 1 : 0;
            double expected = 1.5 * (double.CreateChecked(probabilities[at]) - hit) / rows;
            Assert.Equal(expected, double.CreateChecked(overwritten[at]), tolerance);
            Assert.Equal(expected + double.CreateChecked(logits[at]), double.CreateChecked(added[at]), tolerance);
        }
    }

    private static void AssertCounts<T>(int rows, int columns, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] logits = [.. ElementwiseTests.Numbers(rows * columns, 2).Select(T.CreateChecked)], probabilities = new T[logits.Length];
        int[] counts = [.. Enumerable.Range(0, logits.Length).Select(at => at * 7 % 4 == 0 ? 1 + (at % 5) : 0)];
        T[] countsAsT = [.. counts.Select(T.CreateChecked)];

        // The same targets, one at a time.
        int[] examples = [.. counts.SelectMany((count, at) => Enumerable.Repeat(at, count))];
        T[] repeated = [.. examples.SelectMany(at => logits.Skip(at / columns * columns).Take(columns))];
        double expected = Mean(repeated, [.. examples.Select(at => at % columns)], columns);
        Assert.Equal(expected, double.CreateChecked(Kernels.CrossEntropy<T>(logits, countsAsT, probabilities, columns)), tolerance);

        T[] overwritten = new T[logits.Length], added = [.. logits];
        T upstream = T.CreateChecked(1.5);
        Kernels.CrossEntropyGradient<T>(probabilities, countsAsT, upstream, overwritten, columns);
        Kernels.CrossEntropyGradient<T>(probabilities, countsAsT, upstream, Destination<T>.AddTo(added), columns);
        Kernels.CrossEntropyGradient(probabilities, countsAsT, upstream, default, columns);
        for (int at = 0; at < logits.Length; at++)
        {
            int rowTotal = counts.Skip(at / columns * columns).Take(columns).Sum();
            double gradient = 1.5 * ((rowTotal * double.CreateChecked(probabilities[at])) - counts[at]) / examples.Length;
            Assert.Equal(gradient, double.CreateChecked(overwritten[at]), tolerance);
            Assert.Equal(gradient + double.CreateChecked(logits[at]), double.CreateChecked(added[at]), tolerance);
        }
    }
}
