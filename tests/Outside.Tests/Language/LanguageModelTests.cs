using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Outside.Tests.Language;

/// <summary>A user's own language model does everything that the library's models do.</summary>
public sealed class LanguageModelTests : IDisposable
{
    private static readonly string[] Names =
    [
        "anu", "arun", "asha", "bala", "deepa", "devi", "gita", "hari", "indu", "jaya", "kavi", "kiran", "lata", "mala", "meera",
        "mohan", "nila", "nisha", "om", "priya", "radha", "rahul", "rani", "ravi", "rekha", "sita", "tara", "uma", "usha", "vani",
    ];

    private readonly NormalizedPerceptron<float> model = new(Vocabulary.English, hiddenSize: 20, new TorchGenerator(1));
    private readonly Examples examples = new(Names, Vocabulary.English, blockSize: 3);
    private readonly DistinctContexts distinct;
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("makemore-outside-");

    public LanguageModelTests() => distinct = new DistinctContexts(examples);

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void It_learns_names_and_makes_new_ones()
    {
        Assert.Equal(Math.Log(27), Evaluation.Loss(model, distinct), 0.2); // It begins about as unsure as a fair die.
        Train(steps: 1000);

        // The best possible loss on these names, with three characters of context, is distinct.Floor.
        double trained = Evaluation.Loss(model, distinct);
        Assert.InRange(trained, distinct.Floor, 1);

        var sampler = new NameSampler(model, new TorchGenerator(4), new SamplingOptions { Excluded = Names.ToHashSet() });
        string[] sampled = [.. Enumerable.Range(0, 100).Select(_ => sampler.Next())];
        Assert.DoesNotContain(sampled, Names.Contains);
        double likely = Evaluation.Score(model, sampled).Average(score => score.PerCharacter);
        double unlikely = Evaluation.Score(model, ["xqzjw", "bbbbb", "zyx"]).Average(score => score.PerCharacter);
        Assert.True(likely < 0.5 * unlikely, $"{likely} {unlikely}");
    }

    [Fact]
    public void It_gives_the_same_loss_on_several_threads_and_in_float64()
    {
        Train(steps: 20);
        double loss = Evaluation.Loss(model, distinct);
        Assert.Equal(loss, Evaluation.Loss(model, distinct, threads: 3));
        Assert.Equal(loss, Evaluation.Loss(model.Converted<double>(), distinct), 1e-6);
    }

    [Theory]
    [InlineData(Mode.Training)]
    [InlineData(Mode.Inference)]
    public void Its_gradient_is_what_an_experiment_says(Mode mode)
    {
        Train(steps: 20);
        var contexts = new Indices([16, 3]);
        examples.Fill([.. Enumerable.Range(0, 16)], contexts.Span, new int[16]);
        Variable<double> logits = model.Converted<double>().Logits(contexts, mode);
        Assert.All(GradientCheck.Compare(logits, new TorchGenerator(2)), comparison => Assert.True(comparison.Passes, $"{comparison}"));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(300)] // large enough for the library's MLP to share its batch among threads
    public void A_plan_trains_it_as_it_trains_the_librarys_models(int batchSize)
    {
        NameList names = NameList.Clean(Names.Select((name, row) => new NameRow(name, Line: row + 1)), Vocabulary.English);
        var plan = new TrainingPlan(NormalizedPerceptron.Kind)
        {
            Options = OptionValues.Defaults.With(NormalizedPerceptron.HiddenSize, 12),
            Schedule = LearningRateSchedule.Parse("0.1:200"),
            BatchSize = batchSize,
        };
        Trained trained = Experiment.Train(plan, names, seed: 1, cancellation: TestContext.Current.CancellationToken);
        Assert.True(trained.Loss.Train < 0.8 * trained.Loss.Initial, $"{trained.Loss}");
    }

    [Fact]
    public void A_checkpoint_gives_it_back_with_all_that_it_learned()
    {
        Train(steps: 100);
        string path = Path.Combine(directory.FullName, "names.safetensors");
        new Checkpoint(model).Save(path);

        ILanguageModel back = Checkpoint.Load(path, [.. ModelKinds.All, NormalizedPerceptron.Kind]).Model;
        Assert.Equal(Evaluation.Loss(model, distinct), Evaluation.Loss(back, distinct));
        var options = new SamplingOptions();
        Assert.Equal(Experiment.Sample(model, seed: 5, count: 10, options), Experiment.Sample(back, seed: 5, count: 10, options));
    }

    [Fact]
    public void A_list_that_does_not_have_it_does_not_know_its_checkpoint()
    {
        string path = Path.Combine(directory.FullName, "names.safetensors");
        new Checkpoint(model).Save(path);
        string message = Assert.Throws<DataException>(() => Checkpoint.Load(path)).Message;
        Assert.Contains("a model of kind \"normalized-mlp\", which this version does not know", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_contexts_are_never_computed_once_for_it() => AssertRefused(() => ExampleBatch.All(model, distinct));

    [Fact]
    public void Its_batches_are_never_shared_out_between_threads() =>
        AssertRefused(() => ExampleBatch.DrawnAndShared(model, examples, size: 512, new TorchGenerator(2), threads: 2));

    // BatchNorm looks at all rows of a batch. With each context once, or with only some of the rows, it would compute something else.
    private static void AssertRefused(Action batch)
    {
        string message = Assert.Throws<ArgumentException>(batch).Message;
        Assert.Contains("\"normalized-mlp\" looks at all rows of a batch together", message, StringComparison.Ordinal);
        Assert.Contains("ExampleBatch.Drawn", message, StringComparison.Ordinal);
    }

    private void Train(int steps)
    {
        GraphBatch<float> batch = ExampleBatch.Drawn(model, examples, size: 64, new TorchGenerator(2));
        var trainer = new Trainer<float>(batch, new AdamW<float>(batch.Parameters));
        for (int step = 0; step < steps; step++) trainer.Step(0.01);
    }
}
