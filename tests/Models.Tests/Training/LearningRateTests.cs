using Makemore.Tensors;

namespace Makemore.Models.Tests.Training;

public class LearningRateTests
{
    [Fact]
    public void A_schedule_goes_through_its_stages()
    {
        LearningRateSchedule schedule = LearningRateSchedule.Parse("1:50,0.1:3,1e-2:1");
        Assert.Equal(54, schedule.TotalSteps);
        Assert.Equal([1, 1, 0.1, 0.1, 0.01, 0.01], new[] { 0, 49, 50, 52, 53, 99 }.Select(schedule.RateAt));
        Assert.Equal("1:50,0.1:3,0.01:1", schedule.ToString());
    }

    [Theory]
    [InlineData("", "'' is no stage")]
    [InlineData("0.1", "'0.1' is no stage")]
    [InlineData("0.1:10,x:5", "'x:5' is no stage")]
    [InlineData("0.1:1.5", "'0.1:1.5' is no stage")]
    [InlineData("0:10", "the learning rate must be above 0")]
    [InlineData("NaN:10", "the learning rate must be above 0")]
    [InlineData("0.1:0", "at least 1 step")]
    [InlineData("1:2000000000,1:2000000000", "4000000000 steps")]
    public void What_is_no_schedule_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => LearningRateSchedule.Parse(text)).Message);

    [Fact]
    public void The_range_test_finds_where_the_loss_falls_and_where_it_is_lowest()
    {
        var model = new MultilayerPerceptron<float>(Vocabulary.English, new MultilayerPerceptronSizes(3, 2, 50), new TorchGenerator(1));
        var trainer = new MiniBatchTrainer<float>(model, SmallNames.Examples(3), 32, new TorchGenerator(1));
        LearningRateRange range = LearningRateRangeTest.Run(trainer, 1e-6, 10, 2000, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(1e-6, range.Points[0].Rate, 1e-12);
        Assert.Equal(10, range.Points[^1].Rate, 1e-9);
        Assert.Equal(range.Points.Count, range.Smoothed.Count);
        Assert.InRange(range.Steepest, 1e-4, range.Minimum);
        Assert.InRange(range.Minimum, 0.01, 1);
    }

    [Fact]
    public void The_range_test_ends_where_the_loss_is_no_longer_finite()
    {
        var model = new MultilayerPerceptron<float>(Vocabulary.English, new MultilayerPerceptronSizes(3, 2, 10), new TorchGenerator(1));
        var trainer = new MiniBatchTrainer<float>(model, SmallNames.Examples(3), 32, new TorchGenerator(1));
        LearningRateRange range = LearningRateRangeTest.Run(trainer, 1e-3, 1e39, 200, cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(range.Points.Count, 10, 199);
        Assert.All(range.Points, point => Assert.True(double.IsFinite(point.Loss)));
    }

    [Theory]
    [InlineData(0, 1, 100)]
    [InlineData(1, 1, 100)]
    [InlineData(2, 1, 100)]
    [InlineData(0.1, 1, 9)]
    public void A_range_that_makes_no_sense_is_refused(double from, double to, int steps) =>
        Assert.Throws<ArgumentException>(() => LearningRateRangeTest.Run(
            new FullBatchTrainer<float>(new NeuralBigram<float>(Vocabulary.English, new TorchGenerator(1)), SmallNames.Distinct(1)),
            from,
            to,
            steps,
            cancellation: TestContext.Current.CancellationToken));
}
