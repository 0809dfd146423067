namespace Makemore.Modules.Tests.Training;

public class LearningRateScheduleTests
{
    [Fact]
    public void A_schedule_goes_through_its_stages()
    {
        LearningRateSchedule schedule = LearningRateSchedule.Parse("1:50,0.1:3,1e-2:1");
        Assert.Equal(54, schedule.TotalSteps);
        Assert.Equal([1, 1, 0.1, 0.1, 0.01, 0.01], new[] { 0, 49, 50, 52, 53, 99 }.Select(schedule.RateAt));
        Assert.Equal("1:50,0.1:3,0.01:1", schedule.ToString());
    }

    [Fact]
    public void A_schedule_without_stages_is_refused() => Assert.Contains(
        "at least one stage", Assert.Throws<ArgumentException>(() => new LearningRateSchedule()).Message);

    [Fact]
    public void The_most_steps_that_can_be_counted_are_a_schedule() =>
        Assert.Equal(int.MaxValue, LearningRateSchedule.Parse($"1:{int.MaxValue - 1},1:1").TotalSteps);

    [Fact]
    public void A_rate_can_change_evenly()
    {
        LearningRateSchedule schedule = LearningRateSchedule.Parse("0.01..0:4,0.5:1,1..2:2");
        double[] expected = [0.01, 0.0075, 0.005, 0.0025, 0.5, 1, 1.5, 2, 2];
        Assert.All(expected.Index(), step => Assert.Equal(step.Item, schedule.RateAt(step.Index), 1e-15));
        Assert.Equal("0.01..0:4,0.5:1,1..2:2", schedule.ToString());
        Assert.Equal("0.5:4", LearningRateSchedule.Parse("0.5..0.5:4").ToString());
    }

    [Theory]
    [InlineData("", "'' is not a stage")]
    [InlineData("0.1", "'0.1' is not a stage")]
    [InlineData("0.1:10,x:5", "'x:5' is not a stage")]
    [InlineData("0.1:1.5", "'0.1:1.5' is not a stage")]
    [InlineData("0:10", "the learning rate must be above 0")]
    [InlineData("NaN:10", "the learning rate must be above 0")]
    [InlineData("0.1..:10", "'0.1..:10' is not a stage")]
    [InlineData("3..2..1:10", "'3..2..1:10' is not a stage")]
    [InlineData("1..0", "'1..0' is not a stage")]
    [InlineData("1..-1:10", "must not go below 0, and goes to -1")]
    [InlineData("1..NaN:10", "must not go below 0, and goes to NaN")]
    [InlineData("0..1:10", "the learning rate must be above 0")]
    [InlineData("0.1:0", "at least 1 step")]
    [InlineData("1:2147483647,1:1", "2147483648 steps")]
    public void What_is_no_schedule_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => LearningRateSchedule.Parse(text)).Message);
}
