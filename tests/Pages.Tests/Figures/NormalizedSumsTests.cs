namespace Makemore.Pages.Tests;

public class NormalizedSumsTests
{
    private const string Blue = "#0072b2", Vermillion = "#d55e00";

    [Fact]
    public void Puts_a_tick_for_each_neuron_on_its_axis_and_marks_the_median()
    {
        var drawn = new DrawnFigure(new NormalizedSums("n", [new("one", [-2, 0.5, 1], [1, 3, 4])]));
        double[] ticks = [.. drawn.LinesIn(Blue).Select(line => line[0].X)];
        (double low, double high) = (Left(drawn, "-2"), Left(drawn, "2"));
        Assert.All(
            new[] { -2, 0.5, 1 }.Zip(ticks), pair => Assert.Equal(low + ((pair.First + 2) / 4 * (high - low)), pair.Second, 0.2));
        double[] medians = [.. drawn.LinesIn(Vermillion).Select(line => line[0].X)];
        Assert.Equal([ticks[1], ticks[4]], medians);
        Assert.Equal(Left(drawn, "3"), ticks[4], 0.2);
    }

    [Fact]
    public void Says_lowest_median_and_highest() => Assert.EndsWith(
        ": one -2.00, 0.50, 1.00 and 1.00, 3.00, 4.00; two 0.00, 0.00, 0.00 and 1.00, 1.00, 1.00.",
        new NormalizedSums("n", [new("one", [1, -2, 0.5], [4, 3, 1]), new("two", [0], [1])]).Description,
        StringComparison.Ordinal);

    [Fact]
    public void Refuses_nothing_and_what_does_not_fit()
    {
        Refusal.Says("at least one layer", () => new NormalizedSums("n", []));
        Refusal.Says("at least one layer", () => new NormalizedSums("n", [new("one", [], [])]));
        Refusal.Says("at least one layer", () => new NormalizedSums("n", [new("one", [1, 2], [1])]));
        Refusal.Says("finite", () => new NormalizedSums("n", [new("one", [double.NaN], [1])]));
        Refusal.Says("finite", () => new NormalizedSums("n", [new("one", [1], [double.PositiveInfinity])]));
    }

    private static double Left(DrawnFigure drawn, string number) =>
        DrawnFigure.Number(drawn.Texts.First(text => text.Value == number), "x");
}
