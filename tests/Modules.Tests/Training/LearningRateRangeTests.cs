using Makemore.Autograd;

namespace Makemore.Modules.Tests.Training;

/// <summary>What the range test recommends, on curves whose steepest and lowest points are known.</summary>
public class LearningRateRangeTests
{
    [Fact]
    public void It_recommends_the_steepest_fall_and_the_lowest_point()
    {
        // It falls most steeply at 50, and rises from 70 on.
        LearningRateRange range = Range([.. Enumerable.Range(0, 100).Select(i => Fall(i, 50) + (0.1 * Math.Max(0, i - 70)))]);
        Assert.Equal(RateAt(50, 100), range.Steepest, 1e-12);
        Assert.Equal(RateAt(69, 100), range.Minimum, 1e-12); // averaged with its neighbours, 70 already counts a rise
    }

    [Fact]
    public void A_fall_after_the_lowest_point_does_not_count()
    {
        LearningRateRange range = Range([.. Enumerable.Range(0, 100).Select(i => i < 80 ? Fall(i, 50) : i < 90 ? 20.0 : 9.0)]);
        Assert.Equal(RateAt(50, 100), range.Steepest, 1e-12);
        Assert.Equal(RateAt(78, 100), range.Minimum, 1e-12);
    }

    [Fact]
    public void A_loss_that_falls_to_the_end_is_lowest_there_and_steepest_where_it_falls()
    {
        LearningRateRange range = Range([.. Enumerable.Range(0, 400).Select(i => Fall(i, 200))]);
        Assert.Equal(RateAt(200, 400), range.Steepest, 1e-12);
        Assert.Equal(RateAt(399, 400), range.Minimum, 1e-12);
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(79, 1)]
    [InlineData(80, 2)]
    [InlineData(400, 10)]
    public void A_loss_that_falls_faster_and_faster_is_steepest_at_the_last_place_with_a_fortieth_after_it(int points, int fortieth)
    {
        int last = points - 1;
        LearningRateRange range = Range([.. Enumerable.Range(0, points).Select(i => 100 - Math.Pow(3, i - last))]);
        Assert.Equal(RateAt(last - fortieth, points), range.Steepest, 1e-12);
        Assert.Equal(RateAt(last, points), range.Minimum, 1e-12);
    }

    [Fact]
    public void Of_places_that_are_as_steep_or_as_low_the_first_is_recommended()
    {
        // It falls by 1 a point until it stays at 20 from point 30 on. Averaged with its neighbours, the fall is even from 1 on.
        LearningRateRange range = Range([.. Enumerable.Range(0, 60).Select(i => Math.Max(20.0, 50 - i))]);
        Assert.Equal(RateAt(2, 60), range.Steepest, 1e-12);
        Assert.Equal(RateAt(31, 60), range.Minimum, 1e-12);
    }

    [Fact]
    public void A_loss_that_only_rises_recommends_the_smallest_rate()
    {
        LearningRateRange range = Range([.. Enumerable.Range(0, 50).Select(i => (double)i)]);
        Assert.Equal((RateAt(0, 50), RateAt(0, 50)), (range.Steepest, range.Minimum));
    }

    [Fact]
    public void A_point_is_averaged_with_a_hundredth_of_all_on_either_side()
    {
        double[] losses = [.. Enumerable.Range(0, 300).Select(i => (double)(i * i % 17))];
        LearningRateRange range = Range(losses);
        Assert.Equal(losses, range.Points.Select(point => point.Loss));
        for (int i = 0; i < losses.Length; i++)
            Assert.Equal(losses[Math.Max(0, i - 3)..Math.Min(300, i + 4)].Average(), range.Smoothed[i], 1e-12);
        Assert.Equal(losses[3..8].Average(), Range(losses[..299]).Smoothed[5], 1e-12);
        Assert.Equal(losses[4..7].Average(), Range(losses[..20]).Smoothed[5], 1e-12);
    }

    [Fact]
    public void Rates_are_evenly_spaced_in_their_logarithm()
    {
        LearningRateRange range = Range(new double[10]);
        for (int i = 0; i < 10; i++) Assert.Equal(RateAt(i, 10), range.Points[i].Rate, 1e-12);
    }

    [Fact]
    public void Progress_hears_of_every_point()
    {
        var heard = new List<LearningRatePoint>();
        LearningRateRange range = Range([3, 2, 1, 4, 5, 6, 7, 8, 9, 10, 11], heard.Add);
        Assert.Equal(range.Points, heard);
    }

    [Fact]
    public void Ten_finite_losses_are_enough_and_nine_are_not()
    {
        double[] ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        Assert.Equal(10, Range([.. ten, double.NaN, 12]).Points.Count);
        Assert.Contains("after 9 steps", Assert.Throws<DivergedException>(() => Range([.. ten[..9], double.PositiveInfinity, 1])).Message);
    }

    [Fact]
    public void It_stops_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        LearningRateRange range = Range(
            new double[100],
            point =>
            {
                if (point.Rate >= RateAt(19, 100)) stop.Cancel();
            },
            stop);
        Assert.InRange(range.Points.Count, 19, 21);
    }

    // From 3 to 1, most steeply at a place.
    private static double Fall(int i, int place) => 3 - (2 / (1 + Math.Exp((place - i) / 6.0)));

    private static double RateAt(int i, int points) => 1e-3 * Math.Pow(1e3, i / (points - 1.0));

    private static LearningRateRange Range(
        double[] losses, Action<LearningRatePoint>? progress = null, CancellationTokenSource? stop = null) =>
        LearningRateRangeTest.Run(
            new Trainer<double>(new KnownLosses(losses), new Sgd<double>([])), 1e-3, 1, losses.Length, progress,
            stop?.Token ?? TestContext.Current.CancellationToken);

    /// <summary>A batch whose losses are given, step by step.</summary>
    private sealed class KnownLosses(double[] losses) : Batch<double>
    {
        private int step;

        public override IReadOnlyList<Parameter<double>> Parameters => [];

        public override void Draw() { }

        public override double ComputeGradients() => losses[step++];

        public override Variable<double>? FirstNonFinite() => null;
    }
}
