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
    public void Sizes_below_1_are_refused() =>
        Assert.Contains("hidden size 0", Assert.Throws<ArgumentException>(() =>
            new MultilayerPerceptron<float>(Letters, new MultilayerPerceptronSizes(3, 2, 0), new TorchGenerator(1))).Message);
}
