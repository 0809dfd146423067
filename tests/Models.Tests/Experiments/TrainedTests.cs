using Makemore.Modules;

namespace Makemore.Models.Tests.Experiments;

public sealed class TrainedTests
{
    private static readonly Trained Chance = Experiment.Chance(Vocabulary.English);

    [Fact]
    public void The_speed_is_that_of_the_steps_since_the_run_went_on()
    {
        Assert.Equal(5, AfterSteps(first: 10, last: 30, seconds: 4).StepsPerSecond);
        Assert.Equal(2, AfterSteps(first: 10, last: 11, seconds: 0.5).StepsPerSecond);
    }

    [Fact]
    public void Without_steps_there_is_no_speed()
    {
        Assert.Null(AfterSteps(first: 10, last: 10, seconds: 4).StepsPerSecond);
        Assert.Null(Chance.StepsPerSecond);
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public void A_run_is_cut_short_if_its_schedule_has_further_steps(int steps, bool isCutShort) =>
        Assert.Equal(
            isCutShort,
            (AfterSteps(first: 0, steps, seconds: 1) with { Schedule = LearningRateSchedule.Parse("1:10,0.1:20") }).WasCutShort);

    private static Trained AfterSteps(int first, int last, double seconds) => Chance with
    {
        Run = new TrainingResult(last, []) { FirstStep = first, TrainingTime = TimeSpan.FromSeconds(seconds) },
    };
}
