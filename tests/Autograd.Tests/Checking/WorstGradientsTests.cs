namespace Makemore.Autograd.Tests.Checking;

/// <summary>What is kept of many random cases.</summary>
public class WorstGradientsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NaN)]
    public void No_later_case_hides_one_that_fails(double first, double second)
    {
        GradientComparison worst = GradientCheck.Worst(AtOneOf(first, second), cases: 2, seed: 1)["x"];
        Assert.False(worst.Passes);
    }

    [Fact]
    public void Every_case_is_reported_and_not_just_every_operation()
    {
        var reported = new List<int>();
        GradientCheck.Worst(OperationCatalogue.Entries<double>()[0], cases: 5, seed: 1, reported.Add);
        Assert.Equal([0, 1, 2, 3, 4], reported);
    }

    // A kink at 0, where a central difference disagrees with any slope. Each case is at the next of these places.
    private static OperationEntry<double> AtOneOf(params double[] places)
    {
        int next = 0;
        return new OperationEntry<double>("Kink", typeof(Relu<>), "x.Relu()", draw =>
        {
            double place = places[next++ % places.Length];
            return draw.Input("x", draw.Shape(), _ => place).Apply(x => x.Relu());
        });
    }
}
