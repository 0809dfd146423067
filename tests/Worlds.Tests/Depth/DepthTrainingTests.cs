using System.Globalization;

namespace Makemore.Worlds.Tests;

/// <summary>The numbers of lesson 14, from the same names, the same seed and the same definitions.</summary>
public sealed class DepthTrainingTests
{
    private const ulong Seed = 1234; // the lesson's

    private static readonly string[] Printed = File.ReadAllLines(
        Path.Combine(Repository.Root.FullName, "tests", "Lessons.Tests", "Expected", "14-batch-norm.txt"));

    private static readonly DepthTraining Training = new(Shipped.Names, Seed, 5 / 3.0, normalizes: false);

    [Theory]
    [InlineData(1)]
    [InlineData(5 / 3.0)]
    [InlineData(3)]
    public void The_layers_say_and_get_what_the_lesson_prints(double gain)
    {
        Training.Begin(gain, normalizes: false);
        DepthLook look = Training.Look();
        int forward = Line(string.Create(CultureInfo.InvariantCulture, $"   gain {gain:0.00}      mean"));
        int back = Line(string.Create(CultureInfo.InvariantCulture, $"   gain {gain:0.00}        std"));
        for (int i = 0; i < DeepNetwork.Layers; i++)
        {
            AssertPrinted(Row(look, i), Printed[forward + 1 + i]);
            AssertPrinted(string.Create(CultureInfo.InvariantCulture, $"   layer {i + 1}    {look.Layers[i].Gradients.Spread:0.0e+00}"), Printed[back + 1 + i]);
        }

        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"   layer 1 has {look.Growth:0.00} times what layer 5 has"), Printed[back + 6]);
    }

    [Fact]
    public void With_a_BatchNorm_the_layers_say_what_the_lesson_prints_whatever_the_gain()
    {
        int at = Line("   gain 3.00      mean    std   saturated", last: true);
        foreach (double gain in (double[])[1, 5 / 3.0, 3])
        {
            Training.Begin(gain, normalizes: true);
            DepthLook look = Training.Look();
            for (int i = 0; i < DeepNetwork.Layers; i++)
                AssertPrinted(Row(look, i), Printed[at + 1 + i]);
        }
    }

    [Theory]
    [InlineData(0.1, 240, 60, -2.5)]
    [InlineData(0.001, 60, 60, -5.3)]
    public void Steps_are_as_large_next_to_the_weights_as_the_lesson_says(double rate, int steps, int last, double expected)
    {
        Training.Begin(5 / 3.0, normalizes: false);
        Training.Rate = rate;
        double[][] each = [.. Training.Train(steps).Chunk(DepthTraining.NumbersOfAStep)];
        Assert.Equal(steps, each.Length);
        Assert.Equal(expected, each[^last..].Average(one => one[..DeepNetwork.Layers].Average()), 0.05);
    }

    [Fact]
    public void Each_digit_of_the_lessons_plot_is_the_size_of_four_steps_of_that_layer()
    {
        Training.Begin(5 / 3.0, normalizes: false);
        Training.Rate = 0.1;
        double[][] each = [.. Training.Train(240).Chunk(DepthTraining.NumbersOfAStep)];
        int top = Line("   -0.50 |"), digits = 0;
        for (int row = 0; row < 12; row++)
        {
            foreach ((int column, char digit) in Printed[top + row].Skip("   -0.50 |".Length).Index().Where(one => char.IsDigit(one.Item)))
            {
                double size = each[(4 * column)..(4 * column + 4)].Average(one => one[digit - '1']);
                Assert.Equal(-2 - row, Math.Round(4 * size));
                digits++;
            }
        }

        Assert.True(digits > 150);
    }

    [Fact]
    public void A_look_changes_nothing_that_is_trained()
    {
        Training.Rate = 0.1;
        Training.Begin(3, normalizes: true);
        double[] expected = Training.Train(3);
        Training.Begin(3, normalizes: true);
        double[] first = Training.Train(1);
        Training.Look();
        Assert.Equal(expected, first.Concat(Training.Train(2)));
    }

    [Fact]
    public void A_rate_that_is_far_too_high_ends_early()
    {
        Training.Rate = double.MaxValue;
        Training.Begin(3, normalizes: false);
        double[] numbers = Training.Train(100);
        Assert.False(double.IsFinite(numbers[^1]));
        Assert.InRange(numbers.Length, DepthTraining.NumbersOfAStep, 50 * DepthTraining.NumbersOfAStep);
        Assert.Equal(0, numbers.Length % DepthTraining.NumbersOfAStep);
    }

    [Fact]
    public void Too_few_names_are_too_few_to_look_at() => Assert.StartsWith(
        "500 examples are looked at, and the names to learn from have ",
        Assert.Throws<ArgumentException>(() => new DepthTraining("anu\nravi\nmeera", Seed, 1, normalizes: false)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_strip_counts_what_lies_in_each_part_and_at_its_ends_what_lies_outside()
    {
        Strip strip = Strip.Of([-9, -2, -1.9, 0, 0.01, 1.99, 2, 9], reach: 2); // each part is 0.08 wide
        Assert.Equal((2, 1, 2, 3), (strip.Bins[0], strip.Bins[1], strip.Bins[25], strip.Bins[^1]));
        Assert.Equal(8, strip.Bins.Sum());
    }

    [Theory]
    [InlineData(5.7e-5, 6e-5)]
    [InlineData(2.07e-4, 3e-4)]
    [InlineData(9.5, 10)]
    [InlineData(4, 4)]
    [InlineData(0, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    public void A_strip_reaches_to_a_round_number(double size, double expected) => Assert.Equal(expected, Strip.RoundedUp(size), 1e-12);

    private static string Row(DepthLook look, int i)
    {
        DepthLayer layer = look.Layers[i];
        return string.Create(CultureInfo.InvariantCulture,
            $"   layer {i + 1}       {layer.Outputs.Mean,5:0.00}   {layer.Outputs.Spread:0.00}     {100 * layer.Saturated,5:0.0} %");
    }

    private static void AssertPrinted(string expected, string line) => Assert.Equal(expected, line.Split("   |")[0]);

    private static int Line(string start, bool last = false) => last
        ? Array.FindLastIndex(Printed, line => line.StartsWith(start, StringComparison.Ordinal))
        : Array.FindIndex(Printed, line => line.StartsWith(start, StringComparison.Ordinal));
}
