using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Experiments;

/// <summary>What comes out of an experiment: losses, counts, history, and what the checkpoint says of it.</summary>
public sealed class ExperimentTests : IDisposable
{
    private const ulong Seed = 7;

    // Of 30 names, 15 are to train on, 9 for validation and 6 for test.
    private static readonly SplitFractions Fractions = new(0.5m, 0.3m, 0.2m);

    private static readonly NameList Names = NameList.Clean(SmallNames.All.Take(30).Select((name, i) => new NameRow(name, i + 1)), null);

    private static readonly TrainingPlan TinyPerceptron = new(ModelKinds.Perceptron)
    {
        Options = new MultilayerPerceptronSizes(Block: 2, Embedding: 2, Hidden: 3).ToOptions(),
        Schedule = LearningRateSchedule.Parse("0.1:40"),
        BatchSize = 4,
        Split = Fractions,
        SplitBy = SplitBy.Name,
        EvaluateEvery = 15,
    };

    private readonly string folder = Directory.CreateTempSubdirectory("makemore-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Chance_has_no_examples_and_the_loss_of_a_blind_guess()
    {
        Trained chance = Experiment.Chance(Vocabulary.English);
        Assert.Equal(new ExampleCounts(0), chance.Examples);
        Assert.Equal(new Losses(null, null, null, null, Math.Log(27)), chance.Loss);
        Assert.Equal(ModelKinds.Uniform, chance.Model.Kind);
        Assert.Null(chance.TrainingSet);
    }

    [Fact]
    public void What_has_nothing_to_learn_cannot_be_trained() =>
        Assert.Equal(
            "chance: there is nothing to train",
            Assert.Throws<ArgumentException>(() => Train(new TrainingPlan(ModelKinds.Uniform), Names)).Message);

    [Fact]
    public void A_sample_is_the_first_names_that_the_sampler_makes()
    {
        ILanguageModel model = Experiment.Counts(Names, smoothing: 1).Model;
        var sampler = new NameSampler(model, new TorchGenerator(5), new SamplingOptions { Temperature = 0.5 });
        string[] expected = [sampler.Next(), sampler.Next(), sampler.Next()];
        Assert.Equal(expected, Experiment.Sample(model, 5, 3, new SamplingOptions { Temperature = 0.5 }));
    }

    public static TheoryData<string> MiniBatchKinds => [ModelKinds.Perceptron.Name, CausalAverage.Kind.Name];

    [Theory]
    [MemberData(nameof(MiniBatchKinds))]
    public void Each_set_is_measured_on_its_own_and_all_together(string kind)
    {
        TrainingPlan plan = kind == ModelKinds.Perceptron.Name
            ? TinyPerceptron
            : TinyPerceptron with { Kind = CausalAverage.Kind, Options = OptionValues.Defaults };
        ILanguageModel untrained = plan.Kind.Make(Names.Vocabulary, plan.Options, new TorchGenerator(Seed));
        Trained trained = Train(plan, Names);

        string[] all = [.. Names.Names], train = all[..15], validation = all[15..24], test = all[24..];
        Assert.Equal(new ExampleCounts(Characters(all), Characters(train), Characters(validation), Characters(test)), trained.Examples);
        Assert.Equal(Loss(untrained, train), trained.Loss.Initial!.Value, 1e-5);
        Assert.Equal(Loss(trained.Model, train), trained.Loss.Train!.Value, 1e-5);
        Assert.Equal(Loss(trained.Model, validation), trained.Loss.Validation!.Value, 1e-5);
        Assert.Equal(Loss(trained.Model, test), trained.Loss.Test!.Value, 1e-5);
        Assert.Equal(Loss(trained.Model, all), trained.Loss.All!.Value, 1e-5);
        Assert.Equal(Characters(train), trained.TrainingSet!.Examples);

        TrainingPoint[] validated = [.. trained.Run!.History.Where(point => point.Validation is not null)];
        Assert.Equal([0, 15, 30], validated.Select(point => point.Step));
        Assert.Equal(Loss(untrained, validation), validated[0].Validation!.Value, 1e-5);

        static int Characters(string[] names) => names.Sum(name => name.Length + 1);

        // Name by name, which knows nothing of sets.
        static double Loss(ILanguageModel model, string[] names) =>
            Evaluation.Score(model, names).Sum(score => score.Total) / Characters(names);
    }

    [Fact]
    public void Sets_without_examples_have_no_loss()
    {
        Trained trained = Train(TinyPerceptron with { Split = new SplitFractions(1, 0, 0) }, Names);
        Assert.Equal((null, null), (trained.Loss.Validation, trained.Loss.Test));
        Assert.Equal(trained.Loss.Train!.Value, trained.Loss.All!.Value, 1e-12);
        Assert.All(trained.Run!.History, point => Assert.Null(point.Validation));
        Assert.DoesNotContain("validation_loss", trained.Checkpoint.Training.Keys);
    }

    [Fact]
    public void Sets_of_a_single_example_have_a_loss()
    {
        NameList anu = NameList.Clean([new NameRow("anu", 1)], null);
        Trained trained = Train(TinyPerceptron with { Split = new SplitFractions(0.5m, 0.25m, 0.25m), SplitBy = SplitBy.Example }, anu);
        Assert.Equal(new ExampleCounts(4, 2, 1, 1), trained.Examples);
        Assert.NotNull(trained.Loss.Validation);
        Assert.NotNull(trained.Loss.Test);
        Assert.NotNull(trained.Run!.History[0].Validation);
    }

    [Fact]
    public void Without_mini_batches_there_is_one_set()
    {
        Trained trained = Train(new TrainingPlan(ModelKinds.Neural) { Schedule = LearningRateSchedule.Parse("1:40") }, Names);
        double before = Evaluation.Loss(new NeuralBigram<float>(Names.Vocabulary, new TorchGenerator(Seed)), Names.Pairs);
        Assert.Equal(new Losses(before, null, null, null, Evaluation.Loss(trained.Model, Names.Pairs)), trained.Loss);
        Assert.Equal(new ExampleCounts((int)Names.Pairs.Examples), trained.Examples);
        Assert.Equal(Enumerable.Range(0, 40), trained.Run!.History.Select(point => point.Step));
        Assert.All(trained.Run.History, point => Assert.Null(point.Validation));
    }

    // Of a long run, 10,000 points can be drawn, and 200 measurements of its updates.
    [Theory]
    [InlineData(40, 1, 1)]
    [InlineData(19_999, 1, 99)]
    [InlineData(20_000, 2, 100)]
    public void A_longer_run_keeps_fewer_of_its_steps(int steps, int recordedEvery, int measuredEvery)
    {
        var schedule = LearningRateSchedule.Parse($"0.01:{steps}");
        TrainingPlan plan = TinyPerceptron with { Schedule = schedule, BatchSize = 1, EvaluateEvery = 0 };
        TrainingResult run = Train(plan, Names).Run!;
        Assert.Equal(Every(recordedEvery), run.History.Select(point => point.Step));
        Assert.Equal(Every(measuredEvery), run.Updates.Select(point => point.Step));

        IEnumerable<int> Every(int distance) => Enumerable.Range(0, steps).Where(step => step % distance == 0);
    }

    [Fact]
    public void A_checkpoint_says_how_its_model_was_trained()
    {
        string file = Path.Combine(folder, "names.csv");
        File.WriteAllLines(file, ["title,first", .. SmallNames.All.Take(30).Append("anu").Select(name => $"x,{name}")]);
        NameList names = NameList.Read(file, "first", Vocabulary.English, Duplicates.Keep).Shuffled(new TorchGenerator(1));
        string fingerprint = Checkpoint.Fingerprint([.. SmallNames.All.Take(30), "anu"]);
        string[] data =
        [
            "column: first", "duplicates: keep", $"input: {file}", "names: 31", $"names_sha256: {fingerprint}", "seed: 7", "shuffle: true",
        ];

        Trained counted = Train(new TrainingPlan(ModelKinds.Counts) { Recipe = "seed-counts" }, names);
        Assert.Equal(Sorted([.. data, "recipe: seed-counts", $"loss: {counted.Loss.All:R}"]), Said(counted));

        Trained trained = Train(TinyPerceptron, names);
        string[] run =
        [
            "batch_size: 4", "evaluate_every: 15", "schedule: 0.1:40", "split: 0.5,0.3,0.2", "split_by: name", "steps: 40",
            $"initial_loss: {trained.Loss.Initial:R}", $"loss: {trained.Loss.All:R}", $"validation_loss: {trained.Loss.Validation:R}",
        ];
        Assert.Equal(Sorted([.. data, .. run]), Said(trained));

        Trained full = Train(new TrainingPlan(ModelKinds.Neural) { Schedule = LearningRateSchedule.Parse("1:2") }, Names);
        Assert.Equal(
            Sorted([
                "column: ", "duplicates: drop", "input: ", "names: 30", $"names_sha256: {Names.Fingerprint}", "seed: 7", "shuffle: false",
                "schedule: 1:2", "steps: 2", $"initial_loss: {full.Loss.Initial:R}", $"loss: {full.Loss.All:R}",
            ]),
            Said(full));

        static string[] Sorted(string[] lines) => [.. lines.Order(StringComparer.Ordinal)];
        static string[] Said(Trained trained) =>
            Sorted([.. trained.Checkpoint.Training.Select(setting => $"{setting.Key}: {setting.Value}")]);
    }

    private static Trained Train(TrainingPlan plan, NameList names) => Experiment.Train(plan, names, Seed, cancellation: Cancellation);
}
