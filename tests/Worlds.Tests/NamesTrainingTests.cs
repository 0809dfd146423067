using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Worlds.Tests;

public sealed class NamesTrainingTests
{
    private const ulong Seed = 7;

    private static readonly string[] Names = ["anu", "ravi", "meera", "arun", "leela", "kiran", "virat", "asha", "dev", "rohan"];

    [Theory]
    [InlineData("mlp")]
    [InlineData("gpt")]
    [InlineData("gru")]
    public void It_trains_as_the_train_command_does_on_shuffled_names(string kind)
    {
        ModelKind known = ModelKinds.All.Single(one => one.Name == kind);
        NameList shuffled = NameList.Clean(Names.Select((name, i) => new NameRow(name, i + 1)), Vocabulary.English)
            .Shuffled(new TorchGenerator(Seed));
        using TrainingRun<float> run = TrainingRun.Of(new TrainingPlan(known) { BatchSize = 8 }, shuffled, Seed);
        double[] expected = [.. Enumerable.Range(0, 20).Select(_ => run.Trainer.Step(0.05))];

        NamesTraining training = Start(kind, "float32");
        training.Rate = 0.05;
        Assert.Equal(expected, training.Train(20));
        Assert.Equal(Evaluation.Loss(run.Model, EvaluationSet.Of(run.Model, [])), Evaluation.Loss(training.Model, EvaluationSet.Of(run.Model, [])));
        Assert.Equal(run.Model.Tensors.Select(tensor => tensor.Name), training.Tensors);
        foreach (NamedTensor<float> tensor in run.Model.Tensors)
        {
            Assert.Equal(Array.ConvertAll(tensor.Value.Span.ToArray(), x => (double)x), training.Values(tensor.Name));
            Assert.Equal(tensor.Value.Shape, training.ShapeOf(tensor.Name));
        }
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("gpt")]
    [InlineData("neural")]
    public void It_goes_on_with_a_model_that_was_trained_before(string kind)
    {
        NamesTraining first = Start(kind, "float32");
        first.Train(10);
        NamesTraining second = NamesTraining.GoOn(new Checkpoint(first.Model), string.Join('\n', Names), 8, Seed, "float32");
        Assert.Equal(first.Loss(), second.Loss());
        Assert.Equal(first.Sample(1, 5), second.Sample(1, 5));
        double before = second.Loss();
        second.Train(30);
        Assert.NotEqual(before, second.Loss());
        second.GoBackTo(0);
        Assert.Equal(before, second.Loss());
    }

    [Fact]
    public void It_goes_back_to_any_step_and_from_there_again_as_before_with_what_was_changed_by_hand()
    {
        NamesTraining training = Start("mlp", "float64");
        training.Rate = 0.1;
        double[] first = training.Train(30);
        training.Change("hidden.bias", 0, 3);
        training.Rate = 0.05;
        double[] second = training.Train(3000);
        Assert.Equal(3030, training.Steps);

        foreach (int step in (int[])[2999, 1234, 31, 30, 29, 0])
        {
            training.GoBackTo(step);
            Assert.Equal(step, training.Steps);
            double loss = training.Train(1)[0];
            Assert.Equal(step < 30 ? first[step] : second[step - 30], loss);
            if (step == 30) Assert.Equal(0.05, training.Rate);
        }

        // What came after is forgotten.
        training.GoBackTo(0);
        Assert.Equal(0.1, training.Rate);
        Assert.Equal(first, training.Train(30));
        Assert.NotEqual(second[0], training.Train(1)[0]);
        Assert.Throws<ArgumentException>(() => training.GoBackTo(32));
    }

    [Fact]
    public void It_ends_early_when_the_loss_is_not_finite_and_can_be_taken_back()
    {
        NamesTraining training = Start("mlp", "float32");
        double before = training.Loss();
        training.Rate = 1e38;
        double[] losses = training.Train(100);
        Assert.True(losses.Length < 100);
        Assert.False(double.IsFinite(losses[^1]));
        Assert.Equal(losses.Length - 1, training.Steps);
        training.GoBackTo(0);
        Assert.Equal(before, training.Loss());
    }

    [Fact]
    public void It_says_what_follows()
    {
        NamesTraining training = Start("gpt", "float32");
        double[] next = training.Next("ra");
        Assert.Equal(1, next.Sum(), 1e-6);
        Assert.Equal(training.Model.Vocabulary.Size, next.Length);
        double[] attention = training.Attention("ravi"); // (layers, heads, t, t)
        Assert.Equal(0, attention.Length % 25);
        Assert.All(attention.Chunk(5), row => Assert.Equal(1, row.Sum(), 1e-5));
        Assert.Empty(Start("mlp", "float32").Attention("ravi"));
    }

    [Fact]
    public void Counting_is_better_than_chance()
    {
        double counting = Start("mlp", "float32").CountingLoss();
        Assert.InRange(counting, 0.5, Math.Log(27));
    }

    [Theory]
    [InlineData("mpl", "", "float32", "'mpl' is not a network that learns in steps")]
    [InlineData("counts", "", "float32", "'counts' is not a network that learns in steps")]
    [InlineData("mlp", "size=3", "float32", "the multilayer perceptron has no option 'size'")]
    [InlineData("mlp", "", "half", "the precision must be float32 or float64, and is 'half'")]
    [InlineData("gpt", "", "float64", "the small GPT is trained in float32 only")]
    public void What_cannot_be_begun_is_said(string kind, string option, string precision, string message)
    {
        string[] options = option.Length > 0 ? [option] : [];
        Exception fault = Assert.Throws<ArgumentException>(() => NamesTraining.Start(kind, "anu", options, 8, Seed, precision));
        Assert.Equal(message, fault.Message);
    }

    [Fact]
    public void Tensors_that_are_not_there_are_named()
    {
        NamesTraining training = Start("mlp", "float32");
        Assert.Contains("no tensor 'bias'", Assert.Throws<ArgumentException>(() => training.Values("bias")).Message);
        Assert.Contains("no element 100", Assert.Throws<ArgumentException>(() => training.Change("hidden.bias", 100, 0)).Message);
    }

    private static NamesTraining Start(string kind, string precision) =>
        NamesTraining.Start(kind, string.Join('\n', Names), [], 8, Seed, precision);
}
