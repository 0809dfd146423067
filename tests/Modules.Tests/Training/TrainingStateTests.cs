using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules.Tests.Training;

/// <summary>A training that is saved and loaded goes on as if it had never stopped; one that diverges is put back.</summary>
public class TrainingStateTests
{
    private const int Steps = 240;

    public static TheoryData<int> Stops => [1, 2, 99, 100, 101, Steps - 1];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Stops))]
    public void A_loaded_run_goes_on_bit_for_bit(int stop)
    {
        var whole = new Training();
        TrainingResult expected = whole.Trainer.Run(whole.Options(), whole.State);

        var stopped = new Training();
        var saved = new List<byte[]>();
        stopped.Trainer.Run(
            stopped.Options() with { Checkpoint = done => saved.Add(stopped.Saved(done)), CheckpointEvery = stop }, stopped.State);

        var resumed = new Training();
        TrainingResult before = resumed.State.Load(SafetensorsFile.FromBytes(saved[0], "checkpoint"));
        Assert.Equal(stop, before.Steps);
        TrainingResult result = resumed.Trainer.Run(resumed.Options() with { From = before }, resumed.State);

        Assert.Equal((Steps, stop), (result.Steps, result.FirstStep));
        Assert.Equal(expected.History, result.History);
        Assert.Equal(
            expected.Updates.SelectMany(point => point.Ratios.Select(ratio => (point.Step, ratio))),
            result.Updates.SelectMany(point => point.Ratios.Select(ratio => (point.Step, ratio))));
        Assert.Equal(whole.Saved(expected), resumed.Saved(result));
        Assert.NotEqual(whole.Saved(expected), saved[0]);
    }

    [Fact]
    public void What_is_done_and_undone_leaves_no_trace()
    {
        Training training = new(), other = new();
        TrainingResult result = training.Trainer.Run(training.Options(), training.State), same = other.Trainer.Run(other.Options(), other.State);
        byte[] before = training.Saved(result), during = [];
        training.State.DoAndUndo(() =>
        {
            training.Trainer.Step(0.1);
            during = training.Saved(result);
        });
        Assert.NotEqual(before, during);
        Assert.Equal(before, training.Saved(result));
        Assert.Equal(other.Trainer.Step(0.1), training.Trainer.Step(0.1));
        Assert.Equal(other.Saved(same), training.Saved(result));
    }

    [Fact]
    public void Checkpoints_come_every_so_many_steps_and_not_at_the_end()
    {
        var training = new Training();
        var steps = new List<int>();
        training.Trainer.Run(training.Options() with { Checkpoint = done => steps.Add(done.Steps), CheckpointEvery = 60 });
        Assert.Equal([60, 120, 180], steps);
        steps.Clear();
        training.Trainer.Run(training.Options() with { Checkpoint = done => steps.Add(done.Steps), CheckpointEvery = 0 });
        training.Trainer.Run(training.Options() with { Checkpoint = done => steps.Add(done.Steps) });
        Assert.Empty(steps);
    }

    [Theory]
    [InlineData(150, 100)]
    [InlineData(100, 100)]
    [InlineData(99, 0)]
    [InlineData(0, 0)]
    public void A_diverged_run_is_put_back_to_the_last_good_step(int goodSteps, int putBackTo)
    {
        var good = new Training();
        TrainingResult expected = good.Trainer.Run(
            good.Options() with { Schedule = LearningRateSchedule.Parse($"0.01:{Math.Max(1, putBackTo)}") }, good.State);
        var training = new Training();
        var saved = new List<(int Steps, byte[] Bytes)>();
        TrainingOptions options = training.Options() with
        {
            Schedule = LearningRateSchedule.Parse(goodSteps == 0 ? "1e300:9" : $"0.01:{goodSteps},1e300:9"),
            Checkpoint = done => saved.Add((done.Steps, training.Saved(done))),
        };
        var thrown = Assert.Throws<DivergedException>(() => training.Trainer.Run(options, training.State));

        Assert.Equal(putBackTo, thrown.PutBackTo);
        Assert.Equal(putBackTo > 0 ? [putBackTo] : [], saved.Select(one => one.Steps));
        if (putBackTo > 0) Assert.Equal(good.Saved(expected), saved[0].Bytes);
        Assert.All(training.Network.Tensors, tensor => Assert.All(tensor.Value.Span.ToArray(), value => Assert.True(double.IsFinite(value))));
    }

    [Fact]
    public void What_was_saved_after_the_last_good_step_is_replaced_by_it()
    {
        var training = new Training();
        string start = Convert.ToHexString(training.Saved(new TrainingResult(0, [])));
        var saved = new List<(int Steps, string Bytes)>();
        TrainingOptions options = training.Options() with
        {
            Schedule = LearningRateSchedule.Parse("1e300:9"),
            Checkpoint = done => saved.Add((done.Steps, Convert.ToHexString(training.Saved(done)))),
            CheckpointEvery = 1,
        };
        Assert.Throws<DivergedException>(() => training.Trainer.Run(options, training.State));
        Assert.Equal([1, 0], saved.Select(one => one.Steps));
        Assert.Equal(start, saved[1].Bytes);
    }

    [Fact]
    public void A_diverged_run_is_put_back_to_its_last_good_checkpoint()
    {
        var training = new Training();
        var saved = new List<(int Steps, string Bytes)>();
        TrainingOptions options = training.Options() with
        {
            Schedule = LearningRateSchedule.Parse("0.01:57,1e300:9"),
            Checkpoint = done => saved.Add((done.Steps, Convert.ToHexString(training.Saved(done)))),
            CheckpointEvery = 10,
        };
        Assert.Equal(50, Assert.Throws<DivergedException>(() => training.Trainer.Run(options, training.State)).PutBackTo);
        Assert.Equal([10, 20, 30, 40, 50, 50], saved.Select(one => one.Steps));
        Assert.Equal(saved[4].Bytes, saved[5].Bytes);
    }

    [Fact]
    public void A_loss_that_is_never_finite_leaves_nothing_to_put_back()
    {
        var training = new Training();
        training.Network.Parameters[0].Value.Span[0] = double.NaN;
        var thrown = Assert.Throws<DivergedException>(() => training.Trainer.Run(training.Options(), training.State));
        Assert.Null(thrown.PutBackTo);
        Assert.Null(training.State.PutBack());
    }

    [Fact]
    public void A_run_that_cannot_begin_is_not_put_back_into_the_one_before()
    {
        var training = new Training();
        training.Trainer.Run(training.Options() with { Schedule = LearningRateSchedule.Parse("0.01:3") }, training.State);
        training.Network.Parameters[0].Value.Span[0] = double.NaN;
        Assert.Null(Assert.Throws<DivergedException>(() => training.Trainer.Run(training.Options(), training.State)).PutBackTo);
    }

    [Fact]
    public void Without_a_state_a_diverged_run_stays_as_it_is()
    {
        var training = new Training();
        TrainingOptions options = training.Options() with { Schedule = LearningRateSchedule.Parse("0.01:3,1e300:9") };
        Assert.Null(Assert.Throws<DivergedException>(() => training.Trainer.Run(options)).PutBackTo);
    }

    [Fact]
    public void Remembering_good_steps_allocates_nothing()
    {
        var training = new Training();
        long Allocated(int steps)
        {
            TrainingOptions options = new() { Schedule = LearningRateSchedule.Parse($"0.001:{steps}"), RecordEvery = int.MaxValue };
            return Allocation.Of(runs: 1, () => training.Trainer.Run(options, training.State));
        }

        Allocated(1000);
        Assert.Equal(Allocated(100), Allocated(2000));
    }

    [Theory]
    [InlineData("run.steps")]
    [InlineData("run.history.steps")]
    [InlineData("run.history.losses")]
    [InlineData("run.updates.steps")]
    [InlineData("run.updates.ratios")]
    [InlineData("optimizer.steps")]
    [InlineData("optimizer.mean.norm.scale")]
    [InlineData("norm.running_mean")]
    [InlineData("dropout.generator")]
    [InlineData("generator.minibatch")]
    public void A_file_without_a_part_is_refused_by_name(string missing)
    {
        var training = new Training();
        SafetensorsFile whole = SafetensorsFile.FromBytes(training.Saved(new TrainingResult(0, [])), "checkpoint"), part = new();
        foreach (SafetensorsEntry entry in whole.Entries.Where(entry => entry.Name != missing))
        {
            switch (entry.Values)
            {
                case double[] values: part.Add(entry.Name, entry.Shape, values); break;
                case long[] values: part.Add(entry.Name, entry.Shape, values); break;
                case uint[] values: part.Add(entry.Name, entry.Shape, values); break;
            }
        }

        Assert.True(TrainingState<double>.IsIn(whole));
        Assert.Equal(missing != "run.steps", TrainingState<double>.IsIn(part));
        Assert.Contains(missing, Assert.Throws<InvalidDataException>(() => new Training().State.Load(part)).Message);
    }

    [Fact]
    public void The_most_steps_that_can_be_counted_are_loaded()
    {
        byte[] saved = new Training().Saved(new TrainingResult(int.MaxValue, [new(int.MaxValue - 1, 1, null)]));
        TrainingResult run = new Training().State.Load(SafetensorsFile.FromBytes(saved, "checkpoint"));
        Assert.Equal((int.MaxValue, int.MaxValue - 1), (run.Steps, run.History[0].Step));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue + 1L)]
    public void Steps_that_cannot_be_are_refused(long steps)
    {
        var file = new SafetensorsFile();
        file.Add<long>("run.steps", [], [steps]);
        Assert.Contains("run.steps", Assert.Throws<InvalidDataException>(() => new Training().State.Load(file)).Message);
    }

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(3, 3)]
    [InlineData(4, 2)]
    [InlineData(3, 9)]
    public void Measurements_at_steps_that_the_run_did_not_take_are_refused(int first, int second)
    {
        var training = new Training();
        UpdateRatio[] ratios = [.. training.Network.Parameters.Select(parameter => new UpdateRatio(parameter.Label, 0.1))];
        Assert.Contains("run.history.steps has step", Refused(new TrainingResult(9, [new(first, 1, null), new(second, 1, null)])));
        Assert.Contains("run.updates.steps has step", Refused(new TrainingResult(9, [])
        {
            Updates = [new UpdatePoint(first, ratios), new UpdatePoint(second, ratios)],
        }));

        string Refused(TrainingResult run) => Assert.Throws<InvalidDataException>(() =>
            new Training().State.Load(SafetensorsFile.FromBytes(training.Saved(run), "checkpoint"))).Message;
    }

    [Fact]
    public void An_optimizer_that_took_less_than_no_steps_is_refused()
    {
        var training = new Training();
        SafetensorsFile file = SafetensorsFile.FromBytes(training.Saved(new TrainingResult(0, [])), "checkpoint");
        ((long[])file.Entries.Single(entry => entry.Name == "optimizer.steps").Values)[0] = -1;
        Assert.Contains("optimizer.steps is -1", Assert.Throws<InvalidDataException>(() => training.State.Load(file)).Message);
    }

    /// <summary>A network that remembers more than parameters: running statistics, Adam's averages, two generators.</summary>
    private sealed class Training
    {
        public Training()
        {
            var generator = new TorchGenerator(5);
            Network = new NormalizedNetwork(new TorchGenerator(4));
            (Constant<double> x, Constant<double> target) = (new(new Tensor<double>([16, 3])), new(new Tensor<double>([16, 2])));
            var draws = new float[48];
            var batch = new GraphBatch<double>((Network.Forward(x) - target).Pow(2).Mean(), () =>
            {
                generator.Normal(draws);
                for (int i = 0; i < 48; i++) x.Value.Span[i] = draws[i];
                for (int i = 0; i < 32; i++) target.Value.Span[i] = Math.Sin(x.Value.Span[i]);
            });
            var optimizer = new Adam<double>(batch.Parameters);
            Trainer = new Trainer<double>(batch, optimizer);
            State = new TrainingState<double>(Network, optimizer, generator);
        }

        public NormalizedNetwork Network { get; }

        public Trainer<double> Trainer { get; }

        public TrainingState<double> State { get; }

        public TrainingOptions Options() => new()
        {
            Schedule = LearningRateSchedule.Parse($"0.01:{Steps / 2},0.003:{Steps / 2}"),
            RecordEvery = 7,
            EvaluateEvery = 50,
            Validation = () => Network.Parameters[0].Value.Span[0],
            MeasureUpdatesEvery = 31,
            Cancellation = Cancellation,
        };

        public byte[] Saved(TrainingResult done)
        {
            var file = new SafetensorsFile();
            State.Save(file, done);
            return file.ToBytes();
        }
    }

    private sealed class NormalizedNetwork : Module<double>
    {
        private readonly LinearLayer<double> hidden, output;
        private readonly BatchNorm<double> norm;
        private readonly DropoutLayer<double> dropout;

        public NormalizedNetwork(ValueSource<double> values)
        {
            hidden = Add("hidden", new LinearLayer<double>(3, 8, values));
            norm = Add("norm", new BatchNorm<double>(8, values));
            dropout = Add("dropout", new DropoutLayer<double>(0.2, new TorchGenerator(6)));
            output = Add("output", new LinearLayer<double>(8, 2, values));
        }

        // (n, 3) to (n, 2)
        public Variable<double> Forward(Variable<double> x)
        {
            Variable<double> normalized = norm.Forward(hidden.Forward(x), Mode.Training).Tanh();
            return output.Forward(dropout.Forward(normalized, Mode.Training));
        }
    }
}
