using System.Text.Json;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules.Tests.Layers;

public class LayerTests
{
    private static JsonElement Recorded(string layer) => TorchVectors.All.GetProperty("layers").GetProperty(layer);

    private static void SetMadeUp(Parameter<double> scale, Parameter<double> shift)
    {
        TorchVectors.MadeUp<double>(scale.Value.Length, 20).CopyTo(scale.Value.Span);
        TorchVectors.MadeUp<double>(shift.Value.Length, 30).CopyTo(shift.Value.Span);
    }

    private static void AssertIsTorchs(
        string layer, Parameter<double> x, Func<Variable<double>> record, Parameter<double> scale, Parameter<double> shift, int rounds = 1)
    {
        Variable<double> y = record();
        var graph = new Graph<double>((y * new Constant<double>(TorchVectors.MadeUp<double>(y.Shape, 3))).Sum());
        for (int round = 0; round < rounds; round++)
        {
            graph.Forward();
            graph.Backward();
        }

        JsonElement expected = Recorded(layer);
        TorchVectors.AssertClose(expected.GetProperty("y"), y.Value, 1e-12);
        TorchVectors.AssertClose(expected.GetProperty("dx"), x.Gradient, 1e-11);
        TorchVectors.AssertClose(expected.GetProperty("gradients")[0], scale.Gradient, 1e-12);
        TorchVectors.AssertClose(expected.GetProperty("gradients")[1], shift.Gradient, 1e-12);
    }

    [Fact]
    public void Batch_norm_is_torch_s_in_training_and_in_inference()
    {
        var norm = new BatchNorm<double>(5, new TorchGenerator(1));
        SetMadeUp(norm.Scale, norm.Shift);
        var x = new Parameter<double>(TorchVectors.MadeUp<double>([6, 5], 1));
        AssertIsTorchs("batch norm", x, () => norm.Forward(x, Mode.Training), norm.Scale, norm.Shift, rounds: 3);
        TorchVectors.AssertClose(Recorded("batch norm").GetProperty("running")[0], norm.RunningMean, 1e-12);
        TorchVectors.AssertClose(Recorded("batch norm").GetProperty("running")[1], norm.RunningVariance, 1e-12);

        double[] running = [.. norm.RunningMean.Span];
        var used = new Parameter<double>(TorchVectors.MadeUp<double>([2, 5], 9));
        AssertIsTorchs("batch norm, inference", used, () => norm.Forward(used, Mode.Inference), norm.Scale, norm.Shift);
        Assert.Equal(running, norm.RunningMean.Span);
    }

    [Fact]
    public void Batch_norm_of_three_axes_is_over_all_but_the_last()
    {
        var norm = new BatchNorm<double>(5, new TorchGenerator(1), momentum: 0.01, epsilon: 1e-3);
        SetMadeUp(norm.Scale, norm.Shift);
        var x = new Parameter<double>(TorchVectors.MadeUp<double>([4, 3, 5], 1));
        AssertIsTorchs("batch norm of three axes", x, () => norm.Forward(x, Mode.Training), norm.Scale, norm.Shift);
        TorchVectors.AssertClose(Recorded("batch norm of three axes").GetProperty("running")[0], norm.RunningMean, 1e-12);
        TorchVectors.AssertClose(Recorded("batch norm of three axes").GetProperty("running")[1], norm.RunningVariance, 1e-12);
    }

    [Fact]
    public void Running_statistics_move_once_a_gradient_and_not_when_a_graph_is_recorded_or_evaluated()
    {
        var norm = new BatchNorm<double>(2, new TorchGenerator(1));
        var data = new Constant<double>(new Tensor<double>([4, 2], [1, 10, 2, 20, 3, 30, 4, 40])); // does not depend on a parameter
        var graph = new Graph<double>(norm.Forward(data, Mode.Training).Sum());
        graph.Forward();
        Assert.Equal([0, 0], norm.RunningMean.Span);
        Assert.Equal([1, 1], norm.RunningVariance.Span);
        graph.Backward();
        Assert.Equal(0.1 * 2.5, norm.RunningMean[0], 1e-12);
        Assert.Equal(0.9 + (0.1 * 500 / 3), norm.RunningVariance[1], 1e-12);
    }

    [Fact]
    public void With_a_correction_of_1_a_batch_is_divided_by_its_unbiased_deviation_and_that_variance_runs()
    {
        var norm = new BatchNorm<double>(1, new TorchGenerator(1), epsilon: 0, correction: 1);
        Variable<double> y = norm.Forward(new Constant<double>(new Tensor<double>([3, 1], [1, 3, 5])), Mode.Training);
        y.Sum().Backward();
        Assert.Equal([-1, 0, 1], y.Value.Span);
        Assert.Equal(0.9 + (0.1 * 4), norm.RunningVariance[0], 1e-12);
    }

    [Fact]
    public void One_row_has_no_variance() => Assert.Contains("(1, 2)", Assert.Throws<ArgumentException>(() =>
        new BatchNorm<double>(2, new TorchGenerator(1)).Forward(new Constant<double>(new Tensor<double>([1, 2])), Mode.Training)).Message);

    [Fact]
    public void Layer_norm_is_torch_s()
    {
        var norm = new LayerNorm<double>(5, new TorchGenerator(1));
        SetMadeUp(norm.Scale, norm.Shift);
        var x = new Parameter<double>(TorchVectors.MadeUp<double>([4, 3, 5], 1));
        AssertIsTorchs("layer norm", x, () => norm.Forward(x), norm.Scale, norm.Shift);
    }

    [Theory]
    [InlineData("rnn cell")]
    [InlineData("gru cell")]
    [InlineData("lstm cell")]
    public void A_recurrent_cell_is_torch_s(string name)
    {
        int parameter = 0;
        var values = new ValueSource<double>((shape, _) =>
        {
            (int gate, int part) = Math.DivRem(parameter++, 2); // weights, bias, and then those of the next gate
            if (part == 1) return TorchVectors.MadeUp<double>(shape, 40 + gate);
            Tensor<double> weights = TorchVectors.MadeUp<double>(shape, 20 + gate);
            foreach (ref double weight in weights.Span) weight /= 2;
            return weights;
        });
        IRecurrentCell<double> cell = Cell(name, inputs: 3, width: 5, values);
        var xs = new Parameter<double>(TorchVectors.MadeUp<double>([4, 3 + cell.StateSize], 1));
        Variable<double> y = cell.Forward(xs.Slice(1, 0, 3), xs.Slice(1, 3, cell.StateSize));
        (y * new Constant<double>(TorchVectors.MadeUp<double>(y.Shape, 3))).Sum().Backward();

        TorchVectors.AssertClose(Recorded(name).GetProperty("y"), y.Value, 1e-12);
        TorchVectors.AssertClose(Recorded(name).GetProperty("dx"), xs.Gradient, 1e-12);
        IReadOnlyList<Parameter<double>> parameters = ((Module<double>)cell).Parameters;
        Assert.Equal(Recorded(name).GetProperty("gradients").GetArrayLength(), parameters.Count);
        foreach ((JsonElement expected, Parameter<double> actual) in Recorded(name).GetProperty("gradients").EnumerateArray().Zip(parameters))
            TorchVectors.AssertClose(expected, actual.Gradient, 1e-12);
    }

    /// <summary>Values and gradients, for one row and step and for several, and for states that fill no vector and more than one.</summary>
    [Theory]
    [InlineData("rnn cell", 1, 1, 1)]
    [InlineData("rnn cell", 5, 4, 19)]
    [InlineData("gru cell", 1, 1, 1)]
    [InlineData("gru cell", 5, 4, 19)]
    [InlineData("lstm cell", 1, 1, 1)]
    [InlineData("lstm cell", 5, 4, 19)]
    public void A_recurrent_cell_gives_all_outputs_at_once_as_it_does_one_after_another(string name, int n, int time, int width)
    {
        var generator = new TorchGenerator(4);
        IRecurrentCell<double> cell = Cell(name, inputs: 3, width, generator);
        var x = new Parameter<double>(Initial.Normal().Draw<double>(generator, [n, time, 3]));
        var start = new Parameter<double>(Initial.Normal().Draw<double>(generator, [n, cell.StateSize]));
        Tensor<double> arriving = Initial.Normal().Draw<double>(generator, [n, time, width]);
        Parameter<double>[] parameters = [x, start, .. ((Module<double>)cell).Parameters];

        Variable<double> state = start;
        Variable<double>[] outputs =
        [
            .. Enumerable.Range(0, time).Select(place =>
            {
                state = cell.Forward(x.Select(1, place), state);
                return state.Slice(1, 0, cell.Width);
            }),
        ];
        (double[] Outputs, double[][] Gradients) expected = Computed(outputs[0].Stack(1, outputs.AsSpan(1)));
        (double[] Outputs, double[][] Gradients) actual = Computed(cell.Outputs(cell.InputSums(x), start));
        Assert.All(expected.Outputs.Zip(actual.Outputs), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        foreach ((double[] one, double[] all) in expected.Gradients.Zip(actual.Gradients))
            Assert.All(one.Zip(all), pair => Assert.Equal(pair.First, pair.Second, 1e-11));

        (double[] Outputs, double[][] Gradients) Computed(Variable<double> y)
        {
            (y * new Constant<double>(arriving)).Sum().Backward();
            return ([.. y.Value.Span], [.. parameters.Select(parameter => parameter.Gradient.Span.ToArray())]);
        }
    }

    private static IRecurrentCell<double> Cell(string name, int inputs, int width, ValueSource<double> values) => name switch
    {
        "rnn cell" => new RnnCell<double>(inputs, width, values),
        "gru cell" => new GruCell<double>(inputs, width, values),
        _ => new LstmCell<double>(inputs, width, values),
    };

    [Fact]
    public void Rms_norm_is_its_formula()
    {
        var norm = new RmsNorm<double>(3, new TorchGenerator(1), epsilon: 0.5);
        norm.Scale!.Value.Span[2] = 10;
        Variable<double> y = norm.Forward(new Parameter<double>(new Tensor<double>([2, 3], [1, 2, 2, 0, 3, -4])));
        double first = Math.Sqrt((9 / 3.0) + 0.5), second = Math.Sqrt((25 / 3.0) + 0.5);
        double[] expected = [1 / first, 2 / first, 20 / first, 0, 3 / second, -40 / second];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], y.Value.Span[i], 1e-12);
        Assert.All(GradientCheck.Compare(y, new TorchGenerator(1)), comparison => Assert.True(comparison.Passes, $"{comparison}"));
    }

    [Fact]
    public void A_linear_layer_is_x_W_plus_b()
    {
        var x = new Constant<double>(new Tensor<double>([1, 2], [3, 4]));
        var layer = new LinearLayer<double>(2, 2, new ValueSource<double>((shape, _) => TorchVectors.MadeUp<double>(shape, 40)));
        Tensor<double> w = layer.Weights.Value, b = layer.Bias!.Value;
        Assert.Equal(
            [(3 * w[0, 0]) + (4 * w[1, 0]) + b[0], (3 * w[0, 1]) + (4 * w[1, 1]) + b[1]],
            layer.Forward(x).Value.Span);

        var without = new LinearLayer<double>(2, 2, new ValueSource<double>((_, _) => w), hasBias: false);
        Assert.Null(without.Bias);
        Assert.Equal([(3 * w[0, 0]) + (4 * w[1, 0]), (3 * w[0, 1]) + (4 * w[1, 1])], without.Forward(x).Value.Span);
    }

    [Fact]
    public void An_embedding_looks_rows_up()
    {
        var layer = new EmbeddingLayer<float>(4, 2, new TorchGenerator(1));
        Tensor<float> table = layer.Table.Value;
        Assert.Equal([table[3, 0], table[3, 1], table[0, 0], table[0, 1]], layer.Forward(new Indices([1, 2], [3, 0])).Value.Span);
    }

    [Fact]
    public void Neighbours_come_side_by_side_and_the_last_place_loses_its_axis()
    {
        var x = new Constant<float>(new Tensor<float>([1, 4, 2], [1, 2, 3, 4, 5, 6, 7, 8]));
        Variable<float> pairs = new FlattenConsecutive<float>(2).Forward(x);
        Assert.Equal([1, 2, 4], pairs.Shape);
        Assert.Equal(x.Value.Span, pairs.Value.Span);
        Assert.Equal([1, 8], new FlattenConsecutive<float>(4).Forward(x).Shape);
    }

    [Theory]
    [InlineData(3, new[] { 1, 4, 2 })]
    [InlineData(0, new[] { 1, 4, 2 })]
    [InlineData(2, new[] { 4, 2 })]
    [InlineData(2, new[] { 1, 4, 2, 1 })]
    public void What_does_not_divide_into_groups_of_neighbours_is_refused(int count, int[] shape)
    {
        var x = new Constant<float>(new Tensor<float>([.. shape]));
        string message = Assert.Throws<ArgumentException>(() => new FlattenConsecutive<float>(count).Forward(x)).Message;
        Assert.StartsWith($"FlattenConsecutive: x must be (n, time, c), with a time that divides into groups of {count}", message);
        Assert.EndsWith($"it is {x.Shape}", message);
    }

    [Fact]
    public void Dropout_drops_its_share_anew_each_time_and_nothing_when_used()
    {
        var layer = new DropoutLayer<float>(0.25, new TorchGenerator(1));
        var ones = new Parameter<float>(new Tensor<float>([10_000], [.. Enumerable.Repeat(1f, 10_000)]));
        Variable<float> y = layer.Forward(ones, Mode.Training);
        var graph = new Graph<float>(y.Sum());
        float[] first = [.. y.Value.Span];
        graph.Forward();
        Assert.NotEqual(first, y.Value.Span.ToArray());
        Assert.All(first, value => Assert.True(value is 0 or 4 / 3f));
        Assert.InRange(first.Count(value => value == 0), 2300, 2700);
        graph.Backward();
        Assert.Equal(y.Value.Span, ones.Gradient.Span);
        Assert.Same(ones, layer.Forward(ones, Mode.Inference));
        Assert.False(layer.RowsAreIndependent);
        Assert.Same(ones, new DropoutLayer<float>(0, new TorchGenerator(1)).Forward(ones, Mode.Training));
        Assert.Throws<ArgumentException>(() => new DropoutLayer<float>(1, new TorchGenerator(1)));
        Assert.Throws<ArgumentException>(() => new DropoutLayer<float>(-0.1, new TorchGenerator(1)));
    }
}
