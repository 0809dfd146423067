using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Training;

public class TrainingTests
{
    private static MultilayerPerceptron<float> NewModel() =>
        new(Vocabulary.English, new MultilayerPerceptronSizes(3, 2, 20), new TorchGenerator(1));

    private static Trainer<float> NewTrainer(NeuralModel<float> model) =>
        NewTrainer(ExampleBatch.Drawn(model, SmallNames.Examples(3), 16, new TorchGenerator(1)));

    private static Trainer<float> NewTrainer(Batch<float> batch) => new(batch, new Sgd<float>(batch.Parameters));

    private static TrainingOptions Options(string schedule) => new() { Schedule = LearningRateSchedule.Parse(schedule) };

    [Fact]
    public void Training_lowers_the_loss()
    {
        MultilayerPerceptron<float> model = NewModel();
        double before = Evaluation.Loss(model, SmallNames.Distinct(3));
        TrainingResult result = NewTrainer(model).Run(Options("0.1:500"));
        Assert.Equal(500, result.Steps);
        Assert.Equal(Enumerable.Range(0, 500), result.History.Select(point => point.Step));
        Assert.True(Evaluation.Loss(model, SmallNames.Distinct(3)) < 0.5 * before);
    }

    [Fact]
    public void The_loss_of_a_step_is_that_before_its_update()
    {
        var model = new NeuralBigram<float>(Vocabulary.English, new TorchGenerator(1));
        double before = Evaluation.Loss(model, SmallNames.Distinct(1));
        Assert.Equal(before, NewTrainer(ExampleBatch.All(model, SmallNames.Distinct(1))).Step(1), 1e-5);
    }

    [Fact]
    public void Equal_contexts_once_and_one_example_at_a_time_take_the_same_steps()
    {
        var once = new NeuralBigram<float>(Vocabulary.English, new TorchGenerator(1));
        var oneByOne = new NeuralBigram<float>(Vocabulary.English, new TorchGenerator(1));
        Examples examples = SmallNames.Examples(1);
        (Indices contexts, Indices targets) = (new([examples.Count, 1]), new([examples.Count]));
        examples.Fill([.. Enumerable.Range(0, examples.Count)], contexts.Span, targets.Span);
        Trainer<float> first = NewTrainer(ExampleBatch.All(once, SmallNames.Distinct(1)));
        Trainer<float> second = NewTrainer(new GraphBatch<float>(oneByOne.Logits(contexts, Mode.Training).CrossEntropy(targets)));
        for (int step = 0; step < 20; step++) Assert.Equal(first.Step(10), second.Step(10), 1e-5);
        AssertClose(once, oneByOne, 1e-4f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(300)]
    [InlineData(1500)]
    public void A_large_batch_in_chunks_takes_the_steps_of_one_in_a_piece(int size)
    {
        MultilayerPerceptron<float> whole = NewModel(), chunked = NewModel();
        Trainer<float> first = NewTrainer(ExampleBatch.Drawn(whole, SmallNames.Examples(3), size, new TorchGenerator(5)));
        using SharedBatch<float> batch = ExampleBatch.DrawnAndShared(chunked, SmallNames.Examples(3), size, new TorchGenerator(5));
        Trainer<float> second = NewTrainer(batch);
        for (int step = 0; step < 10; step++) Assert.Equal(first.Step(0.1), second.Step(0.1), 1e-4);
        AssertClose(whole, chunked, 1e-4f);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        float[][] After(int threads)
        {
            MultilayerPerceptron<float> model = NewModel();
            using SharedBatch<float> batch =
                ExampleBatch.DrawnAndShared(model, SmallNames.Examples(3), 1000, new TorchGenerator(5), threads);
            Trainer<float> trainer = NewTrainer(batch);
            for (int step = 0; step < 20; step++) trainer.Step(0.1);
            return [.. model.Parameters.Select(parameter => parameter.Value.Span.ToArray())];
        }

        float[][] one = After(1);
        foreach (int threads in new[] { 2, 3, 8 }) Assert.Equal(one, After(threads));
    }

    [Theory]
    [InlineData(16, 1)]
    [InlineData(500, 1)]
    [InlineData(500, 2)]
    public void A_step_allocates_nothing(int size, int threads)
    {
        MultilayerPerceptron<float> model = NewModel();
        Batch<float> batch = size == 16
            ? ExampleBatch.Drawn(model, SmallNames.Examples(3), size, new TorchGenerator(1))
            : ExampleBatch.DrawnAndShared(model, SmallNames.Examples(3), size, new TorchGenerator(5), threads);
        Trainer<float> trainer = NewTrainer(batch);
        for (int step = 0; step < 200; step++) trainer.Step(0.1);

        Assert.Equal(0, Allocation.Of(runs: 1000, () => trainer.Step(0.1)));
        (batch as IDisposable)?.Dispose();
    }

    [Fact]
    public void Validation_is_asked_before_the_first_step_and_after_every_so_many()
    {
        MultilayerPerceptron<float> model = NewModel();
        int asked = 0;
        TrainingResult result = NewTrainer(model).Run(Options("0.1:25") with
        {
            Validation = () => ++asked,
            EvaluateEvery = 10,
            RecordEvery = 4,
        });
        Assert.Equal(
            [(0, 1.0), (10, 2.0), (20, 3.0)],
            result.History.Where(point => point.Validation is not null).Select(point => (point.Step, point.Validation!.Value)));
        Assert.Equal([0, 4, 8, 10, 12, 16, 20, 24], result.History.Select(point => point.Step));
    }

    [Fact]
    public void Updates_are_measured_every_so_many_steps_as_what_the_step_moved()
    {
        MultilayerPerceptron<float> model = NewModel();
        Trainer<float> trainer = NewTrainer(model);
        TrainingResult result = trainer.Run(Options("0.1:9") with { MeasureUpdatesEvery = 4 });
        Assert.Equal([0, 4, 8], result.Updates.Select(point => point.Step));
        Assert.Equal(
            model.Parameters.Select(parameter => parameter.Label).Order(),
            result.Updates[0].Ratios.Select(ratio => ratio.Parameter).Order());

        float[] before = [.. model.Hidden.Weights.Value.Span];
        trainer.MeasureStep(0.5, out IReadOnlyList<UpdateRatio> updates);
        float[] after = [.. model.Hidden.Weights.Value.Span];
        double expected = Spread(before.Zip(after, (x, y) => (double)x - y)) / Spread(after.Select(x => (double)x));
        Assert.Equal(expected, updates.Single(ratio => ratio.Parameter == "hidden.weights").Ratio, 1e-9 * expected);

        static double Spread(IEnumerable<double> values) => Math.Sqrt(values.Average(x => x * x) - Math.Pow(values.Average(), 2));
    }

    [Fact]
    public void A_cancelled_run_keeps_what_it_learned()
    {
        MultilayerPerceptron<float> model = NewModel();
        using var stop = new CancellationTokenSource();
        int steps = 0;
        TrainingResult result = NewTrainer(model).Run(Options("0.1:1000") with
        {
            EvaluateEvery = 1,
            Validation = () =>
            {
                if (++steps == 7) stop.Cancel();
                return 0;
            },
            Cancellation = stop.Token,
        });
        Assert.Equal(7, result.Steps);
    }

    [Fact]
    public void A_diverged_loss_says_where_when_and_at_which_rate()
    {
        var thrown = Assert.Throws<DivergedException>(() => NewTrainer(NewModel()).Run(Options("0.1:3,1e38:10")));
        Assert.Matches(
            "^training diverged at step [45], learning rate 1E\\+38: the loss is (NaN|Infinity), " +
            "and the first value that is not finite is that of [A-Za-z.]+;",
            thrown.Message);
    }

    [Fact]
    public void Nothing_to_train_on_is_refused()
    {
        var none = new Examples([], Vocabulary.English, 3);
        var noRows = new NameRows([], Vocabulary.English, 8);
        var rows = new NameRows(SmallNames.All, Vocabulary.English, 8);
        var sequence = new CausalAverage<float>(Vocabulary.English, 8, 4, new TorchGenerator(1));
        MultilayerPerceptron<float> model = NewModel();
        var generator = new TorchGenerator(1);

        const string NoSize = "the batch size must be at least 1, and is 0", NoExamples = "there are no examples to train on";
        Assert.Equal(NoExamples, Refused(() => ExampleBatch.Drawn(model, none, 16, generator)));
        Assert.Equal(NoSize, Refused(() => ExampleBatch.Drawn(model, SmallNames.Examples(3), 0, generator)));
        Assert.Equal(NoExamples, Refused(() => ExampleBatch.DrawnAndShared(model, none, 16, generator)));
        Assert.Equal(NoSize, Refused(() => ExampleBatch.DrawnAndShared(model, SmallNames.Examples(3), 0, generator)));
        Assert.Equal(NoExamples, Refused(() => ExampleBatch.Drawn(sequence, noRows, 16, generator)));
        Assert.Equal(NoSize, Refused(() => ExampleBatch.Drawn(sequence, rows, 0, generator)));
        Assert.Equal(
            "the number of threads must be at least 1, and is 0",
            Refused(() => ExampleBatch.DrawnAndShared(model, SmallNames.Examples(3), 16, generator, threads: 0)));
    }

    [Fact]
    public void Rows_that_the_model_does_not_take_are_refused()
    {
        var rows = new NameRows(SmallNames.All, Vocabulary.English, 3);
        var sequence = new CausalAverage<float>(Vocabulary.English, 2, 4, new TorchGenerator(1));
        MultilayerPerceptron<float> model = NewModel();
        Assert.Contains("multilayer perceptron is given contexts, and not whole names", Refused(() => ExampleBatch.All(model, rows)));
        Assert.Contains(
            "multilayer perceptron is given contexts, and not whole names",
            Refused(() => ExampleBatch.Drawn(model, rows, 16, new TorchGenerator(1))));
        const string Longer = "Loss: rows of 3 characters for a model that looks back at 2";
        Assert.Equal(Longer, Refused(() => ExampleBatch.All(sequence, rows)));
        Assert.Equal(Longer, Refused(() => ExampleBatch.Drawn(sequence, rows, 16, new TorchGenerator(1))));
    }

    [Fact]
    public void A_batch_has_the_parameters_of_the_model_itself()
    {
        MultilayerPerceptron<float> model = NewModel();
        using SharedBatch<float> batch = ExampleBatch.DrawnAndShared(model, SmallNames.Examples(3), 300, new TorchGenerator(5), threads: 2);
        Assert.Equal(5, batch.Parameters.Count);
        Assert.All(batch.Parameters, parameter => Assert.Contains(model.Parameters, own => ReferenceEquals(own, parameter)));
    }

    private static string Refused(Action action) => Assert.Throws<ArgumentException>(action).Message;

    private static void AssertClose(NeuralModel<float> a, NeuralModel<float> b, float tolerance)
    {
        foreach ((Parameter<float> x, Parameter<float> y) in a.Parameters.Zip(b.Parameters))
            for (int i = 0; i < x.Value.Length; i++) Assert.Equal(x.Value.Span[i], y.Value.Span[i], tolerance);
    }
}
