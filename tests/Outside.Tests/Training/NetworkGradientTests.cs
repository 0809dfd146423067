using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Outside.Tests.Training;

/// <summary>A network trained in float32 is converted to float64, where experiments can prove its whole gradient.</summary>
public class NetworkGradientTests
{
    private readonly MoonClassifier<double> model = Trained();
    private readonly Constant<double> points = new(Tensor<double>.RandomNormal(new TorchGenerator(3), [20, 2]), "points");

    [Theory]
    [InlineData(Mode.Training)]
    [InlineData(Mode.Inference)]
    public void The_gradient_of_the_whole_network_is_what_an_experiment_says(Mode mode)
    {
        IReadOnlyList<GradientComparison> comparisons = GradientCheck.Compare(model.Forward(points, mode), new TorchGenerator(4));
        Assert.Equal(model.Parameters.Count, comparisons.Count);
        Assert.All(comparisons, comparison => Assert.True(comparison.Passes, $"{comparison}"));
    }

    [Fact]
    public void Running_statistics_move_when_a_gradient_is_computed_and_only_then()
    {
        var training = new Graph<double>(model.Forward(points, Mode.Training).Sum());
        var inference = new Graph<double>(model.Forward(points, Mode.Inference).Sum());
        double[] trained = RunningStatistics();

        training.Forward();
        inference.Forward();
        inference.Backward();
        Assert.Equal(trained, RunningStatistics());

        training.Backward();
        Assert.All(trained.Zip(RunningStatistics()), statistic => Assert.NotEqual(statistic.First, statistic.Second));
    }

    private static MoonClassifier<double> Trained()
    {
        var model = new MoonClassifier<float>(new TorchGenerator(1));
        var batch = new MoonBatch<float>(model, size: 32, new TorchGenerator(2));
        var trainer = new Trainer<float>(batch, new RmsProp<float>(batch.Parameters));
        for (int i = 0; i < 100; i++) trainer.Step(0.01);

        var converted = new MoonClassifier<double>(ValueSource<double>.Zeros);
        model.CopyTo(converted);
        return converted;
    }

    private double[] RunningStatistics() =>
        [.. model.Tensors.Where(tensor => tensor.Parameter is null).SelectMany(tensor => tensor.Value.Span.ToArray())];
}
