using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Language;

public class ModelTests
{
    private static readonly Vocabulary Letters = Vocabulary.English;

    private static MultilayerPerceptron<T> Perceptron<T>(ulong seed = 1) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        new(Letters, new MultilayerPerceptronSizes(3, 2, 10), new TorchGenerator(seed));

    public static TheoryData<string> Kinds => ["uniform", "counts", "neural", "mlp"];

    private static ILanguageModel Model(string kind) => kind switch
    {
        "uniform" => new UniformModel(Letters),
        "counts" => CountingBigram.Train(SmallNames.Distinct(1), smoothing: 1),
        "neural" => new NeuralBigram<float>(Letters, new TorchGenerator(1)),
        _ => Perceptron<float>(),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Probabilities_of_what_comes_next_add_up_to_1(string kind)
    {
        ILanguageModel model = Model(kind);
        Indices contexts = SmallNames.Distinct(model.BlockSize).Contexts;
        var output = new Tensor<double>([contexts.Shape[0], Letters.Size]);
        model.LogProbabilities(contexts, output);
        for (int row = 0; row < contexts.Shape[0]; row++)
        {
            Span<double> next = output.Span.Slice(row * Letters.Size, Letters.Size);
            Assert.Equal(1, next.ToArray().Sum(Math.Exp), 1e-6); // the networks compute in float
        }

        Assert.Equal(kind, model.Kind.Name);
    }

    [Fact]
    public void Contexts_give_the_same_probabilities_alone_and_among_thousands()
    {
        MultilayerPerceptron<float> model = Perceptron<float>();
        var generator = new TorchGenerator(3);
        var contexts = new Indices([2500, 3]);
        generator.Integers(contexts.Span, 0, Letters.Size);
        var together = new Tensor<double>([2500, Letters.Size]);
        model.LogProbabilities(contexts, together);
        foreach (int row in new[] { 0, 1, 1023, 1024, 2047, 2048, 2499 })
        {
            var alone = new Tensor<double>([1, Letters.Size]);
            model.LogProbabilities(new Indices([1, 3], contexts.Span.Slice(row * 3, 3).ToArray()), alone);
            for (int i = 0; i < Letters.Size; i++) Assert.Equal(alone[0, i], together[row, i], 1e-6);
        }
    }

    // The graph of the last question is kept, and must not answer one of another size.
    [Fact]
    public void A_model_answers_any_number_of_rows_after_any_other()
    {
        var asked = new CausalAverage<float>(Letters, 5, 4, new TorchGenerator(1));
        var generator = new TorchGenerator(2);
        foreach ((int rows, int time) in new[] { (1, 5), (300, 5), (2, 5), (2, 3), (256, 3), (257, 5), (1, 1), (0, 5), (3, 5) })
        {
            var tokens = new Indices([rows, time]);
            generator.Integers(tokens.Span, 0, Letters.Size);
            Tensor<double> expected = new([rows, time, Letters.Size]), actual = new([rows, time, Letters.Size]);
            new CausalAverage<float>(Letters, 5, 4, new TorchGenerator(1)).LogProbabilities(tokens, expected);
            asked.LogProbabilities(tokens, actual);
            Assert.Equal(expected.Span, actual.Span);
        }
    }

    [Fact]
    public void A_graph_is_recorded_once_for_questions_of_one_size()
    {
        MultilayerPerceptron<float> model = Perceptron<float>();
        (Indices context, Tensor<double> output) = (new([1, 3]), new([1, Letters.Size]));
        model.LogProbabilities(context, output);
        // A question allocates less than 1,000 bytes; recording a graph takes several thousand.
        Assert.InRange(Allocation.Of(runs: 100, () => model.LogProbabilities(context, output)), 0, 100 * 1000);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 4)]
    [InlineData(3, 1)]
    public void Tokens_of_another_length_are_refused(int rows, int time) => Assert.Contains(
        "takes (n, 3)",
        Assert.Throws<ArgumentException>(() =>
            Perceptron<float>().LogProbabilities(new Indices([rows, time]), new Tensor<double>([rows, Letters.Size]))).Message);

    [Fact]
    public void Tokens_that_are_no_rows_and_outputs_of_another_size_are_refused()
    {
        MultilayerPerceptron<float> model = Perceptron<float>();
        Assert.Throws<ArgumentException>(() => model.LogProbabilities(new Indices([3]), new Tensor<double>([Letters.Size])));
        foreach (int rows in new[] { 1, 3 })
        {
            Assert.Contains("does not hold 27 numbers for each of 2 rows", Assert.Throws<ArgumentException>(() =>
                model.LogProbabilities(new Indices([2, 3]), new Tensor<double>([rows, Letters.Size]))).Message);
        }

        var sequence = new CausalAverage<float>(Letters, 5, 4, new TorchGenerator(1));
        Assert.Contains("takes (n, 1 to 5)", Assert.Throws<ArgumentException>(() =>
            sequence.LogProbabilities(new Indices([1, 6]), new Tensor<double>([6, Letters.Size]))).Message);
    }

    [Fact]
    public void A_network_need_only_say_its_logits()
    {
        var model = new LogitsOnly();
        Assert.Same(OptionValues.Defaults, model.Options);
        Assert.Empty(model.Pictures(new Indices([0, 1])));
        Assert.Null(model.TellLogits(new Indices([0, 1]), new StepProgram<float>()));
    }

    [Fact]
    public void A_graph_has_as_many_rows_as_are_asked_for_and_256_at_most()
    {
        var model = new LogitsOnly();
        foreach (int rows in new[] { 1, 255, 256, 300, 257 })
            model.LogProbabilities(new Indices([rows, 1]), new Tensor<double>([rows, Letters.Size]));
        Assert.Equal([1, 255, 256], model.RowsRecorded);
    }

    [Fact]
    public void The_perceptron_is_its_formula()
    {
        MultilayerPerceptron<double> model = Perceptron<double>();
        int[] context = [0, 5, 13];
        double[] x =
            [.. context.SelectMany(token => new[] { model.Embedding.Table.Value[token, 0], model.Embedding.Table.Value[token, 1] })];
        double[] h = [.. Enumerable.Range(0, 10).Select(j => Math.Tanh(Sum(x, model.Hidden, j)))];
        double[] expected = [.. Enumerable.Range(0, 27).Select(j => Sum(h, model.Output, j))];

        double[] logits = model.Logits(new Indices([1, 3], context), Mode.Inference).Value.Span.ToArray();
        for (int j = 0; j < 27; j++) Assert.Equal(expected[j], logits[j], 1e-12);

        static double Sum(double[] inputs, LinearLayer<double> layer, int j) =>
            inputs.Select((value, i) => value * layer.Weights.Value[i, j]).Sum() + layer.Bias!.Value[j];
    }

    [Fact]
    public void A_model_has_the_same_first_weights_in_float_and_in_double()
    {
        MultilayerPerceptron<float> single = Perceptron<float>(7);
        MultilayerPerceptron<double> twice = Perceptron<double>(7);
        foreach ((Parameter<float> a, Parameter<double> b) in single.Parameters.Zip(twice.Parameters))
            Assert.Equal(a.Value.Span.ToArray().Select(value => (double)value), b.Value.Span.ToArray());
    }

    [Fact]
    public void A_model_in_another_precision_finds_the_same_probable()
    {
        NeuralModel<float>[] models = [Perceptron<float>(), new NeuralBigram<float>(Letters, new TorchGenerator(1))];
        foreach (NeuralModel<float> model in models)
        {
            NeuralModel<double> wide = model.Converted<double>();
            DistinctContexts examples = SmallNames.Distinct(model.BlockSize);
            Assert.Equal(Evaluation.Loss(model, examples), Evaluation.Loss(wide, examples), 1e-6);
            Assert.Equal(model.Parameters.Select(parameter => parameter.Name), wide.Parameters.Select(parameter => parameter.Name));
        }
    }

    [Fact]
    public void A_copy_for_another_thread_shares_values_and_not_gradients()
    {
        NeuralModel<float>[] models = [Perceptron<float>(), new NeuralBigram<float>(Letters, new TorchGenerator(1))];
        foreach (NeuralModel<float> model in models)
        {
            NeuralModel<float> copy = model.CopyForThread();
            copy.Parameters[0].Value.Span[0] = 42;
            copy.Parameters[0].Gradient.Span[0] = 43;
            Assert.Equal(42, model.Parameters[0].Value.Span[0]);
            Assert.Equal(0, model.Parameters[0].Gradient.Span[0]);
        }
    }

    [Fact]
    public void Counting_without_smoothing_reaches_the_floor_and_smoothing_flattens()
    {
        DistinctContexts pairs = SmallNames.Distinct(1);
        Assert.Equal(pairs.Floor, Evaluation.Loss(CountingBigram.Train(pairs, 0), pairs), 1e-12);
        Assert.Equal(Math.Log(27), Evaluation.Loss(CountingBigram.Train(pairs, 1e12), pairs), 1e-6);
        Assert.Throws<ArgumentException>(() => CountingBigram.Train(pairs, -1));
        Assert.Throws<ArgumentException>(() => CountingBigram.Train(SmallNames.Distinct(2), 1));
    }

    [Fact]
    public void Counts_that_are_no_table_are_refused()
    {
        var letters = Vocabulary.FromLetters("ab");
        Assert.Equal(9, new CountingBigram(letters, new long[9], 0).ParameterCount);
        Assert.Contains("8 counts", Assert.Throws<ArgumentException>(() => new CountingBigram(letters, new long[8], 1)).Message);
        Assert.Contains("10 counts", Assert.Throws<ArgumentException>(() => new CountingBigram(letters, new long[10], 1)).Message);
        Assert.Contains("negative", Assert.Throws<ArgumentException>(() =>
            new CountingBigram(letters, [0, 0, 0, 0, 0, 0, 0, 0, -1], 1)).Message);
        foreach (double smoothing in new[] { -1e-9, double.NaN, double.PositiveInfinity })
            Assert.Contains("smoothing", Assert.Throws<ArgumentException>(() => new CountingBigram(letters, new long[9], smoothing)).Message);
    }

    [Fact]
    public void Counts_become_shares_after_smoothing()
    {
        var model = new CountingBigram(Vocabulary.FromLetters("ab"), [0, 3, 1, 5, 0, 0, 0, 0, 0], smoothing: 1);
        var output = new Tensor<double>([3, 3]);
        model.LogProbabilities(new Indices([3, 1], [0, 1, 2]), output);
        double[] expected = [1 / 7.0, 4 / 7.0, 2 / 7.0, 6 / 8.0, 1 / 8.0, 1 / 8.0, 1 / 3.0, 1 / 3.0, 1 / 3.0];
        Assert.All(expected.Zip(output.Span.ToArray()), pair => Assert.Equal(pair.First, Math.Exp(pair.Second), 1e-12));
        Assert.Equal((9, 1.0), (model.ParameterCount, model.Smoothing));
    }

    [Theory]
    [InlineData(0, 2, 10, 1)]
    [InlineData(3, 0, 10, 1)]
    [InlineData(3, 2, 0, 1)]
    [InlineData(3, 2, 10, 0)]
    public void Sizes_below_1_are_refused(int block, int embedding, int hidden, int layers) => Assert.Contains(
        $"block {block}, embedding {embedding}, hidden size {hidden}, hidden layers {layers}: each must be at least 1",
        Assert.Throws<ArgumentException>(() => new MultilayerPerceptron<float>(
            Letters, new MultilayerPerceptronSizes(block, embedding, hidden) { HiddenLayers = layers }, new TorchGenerator(1))).Message);

    [Fact]
    public void Sizes_of_1_are_allowed() => Assert.Equal(
        27 + 1 + 1 + 27 + 27,
        new MultilayerPerceptron<float>(Letters, new MultilayerPerceptronSizes(1, 1, 1), new TorchGenerator(1)).ParameterCount);

    private sealed class LogitsOnly : NeuralModel<float>
    {
        public LogitsOnly() => Weights = Add("weights", new Tensor<float>([Letters.Size, Letters.Size]));

        private Parameter<float> Weights { get; }

        public override ModelKind Kind => CausalAverage.Kind;

        public override Vocabulary Vocabulary => Letters;

        public override int BlockSize => 1;

        public List<int> RowsRecorded { get; } = [];

        public override Variable<float> Logits(Indices contexts, Mode mode)
        {
            RowsRecorded.Add(contexts.Shape[0]);
            return Weights.Embedding(contexts).Reshape([contexts.Length, Letters.Size]);
        }

        public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) => throw new NotSupportedException();
    }
}
