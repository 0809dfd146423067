using Makemore.Autograd;

namespace Makemore.Modules.Tests.Training;

/// <summary>What a run does by the clock, here one that moves only where a test says so.</summary>
public class TrainerClockTests
{
    private readonly Clock clock = new();

    [Fact]
    public void Progress_hears_of_a_step_at_most_every_tenth_of_a_second()
    {
        var heard = new List<int>();
        Run([99, 1, 99, 1, 250, 99, 2, 99], new() { Schedule = Rates(8), Progress = point => heard.Add(point.Step) });
        Assert.Equal([1, 3, 4, 6], heard);
    }

    [Fact]
    public void A_checkpoint_comes_every_thirty_seconds_and_not_at_the_end()
    {
        var saved = new List<int>();
        Run([29_999, 1, 29_999, 1, 70_000, 29_999, 30_000], new() { Schedule = Rates(7), Checkpoint = done => saved.Add(done.Steps) });
        Assert.Equal([2, 4, 5], saved);
    }

    [Fact]
    public void The_training_time_is_that_of_the_steps_alone()
    {
        TrainingResult result = Run([150, 151, 152], new()
        {
            Schedule = Rates(3),
            EvaluateEvery = 1,
            Validation = () =>
            {
                clock.Move(1000);
                return 0;
            },
            CheckpointEvery = 1,
            Checkpoint = _ => clock.Move(2000),
            Progress = _ => clock.Move(4000),
        });
        Assert.Equal(453, result.TrainingTime.TotalMilliseconds);
    }

    private static LearningRateSchedule Rates(int steps) => new(new LearningRateStage(1, steps));

    private TrainingResult Run(int[] milliseconds, TrainingOptions options) =>
        new Trainer<double>(new TimedSteps(clock, milliseconds), new Sgd<double>([])).Run(options with
        {
            Clock = clock,
            Cancellation = TestContext.Current.CancellationToken,
        });

    private sealed class Clock : TimeProvider
    {
        private long now = 123;

        public override long TimestampFrequency => 1000; // milliseconds

        public override long GetTimestamp() => now;

        public void Move(int milliseconds) => now += milliseconds;
    }

    /// <summary>A batch whose steps take as long as is given, one by one.</summary>
    private sealed class TimedSteps(Clock clock, int[] milliseconds) : Batch<double>
    {
        private int step;

        public override IReadOnlyList<Parameter<double>> Parameters => [];

        public override void Draw() { }

        public override double ComputeGradients()
        {
            clock.Move(milliseconds[step++]);
            return 1;
        }

        public override Variable<double>? FirstNonFinite() => null;
    }
}
