using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Language;

public class RecurrentTests
{
    private static readonly Vocabulary Letters = Vocabulary.FromLetters("abcd");

    public static TheoryData<CellKind> Cells => [.. Enum.GetValues<CellKind>()];

    private static Recurrent<T> Model<T>(CellKind cell, int width = 6, int embedding = 3, int block = 5)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(Letters, new RecurrentSizes(cell, width, embedding, block), Weights<T>(new TorchGenerator(3)));

    // Larger than a new network's, the start state too, so that no gate is near a half.
    private static ValueSource<T> Weights<T>(TorchGenerator generator) where T : unmanaged, IFloatingPointIeee754<T> =>
        new((shape, _) => Initial.Normal(0.8).Draw<T>(generator, shape));

    private static double[] LogProbabilities<T>(Recurrent<T> model, params int[] tokens) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var output = new Tensor<double>([1, tokens.Length, Letters.Size]);
        model.LogProbabilities(new Indices([1, tokens.Length], tokens), output);
        return [.. output.Span];
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Its_scores_are_those_of_one_step_after_another(CellKind cell)
    {
        Recurrent<double> model = Model<double>(cell);
        int[] tokens = [0, 3, 1, 1, 4]; // as many as there are characters: what these add is looked up, and for fewer it is not
        Variable<double> state = model.Start;
        double[] expected =
        [
            .. tokens.SelectMany(token =>
            {
                state = model.Cell.Forward(model.Tokens.Forward(new Indices([1], [token])), state);
                return model.Head.Forward(state.Slice(-1, 0, model.Sizes.Width)).LogSoftmax().Value.Span.ToArray();
            }),
        ];
        foreach (int count in new[] { 1, 4, 5 })
        {
            double[] actual = LogProbabilities(model, tokens[..count]);
            Assert.Equal(count * Letters.Size, actual.Length);
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void An_answer_does_not_depend_on_what_follows(CellKind cell)
    {
        Recurrent<double> model = Model<double>(cell);
        double[] one = LogProbabilities(model, 0, 1, 2, 3), other = LogProbabilities(model, 0, 1, 4, 4);
        Assert.Equal(one[..(2 * Letters.Size)], other[..(2 * Letters.Size)]);
        Assert.NotEqual(one[(2 * Letters.Size)..], other[(2 * Letters.Size)..]);
        Assert.Equal(one[..(2 * Letters.Size)], LogProbabilities(model, 0, 1));
        Assert.NotEqual(LogProbabilities(model, 0, 2)[Letters.Size..], one[Letters.Size..(2 * Letters.Size)]);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void An_answer_depends_on_the_first_character_and_on_the_start(CellKind cell)
    {
        Recurrent<double> model = Model<double>(cell);
        double[] one = LogProbabilities(model, 0, 1, 2, 3), other = LogProbabilities(model, 4, 1, 2, 3);
        Assert.NotEqual(one[^1], other[^1]);
        model.Start.Value.Span[^1]++;
        Assert.NotEqual(one[^1], LogProbabilities(model, 0, 1, 2, 3)[^1]);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_whole_model_has_the_gradient_that_central_differences_show(CellKind cell)
    {
        Recurrent<double> model = Model<double>(cell, width: 5);
        var tokens = new Indices([2, 4], [0, 3, 1, 1, 0, 2, 4, 0]);
        var targets = new Indices([2, 4], [3, 1, 1, 4, 2, 4, 0, NameRows.Ignored]);
        Variable<double> loss = model.Logits(tokens, Mode.Training).CrossEntropy(targets, NameRows.Ignored);
        IReadOnlyList<GradientComparison> all = [.. GradientCheck.Compare(loss, new TorchGenerator(1))];
        Assert.Equal(model.Parameters.Count, all.Count);
        Assert.All(all, comparison => Assert.True(comparison.Passes, $"{comparison}"));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void In_float_it_finds_the_same_probable_as_in_double(CellKind cell)
    {
        int[] tokens = [0, 3, 1, 1, 4];
        double[] narrow = LogProbabilities(Model<float>(cell), tokens), wide = LogProbabilities((Recurrent<double>)Model<float>(cell).Converted<double>(), tokens);
        Assert.All(narrow.Zip(wide), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Theory]
    [InlineData(CellKind.Rnn, "start, tokens.table, cell.state.weights, cell.state.bias, head.weights, head.bias")]
    [InlineData(
        CellKind.Gru,
        "start, tokens.table, cell.update.weights, cell.update.bias, cell.reset.weights, cell.reset.bias, " +
        "cell.draft.weights, cell.draft.bias, head.weights, head.bias")]
    [InlineData(
        CellKind.Lstm,
        "start, tokens.table, cell.input.weights, cell.input.bias, cell.forget.weights, cell.forget.bias, " +
        "cell.draft.weights, cell.draft.bias, cell.output.weights, cell.output.bias, head.weights, head.bias")]
    public void Its_weights_are_drawn_in_the_order_of_makemore(CellKind cell, string order)
    {
        var model = new Recurrent<float>(Letters, new RecurrentSizes(cell, 6, 3, 5), new TorchGenerator(1));
        Assert.Equal(order, string.Join(", ", model.Parameters.Select(parameter => parameter.Name)));
        Assert.All(model.Start.Value.Span.ToArray(), value => Assert.Equal(0, value));
        var generator = new TorchGenerator(1);
        Assert.Equal(Initial.Normal().Draw<float>(generator, [5, 3]).Span, model.Tokens.Table.Value.Span);
        foreach (Parameter<float> parameter in model.Parameters.Skip(2))
        {
            Initial initial = Initial.TorchLinear(parameter.Name!.StartsWith("head", StringComparison.Ordinal) ? 6 : 3 + 6);
            Assert.Equal(initial.Draw<float>(generator, parameter.Shape).Span, parameter.Value.Span);
        }
    }

    [Fact]
    public void Sizes_below_1_are_refused()
    {
        foreach ((int width, int embedding, int block) in new[] { (0, 1, 1), (1, 0, 1), (1, 1, 0) })
            Assert.Equal(
                $"Recurrent: width {width}, embedding {embedding} and block {block} must each be at least 1",
                Assert.Throws<ArgumentException>(() => Model<float>(CellKind.Gru, width, embedding, block)).Message);
        Assert.Equal([1, 1], Model<float>(CellKind.Rnn, 1, 1, 1).Start.Shape);
    }
}
