using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Training;

public class RowBatchTests
{
    private static readonly Vocabulary Letters = Vocabulary.FromNames(SmallNames.All);

    /// <summary>One row, fewer than are computed at a time, and more, the last part of them not whole.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(18)]
    public void A_step_has_the_loss_and_the_gradient_of_all_rows_at_once(int size)
    {
        var gpt = new Gpt<double>(Letters, new GptSizes(1, 8, 2, 6), new TorchGenerator(2)); // some names take several rows
        CheckStep(gpt, size);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void A_model_may_compute_more_rows_at_a_time(int size)
    {
        var gru = new Recurrent<double>(Letters, new RecurrentSizes(CellKind.Gru, 5, 3, 6), new TorchGenerator(2));
        Assert.InRange(gru.RowsTogether, 5, 20);
        CheckStep(gru, size);
    }

    private static void CheckStep(NeuralModel<double> model, int size)
    {
        var rows = new NameRows(SmallNames.All, Letters, blockSize: 6);
        RowBatch<double> batch = ExampleBatch.Drawn(model, rows, size, new TorchGenerator(5));
        Assert.Equal(model.Parameters, batch.Parameters);
        var generator = new TorchGenerator(5);
        var chosen = new int[size];
        for (int step = 0; step < 3; step++)
        {
            batch.Draw();
            double loss = batch.ComputeGradients();
            double[][] gradients = [.. model.Parameters.Select(parameter => parameter.Gradient.Span.ToArray())];

            generator.Integers(chosen, 0, rows.Count);
            var tokens = new Indices([size, 6], [.. chosen.SelectMany(row => rows.Tokens.Span.Slice(row * 6, 6).ToArray())]);
            var targets = new Indices([size, 6], [.. chosen.SelectMany(row => rows.Targets.Span.Slice(row * 6, 6).ToArray())]);
            Variable<double> whole = model.Logits(tokens, Mode.Training).CrossEntropy(targets, NameRows.Ignored);
            whole.Backward();
            Assert.Equal(whole.Value.Item, loss, 1e-12);
            foreach ((Parameter<double> parameter, double[] gradient) in model.Parameters.Zip(gradients))
                for (int i = 0; i < gradient.Length; i++) Assert.Equal(parameter.Gradient.Span[i], gradient[i], 1e-12);
        }
    }

    [Fact]
    public void The_first_value_that_is_not_finite_is_found()
    {
        var model = new Gpt<double>(Letters, new GptSizes(1, 8, 2, 6), new TorchGenerator(2));
        RowBatch<double> batch = ExampleBatch.Drawn(model, new NameRows(SmallNames.All, Letters, 6), 9, new TorchGenerator(5));
        Assert.Null(batch.FirstNonFinite());
        batch.Draw();
        batch.ComputeGradients();
        Assert.Null(batch.FirstNonFinite());
        model.Head.Weights.Value.Span[0] = double.NaN;
        Assert.Equal(double.NaN, batch.ComputeGradients());
        Assert.Equal("head.weights", batch.FirstNonFinite()!.Label);
    }

    public static TheoryData<string> Models => ["gpt", "rnn", "gru", "lstm"];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_step_allocates_nothing_once_each_length_was_there(string name)
    {
        ModelKind kind = ModelKinds.All.Single(kind => kind.Name == name);
        OptionValues small = OptionValues.Defaults
            .With(kind.Options.Single(option => option.Name == "block-size"), 6)
            .With(kind.Options.Single(option => option.Name == "width"), 8);
        var model = (NeuralModel<float>)kind.Make(Letters, small, new TorchGenerator(2));
        RowBatch<float> batch = ExampleBatch.Drawn(model, new NameRows(SmallNames.All, Letters, 6), 9, new TorchGenerator(5));
        var trainer = new Trainer<float>(batch, new Adam<float>(batch.Parameters));
        for (int step = 0; step < 300; step++) trainer.Step(0.01);
        Assert.Equal(0, Allocation.Of(runs: 300, () => trainer.Step(0.01)));
    }
}
