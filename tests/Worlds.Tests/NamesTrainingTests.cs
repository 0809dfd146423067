namespace Makemore.Worlds.Tests;

public sealed class NamesTrainingTests
{
    [Fact]
    public void A_training_learns_and_gives_its_numbers()
    {
        var training = NamesTraining.Start("anu\nravi\nmeera", ["hidden-size=8"], "0.1:1", 8, 1, "float64");
        double before = training.Loss();
        Assert.Equal(200, training.Train(200).Length);
        Assert.True(training.Loss() < before);
        Assert.Equal(6 * 8, training.Values("hidden.weights").Length);
    }
}
