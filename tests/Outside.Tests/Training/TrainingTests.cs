using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Outside.Tests.Training;

/// <summary>A user's own module, batch and optimizer, trained by the library's trainer.</summary>
public class TrainingTests
{
    private readonly MoonClassifier<float> model = new(new TorchGenerator(1));
    private readonly MoonBatch<float> batch;
    private readonly Trainer<float> trainer;

    public TrainingTests()
    {
        batch = new MoonBatch<float>(model, size: 64, new TorchGenerator(2));
        trainer = new Trainer<float>(batch, new RmsProp<float>(batch.Parameters));
    }

    [Fact]
    public void Training_learns_to_tell_the_moons_apart()
    {
        trainer.Run(new TrainingOptions { Schedule = LearningRateSchedule.Parse("0.05:600,0.005:200") });

        var fresh = new MoonBatch<float>(model, size: 2000, new TorchGenerator(3));
        fresh.Draw();
        Variable<float> loss = model.Forward(new Constant<float>(fresh.Points), Mode.Inference).CrossEntropy(fresh.Moons);
        Assert.True(loss.Value.Item < 0.02, $"{loss}"); // It is 0.01; with slope 1 or σ(−x) in Softplus it stays above 0.2.
    }

    [Fact]
    public void A_measured_step_says_how_far_each_parameter_moved()
    {
        trainer.Run(new TrainingOptions { Schedule = LearningRateSchedule.Parse("0.02:200") });
        float[] before = WeightsNow();
        trainer.MeasureStep(0.001, out IReadOnlyList<UpdateRatio> updates);
        float[] after = WeightsNow();

        Assert.Equal(
            ["hidden.weights", "norm.scale", "norm.shift", "output.bias", "output.weights"],
            updates.Select(update => update.Parameter).Order());
        Assert.All(updates, update => Assert.InRange(update.Ratio, 1e-5, 1e-2)); // 1e-3 is a good size
        double change = Deviation(after.Zip(before, (now, then) => now - then));
        Assert.Equal(change / Deviation(after), updates.Single(update => update.Parameter == "output.weights").Ratio, 1e-6);

        float[] WeightsNow() => model.Parameters.Single(parameter => parameter.Name == "output.weights").Value.Span.ToArray();
    }

    [Fact]
    public void Divergence_names_the_step_the_rate_and_the_first_variable_that_is_not_finite()
    {
        var options = new TrainingOptions { Schedule = LearningRateSchedule.Parse("0.01:3,1e39:3") }; // 1e39 is infinite in float
        string message = Assert.Throws<DivergedException>(() => trainer.Run(options)).Message;
        Assert.Equal(
            "training diverged at step 4, learning rate 1E+39: the loss is NaN, " +
            "and the first value that is not finite is that of hidden.weights; try a smaller learning rate",
            message);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        TakeSteps(2); // the first makes the buffers for gradients
        Assert.Equal(0, Allocation.Of(runs: 1, () => TakeSteps(200)));

        void TakeSteps(int count)
        {
            for (int i = 0; i < count; i++) trainer.Step(0.01);
        }
    }

    // √(Σ (x − mean)² / n)
    private static double Deviation(IEnumerable<float> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return Math.Sqrt(all.Average(value => (value - mean) * (value - mean)));
    }
}
