using System.Runtime.CompilerServices;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Training;

/// <summary>A run of any model that was stopped goes on from its file as if nothing had happened.</summary>
public sealed class TrainingRunTests : IDisposable
{
    private const int Steps = 40;

    private static readonly NameList Names = NameList.Clean(SmallNames.All.Select((name, i) => new NameRow(name, i + 1)), null);

    private readonly string folder = Directory.CreateTempSubdirectory("makemore-").FullName;

    private string File => Path.Combine(folder, "run.safetensors");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Each model, small and large batches, the optimizers, and a model that answers for every position.</summary>
    public static TheoryData<string, int> Runs => new(
        from plan in Plans.Keys
        from threads in new[] { 1, 2 }
        select (plan, threads));

    private static Dictionary<string, TrainingPlan> Plans { get; } = new()
    {
        ["neural"] = new TrainingPlan(ModelKinds.Neural) { Schedule = LearningRateSchedule.Parse("1:40") },
        ["mlp"] = Mlp,
        ["mlp, large batch"] = Mlp with { BatchSize = 300 },
        ["mlp, momentum"] = Mlp with { Optimizer = parameters => new Sgd<float>(parameters, momentum: 0.9) },
        ["mlp, AdamW"] = Mlp with { Optimizer = parameters => new AdamW<float>(parameters) },
        ["gpt"] = new TrainingPlan(ModelKinds.Gpt) { Schedule = LearningRateSchedule.Parse("0.01..0:40"), BatchSize = 8, EvaluateEvery = 10 },
        ["lstm"] = new TrainingPlan(ModelKinds.Lstm) { Schedule = LearningRateSchedule.Parse("0.01..0:40"), BatchSize = 8, EvaluateEvery = 10 },
        ["microgpt"] = Models.Recipes.All.Single(recipe => recipe.Name == "microgpt").Plan with
        {
            Schedule = LearningRateSchedule.Parse("0.01..0:40"),
        },
        ["makemore.py"] = Models.Recipes.All.Single(recipe => recipe.Name == "makemore-bow").Plan with
        {
            Schedule = LearningRateSchedule.Parse("0.01..0:40"),
        },
        ["batch normalization, one stream"] = Models.Recipes.All.Single(recipe => recipe.Name == "lecture-3").Plan with
        {
            Schedule = LearningRateSchedule.Parse("0.1:40"),
            EvaluateEvery = 10,
        },
        ["sequence"] = Mlp with { Kind = CausalAverage.Kind, Options = OptionValues.Defaults },
    };

    private static TrainingPlan Mlp => new(ModelKinds.Perceptron)
    {
        Options = OptionValues.Defaults.With(ModelKinds.Perceptron.Options.Single(option => option.Name == "hidden-size"), 9),
        Schedule = LearningRateSchedule.Parse("0.1:25,0.01:15"),
        BatchSize = 8,
        EvaluateEvery = 10,
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_stopped_run_ends_in_the_same_file(string name, int threads)
    {
        TrainingPlan plan = Plans[name] with { Threads = threads };
        Trained whole = Experiment.Train(plan, Names, seed: 7, cancellation: Cancellation);
        foreach (int stop in new[] { 1, 11, Steps - 1 })
        {
            Trained part = StoppedAfter(plan, stop);
            Assert.True(part.WasCutShort);
            Trained resumed = Resumed(plan);
            Assert.False(resumed.WasCutShort);
            Assert.Equal((Steps, stop), (resumed.Run!.Steps, resumed.Run.FirstStep));
            Assert.Equal(whole.Loss, resumed.Loss);
            Assert.Equal(whole.Run!.History, resumed.Run.History);
            Assert.Equal(Bytes(whole.Checkpoint), Bytes(resumed.Checkpoint));
            Assert.Equal(
                Experiment.Sample(whole.Model, 1, 20, new SamplingOptions()), Experiment.Sample(resumed.Model, 1, 20, new SamplingOptions()));
            Assert.Equal(name == "microgpt", resumed.NextName is not null);
            if (resumed.NextName is not { } next) continue;
            Assert.Equal(Experiment.Train(plan, Names, seed: 7, cancellation: Cancellation).NextName!(), next());
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_that_is_loaded_at_its_end_is_the_same_in_all(string name, int threads)
    {
        TrainingPlan plan = Plans[name] with { Threads = threads };
        Trained whole = Experiment.Train(plan, Names, seed: 7, save: checkpoint => checkpoint.Save(File), cancellation: Cancellation);
        Trained resumed = Resumed(plan);
        Assert.Equal(Bytes(whole.Checkpoint), Bytes(resumed.Checkpoint));
        Assert.Equal(whole.Loss, resumed.Loss);
        double[] gradients = Gradients(whole);
        Assert.Contains(gradients, gradient => gradient != 0);
        Assert.Equal(gradients, Gradients(resumed));
    }

    [Fact]
    public void A_run_at_its_end_can_go_on()
    {
        Experiment.Train(Mlp, Names, seed: 7, save: checkpoint => checkpoint.Save(File), cancellation: Cancellation);
        Trained longer = Resumed(Mlp with { Schedule = LearningRateSchedule.Parse("0.1:25,0.01:20") });
        Assert.Equal((45, 40), (longer.Run!.Steps, longer.Run.FirstStep));
    }

    [Fact]
    public void The_weights_are_saved_before_anything_is_measured()
    {
        var said = new List<string>();
        using var stop = new CancellationTokenSource();
        Experiment.Train(
            Mlp with { CheckpointEvery = 30 },
            Names,
            seed: 7,
            save: checkpoint => said.Add($"{checkpoint.Training["steps"]} {checkpoint.Training.ContainsKey("loss")}"),
            cancellation: Cancellation);
        Assert.Equal(["30 False", "40 False"], said);
    }

    [Fact]
    public void A_run_that_is_stopped_before_its_first_step_saves_nothing()
    {
        int saved = 0;
        var stopped = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() =>
            Experiment.Train(Mlp, Names, seed: 7, save: _ => saved++, cancellation: stopped));
        Assert.Equal(0, saved);
    }

    [Fact]
    public void Every_setting_of_a_checkpoint_has_one_of_the_known_names()
    {
        string[] known = [.. typeof(TrainingKeys).GetFields().Select(field => (string)field.GetRawConstantValue()!)];
        Assert.Equal(known.Distinct(), known);
        TrainingPlan[] plans = [new(ModelKinds.Counts), .. Plans.Values, Mlp with { Recipe = "seed-mlp" }];
        foreach (TrainingPlan plan in plans)
            Assert.Empty(Experiment.Train(plan, Names, seed: 7, cancellation: Cancellation).Checkpoint.Training.Keys.Except(known));
    }

    [Fact]
    public void Of_a_diverged_run_the_last_good_step_is_saved()
    {
        TrainingPlan plan = Mlp with { Schedule = LearningRateSchedule.Parse("0.1:130,1e38:9") };
        var thrown = Assert.Throws<DivergedException>(() =>
            Experiment.Train(plan, Names, seed: 7, save: checkpoint => checkpoint.Save(File), cancellation: Cancellation));
        Assert.Equal(100, thrown.PutBackTo);
        TrainingPlan smaller = plan with { Schedule = LearningRateSchedule.Parse("0.1:130") };
        Assert.Equal(Bytes(Experiment.Train(smaller, Names, seed: 7, cancellation: Cancellation).Checkpoint), Bytes(Resumed(smaller).Checkpoint));
    }

    [Fact]
    public void A_run_that_its_last_step_spoils_is_put_back_too()
    {
        TrainingPlan plan = Mlp with { Schedule = LearningRateSchedule.Parse("0.1:130,1e39:1") };
        var thrown = Assert.Throws<DivergedException>(() =>
            Experiment.Train(plan, Names, seed: 7, save: checkpoint => checkpoint.Save(File), cancellation: Cancellation));
        Assert.Contains("at its last step", thrown.Message);
        Assert.Equal(100, thrown.PutBackTo);
        Assert.Equal("100", Checkpoint.Load(File).Training["steps"]);
    }

    [Fact]
    public void Progress_is_told_where_the_run_is()
    {
        var seen = new List<TrainingPoint>();
        TrainingPlan plan = Mlp with { Schedule = LearningRateSchedule.Parse("0.001:10000000") };
        using var stop = new CancellationTokenSource();
        Experiment.Train(plan, Names, seed: 7, progress: point =>
        {
            seen.Add(point);
            if (seen.Count == 2) stop.Cancel();
        }, cancellation: stop.Token);
        Assert.Equal(2, seen.Count);
        Assert.True(seen[0].Step < seen[1].Step);
    }

    [Fact]
    public void The_plan_comes_back_from_the_file()
    {
        TrainingPlan plan = Mlp with { Split = new SplitFractions(0.5m, 0.25m, 0.25m), SplitBy = SplitBy.Name, BatchSize = 11, EvaluateEvery = 0 };
        Experiment.Train(plan, Names, seed: 7, save: checkpoint => checkpoint.Save(File), cancellation: Cancellation);
        var back = TrainingPlan.Of(Checkpoint.Load(File));
        Assert.Equal(
            (plan.Kind.Name, plan.Split, plan.SplitBy, plan.BatchSize, plan.EvaluateEvery, $"{plan.Schedule}"),
            (back.Kind.Name, back.Split, back.SplitBy, back.BatchSize, back.EvaluateEvery, $"{back.Schedule}"));
        Assert.All(plan.Kind.Options, option => Assert.Equal(plan.Options[option], back.Options[option]));
    }

    [Theory]
    [InlineData("schedule", null, "it is missing")]
    [InlineData("schedule", "fast", "'fast' is not a stage")]
    [InlineData("batch_size", "0", "must be a whole number of at least 1")]
    [InlineData("split", "1", "split")]
    [InlineData("split_by", "letter", "must be example or name")]
    [InlineData("split_by", "7", "must be example or name")]
    [InlineData("evaluate_every", "-1", "must be a whole number of at least 0")]
    [InlineData("recipe", "seed-gpt", "there is no recipe 'seed-gpt'")]
    [InlineData("recipe", "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789", "0123456789 0123…'")]
    [InlineData("recipe", "seed-counts", "is not one for a model of kind \"mlp\"")]
    public void A_file_that_says_nonsense_about_its_training_is_refused(string key, string? value, string because)
    {
        Experiment.Train(Mlp, Names, seed: 7, save: checkpoint => checkpoint.Save(File), cancellation: Cancellation);
        var file = SafetensorsFile.Read(File);
        file.Metadata.Remove($"training.{key}");
        if (value is not null) file.Metadata[$"training.{key}"] = value;
        file.Write(File);
        string message = Assert.Throws<DataException>(() => TrainingPlan.Of(Checkpoint.Load(File))).Message;
        Assert.StartsWith($"{File}: \"training.{key}\"", message);
        Assert.Contains(because, message);
    }

    [Fact]
    public void A_run_goes_on_only_with_its_own_names_and_within_its_schedule()
    {
        StoppedAfter(Mlp, 30);
        NameList others = NameList.Clean(SmallNames.All.Reverse().Select((name, i) => new NameRow(name, i + 1)), null);
        string Refused(TrainingPlan plan, NameList names) => Assert.Throws<DataException>(() =>
            Experiment.Train(plan, names, seed: 7, from: Checkpoint.Load(File), cancellation: Cancellation)).Message;

        Assert.Contains("the names are not those that this run was training on", Refused(Mlp, others));
        Assert.Contains(
            "has taken 30 steps already, and its schedule has 20",
            Refused(Mlp with { Schedule = LearningRateSchedule.Parse("1:20") }, Names));
        new Checkpoint(Checkpoint.Load(File).Model).Save(File);
        Assert.Contains("no training that can go on", Refused(Mlp, Names));
    }

    // The two ways round differently, so the bits of the losses tell which of them was taken.
    [Theory]
    [InlineData(255, false)]
    [InlineData(256, true)]
    public void A_batch_of_256_examples_or_more_is_shared_out(int size, bool isShared)
    {
        double[] apart = [.. Losses(isShared: false)], shared = [.. Losses(isShared: true)];
        Assert.NotEqual(apart, shared);
        using TrainingRun<float> run = TrainingRun.Of(Mlp with { BatchSize = size, Threads = 2 }, Names, seed: 7);
        Assert.Equal(isShared ? shared : apart, Enumerable.Range(0, 10).Select(_ => run.Trainer.Step(0.1)));

        double[] Losses(bool isShared)
        {
            var model = (NeuralModel<float>)Mlp.Kind.Make(Names.Vocabulary, Mlp.Options, new TorchGenerator(7));
            Examples examples = new Split(new Examples(Names.Names, Names.Vocabulary, 3), Mlp.Split, Mlp.SplitBy).Train;
            Batch<float> batch = isShared
                ? ExampleBatch.DrawnAndShared(model, examples, size, new TorchGenerator(7))
                : ExampleBatch.Drawn(model, examples, size, new TorchGenerator(7));
            var trainer = new Trainer<float>(batch, new Sgd<float>(batch.Parameters));
            double[] losses = [.. Enumerable.Range(0, 10).Select(_ => trainer.Step(0.1))];
            (batch as IDisposable)?.Dispose();
            return losses;
        }
    }

    // A thread that waits for work holds on to the model.
    [Fact]
    public void No_thread_is_left_once_a_run_is_disposed()
    {
        WeakReference model = ModelOfARunThatIsForgotten();
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                return !model.IsAlive;
            },
            TimeSpan.FromSeconds(30)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ModelOfARunThatIsForgotten()
    {
        using TrainingRun<float> run = TrainingRun.Of(Mlp with { BatchSize = 300, Threads = 2 }, Names, seed: 7);
        run.Trainer.Step(0.1);
        return new WeakReference(run.Model);
    }

    private static byte[] Bytes(Checkpoint checkpoint)
    {
        string file = Path.GetTempFileName();
        checkpoint.Save(file);
        byte[] bytes = System.IO.File.ReadAllBytes(file);
        System.IO.File.Delete(file);
        return bytes;
    }

    private static double[] Gradients(Trained trained) => trained.Model switch
    {
        Module<float> network => [.. network.Parameters.SelectMany(parameter => parameter.Gradient.Span.ToArray()).Select(g => (double)g)],
        Module<double> network => [.. network.Parameters.SelectMany(parameter => parameter.Gradient.Span.ToArray())],
        _ => [],
    };

    private Trained Resumed(TrainingPlan plan) => Experiment.Train(
        plan, Names, seed: 7, from: Checkpoint.Load(File, [.. ModelKinds.All, CausalAverage.Kind]), cancellation: Cancellation);

    // Stops the run after a number of steps, and saves it.
    private Trained StoppedAfter(TrainingPlan plan, int steps)
    {
        using var stop = new CancellationTokenSource();
        return Experiment.Train(
            plan with { CheckpointEvery = steps },
            Names,
            seed: 7,
            save: checkpoint =>
            {
                checkpoint.Save(File);
                stop.Cancel();
            },
            cancellation: stop.Token);
    }
}
