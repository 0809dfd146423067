using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Operations;

/// <summary>What is drawn for a case: sizes, axes, and values that keep away from kinks and poles.</summary>
public class DrawTests
{
    private const int Draws = 2000;

    private static OperationDraw<double> Draw(int seed, int largestSize = 6) => new(new TorchGenerator((ulong)seed), largestSize);

    private static IEnumerable<OperationCase<double>> Cases(string operation) =>
        Enumerable.Range(0, 300).Select(seed => Catalogue.Case<double>(operation, new RandomCase(seed, 6)));

    [Fact]
    public void Sizes_go_from_1_to_the_largest_and_1_is_the_most_frequent()
    {
        OperationDraw<double> draw = Draw(1);
        int[] sizes = [.. Enumerable.Range(0, Draws).Select(_ => draw.Size())];
        Assert.Equal([1, 2, 3, 4, 5, 6], sizes.Distinct().Order());
        double share = 0.25 + (0.75 / 6); // one in four, and one in six of the others
        Assert.Equal(share, sizes.Count(size => size == 1) / (double)Draws, 0.04);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Shapes_have_up_to_three_axes(int minimumRank)
    {
        OperationDraw<double> draw = Draw(2);
        IEnumerable<int> ranks = Enumerable.Range(0, Draws).Select(_ => draw.Shape(minimumRank).Rank).Distinct().Order();
        Assert.Equal(Enumerable.Range(minimumRank, 4 - minimumRank), ranks);
    }

    [Fact]
    public void Axes_are_any_of_a_shape_s_each_once_counted_from_either_end()
    {
        OperationDraw<double> draw = Draw(3);
        int[][] drawn = [.. Enumerable.Range(0, Draws).Select(_ => draw.Axes(3))];
        Assert.Equal([0, 1, 2, 3], drawn.Select(axes => axes.Length).Distinct().Order());
        Assert.Equal([-3, -2, -1, 0, 1, 2], drawn.SelectMany(axes => axes).Distinct().Order());
        Assert.All(drawn, axes => Assert.Distinct(axes.Select(axis => axis < 0 ? axis + 3 : axis)));
    }

    [Fact]
    public void A_mask_stretches_to_its_shape_and_chooses_about_half()
    {
        int stretched = 0, shorter = 0;
        double ones = 0, elements = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            (Tensor<double> mask, Shape shape) = Draw(seed).Mask();
            Assert.All(mask.Span.ToArray(), value => Assert.True(value is 0 or 1));
            stretched += mask.Shape.Rank == shape.Rank && !mask.Shape.Equals(shape) ? 1 : 0;
            shorter += mask.Shape.Rank < shape.Rank ? 1 : 0;
            ones += mask.Span.ToArray().Sum();
            elements += mask.Length;
        }

        Assert.Equal(0.5, ones / elements, 0.05);
        Assert.True(stretched > 30 && shorter > 30, $"{stretched} stretched, {shorter} shorter");
    }

    [Theory]
    [InlineData("Divide", 1)]
    [InlineData("Relu", 0)]
    [InlineData("Abs", 0)]
    [InlineData("Clamp", 0)]
    [InlineData("Pow", 0)]
    public void Inputs_with_a_pole_or_a_kink_at_0_keep_a_tenth_away_on_both_sides(string operation, int input)
    {
        double[] values = [.. Cases(operation).SelectMany(example => example.Inputs[input].Value.Span.ToArray())];
        Assert.InRange(values.Min(Math.Abs), 0.0999, 0.105);
        Assert.InRange(values.Count(value => value < 0) / (double)values.Length, operation == "Pow" ? 0.25 : 0.45, 0.55);
    }

    [Theory]
    [InlineData("Sqrt")]
    [InlineData("Log")]
    public void Inputs_that_have_to_be_positive_are_a_tenth_or_more(string operation)
    {
        double[] values = [.. Cases(operation).SelectMany(example => example.Inputs[0].Value.Span.ToArray())];
        Assert.InRange(values.Min(), 0.0999, 0.105);
        Assert.InRange(values.Max(), 2, 10);
    }

    [Theory]
    [InlineData("Max")]
    [InlineData("Min")]
    public void Of_the_values_to_find_an_extreme_of_no_two_are_equal(string operation) => Assert.All(Cases(operation), example =>
    {
        double[] ordered = [.. example.Inputs[0].Value.Span.ToArray().Order()];
        Assert.All(ordered.Zip(ordered.Skip(1)), pair => Assert.True(pair.Second - pair.First > 5e-4));
    });

    [Theory]
    [InlineData("Maximum")]
    [InlineData("Minimum")]
    public void Operands_of_which_the_larger_counts_lie_apart(string operation)
    {
        int leftIsLarger = 0, pairs = 0;
        foreach (OperationCase<double> example in Cases(operation))
        {
            foreach (double left in example.Inputs[0].Value.Span)
            {
                foreach (double right in example.Inputs[1].Value.Span)
                {
                    Assert.InRange(Math.Abs(left - right), 0.049, 10);
                    (leftIsLarger, pairs) = (leftIsLarger + (left > right ? 1 : 0), pairs + 1);
                }
            }
        }

        Assert.InRange(leftIsLarger / (double)pairs, 0.4, 0.6);
    }

    [Fact]
    public void Variances_are_drawn_with_and_without_a_correction()
    {
        var corrections = new HashSet<double>();
        foreach (OperationCase<double> example in Cases("Variance"))
        {
            double[] x = example.Inputs[0].Value.Span.ToArray();
            Variable<double> y = example.Output();
            if (y.Shape.Elements != 1 || x.Length < 3) continue;
            double squares = x.Sum(value => Math.Pow(value - x.Average(), 2));
            corrections.Add(Math.Round(x.Length - (squares / y.Value.Span[0]), 6)); // variance = squares / (n - correction)
        }

        Assert.Equal([0, 1], corrections.Order());
    }

    [Fact]
    public void Batches_are_normalized_with_and_without_a_correction()
    {
        var corrections = new HashSet<double>();
        foreach (OperationCase<double> example in Cases("NormalizeBatch"))
        {
            double[][] inputs = [.. example.Inputs.Select(input => input.Value.Span.ToArray())];
            (double[] x, double[] scale, double[] shift) = (inputs[0], inputs[1], inputs[2]);
            if (scale.Length != 1 || x.Length < 3) continue;
            double[] deviations = Array.ConvertAll(x, value => value - x.Average());
            double normal = (example.Output().Value.Span[0] - shift[0]) / scale[0]; // deviation / √(variance + ε)
            double variance = Math.Pow(deviations[0] / normal, 2) - 0.5; // squares / (n - correction)
            corrections.Add(Math.Round(x.Length - (deviations.Sum(value => value * value) / variance), 6));
        }

        Assert.Equal([0, 1], corrections.Order());
    }
}
