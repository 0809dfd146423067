using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Training;

public class LearningRateRangeTests
{
    [Fact]
    public void The_range_test_finds_where_the_loss_falls_and_where_it_is_lowest()
    {
        var model = new MultilayerPerceptron<float>(Vocabulary.English, new MultilayerPerceptronSizes(3, 2, 50), new TorchGenerator(1));
        GraphBatch<float> batch = ExampleBatch.Drawn(model, SmallNames.Examples(3), 32, new TorchGenerator(1));
        var trainer = new Trainer<float>(batch, new Sgd<float>(batch.Parameters));
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
        GraphBatch<float> batch = ExampleBatch.Drawn(model, SmallNames.Examples(3), 32, new TorchGenerator(1));
        var trainer = new Trainer<float>(batch, new Sgd<float>(batch.Parameters));
        LearningRateRange range = LearningRateRangeTest.Run(trainer, 1e-3, 1e39, 200, cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(range.Points.Count, 10, 199);
        Assert.All(range.Points, point => Assert.True(double.IsFinite(point.Loss)));
    }
}
