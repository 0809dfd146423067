using System.Globalization;

namespace Makemore.Worlds.Tests;

/// <summary>The numbers of lesson 14, from the same names, the same seed and the same definitions.</summary>
public sealed class DepthTrainingTests
{
    private const ulong Seed = 1234; // the lesson's

    private static readonly string[] Printed = File.ReadAllLines(
        Path.Combine(Repository.Root.FullName, "tests", "Lessons.Tests", "Expected", "14-batch-norm.txt"));

    private static readonly string Names = string.Join('\n',
        File.ReadLines(Path.Combine(Repository.Root.FullName, "data", "indian-names.csv")).Skip(1).Select(line => line.Split(',')[0]));

    private readonly DepthTraining training = new(Names, Seed, 5 / 3.0, normalizes: false);

    [Theory]
    [InlineData(1)]
    [InlineData(5 / 3.0)]
    [InlineData(3)]
    public void The_layers_say_and_get_what_the_lesson_prints(double gain)
    {
        training.Begin(gain, normalizes: false);
        DepthLook look = training.Look();
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
            training.Begin(gain, normalizes: true);
            DepthLook look = training.Look();
            for (int i = 0; i < DeepNetwork.Layers; i++)
                AssertPrinted(Row(look, i), Printed[at + 1 + i]);
        }
    }

    [Theory]
    [InlineData(0.1, 240, 60, -2.5)]
    [InlineData(0.001, 60, 60, -5.3)]
    public void Steps_are_as_large_next_to_the_weights_as_the_lesson_says(double rate, int steps, int last, double expected)
    {
        training.Rate = rate;
        double[][] each = [.. training.Train(steps).Chunk(DepthTraining.NumbersOfAStep)];
        Assert.Equal(steps, each.Length);
        Assert.Equal(expected, each[^last..].Average(one => one[..DeepNetwork.Layers].Average()), 0.05);
    }

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
