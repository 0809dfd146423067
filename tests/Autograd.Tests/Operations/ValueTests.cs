using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Operations;

/// <summary>
/// What each operation computes, on numbers that can be checked by hand. A gradient check does not notice an operation that computes the
/// wrong thing and sends back the right gradient of it.
/// </summary>
public class ValueTests
{
    private static readonly Constant<double> X = Matrix([1, 2, 3], [4, 5, 6]), Y = Matrix([10, 20, 30], [40, 50, 60]);
    private static readonly Constant<double> Row = new(new Tensor<double>([3], [10, 20, 30])), Column = Matrix([10], [20]);
    private static readonly Constant<double> Cube = new(new Tensor<double>([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]));
    private static readonly Constant<double> Swap = Matrix([0, 1], [1, 0]);
    private static readonly double E = Math.E;

    private static readonly (string Operation, string Expression, Func<Variable<double>> Computed, Constant<double> Expected)[] Examples =
    [
        ("Add", "X + Row", () => X + Row, Matrix([11, 22, 33], [14, 25, 36])),
        ("Add", "Column + X", () => Column + X, Matrix([11, 12, 13], [24, 25, 26])),
        ("Subtract", "X - Column", () => X - Column, Matrix([-9, -8, -7], [-16, -15, -14])),
        ("Multiply", "X * Row", () => X * Row, Matrix([10, 40, 90], [40, 100, 180])),
        ("Divide", "Y / X", () => Y / X, Matrix([10, 10, 10], [10, 10, 10])),
        ("Divide", "Column / Row", () => Column / Row, Matrix([1, 0.5, 10 / 30.0], [2, 1, 20 / 30.0])),
        ("Negate", "-X", () => -X, Matrix([-1, -2, -3], [-4, -5, -6])),
        ("Pow", "X.Pow(2)", () => X.Pow(2), Matrix([1, 4, 9], [16, 25, 36])),
        ("Pow", "X.Pow(-1)", () => X.Pow(-1), Matrix([1, 1 / 2.0, 1 / 3.0], [1 / 4.0, 1 / 5.0, 1 / 6.0])),
        ("Exp", "X.Exp()", () => X.Exp(), Matrix([E, E * E, E * E * E], [Math.Exp(4), Math.Exp(5), Math.Exp(6)])),
        ("Log", "X.Log()", () => X.Log(), Matrix([0, Math.Log(2), Math.Log(3)], [Math.Log(4), Math.Log(5), Math.Log(6)])),
        ("Sqrt", "(X * X).Sqrt()", () => (X * X).Sqrt(), X),
        ("Sigmoid", "Matrix([0, ln 3, -800]).Sigmoid()", () => Matrix([0, Math.Log(3), -800]).Sigmoid(), Matrix([0.5, 0.75, 0])),
        ("Gelu", "Matrix([0, 1, -1]).Gelu()", () => Matrix([0, 1, -1]).Gelu(), Matrix([0, 0.841344746068543, -0.158655253931457])),
        ("GeluTanh", "Matrix([0, 1, -1]).GeluTanh()",
            () => Matrix([0, 1, -1]).GeluTanh(), Matrix([0, 0.841191990608276, -0.158808009391724])),
        ("Sin", "Matrix([0, π/6]).Sin()", () => Matrix([0, Math.PI / 6]).Sin(), Matrix([0, 0.5])),
        ("Cos", "Matrix([0, π/3]).Cos()", () => Matrix([0, Math.PI / 3]).Cos(), Matrix([1, 0.5])),
        ("Abs", "(X - 3).Abs()", () => (X - 3).Abs(), Matrix([2, 1, 0], [1, 2, 3])),
        ("Clamp", "X.Clamp(2, 4.5)", () => X.Clamp(2, 4.5), Matrix([2, 2, 3], [4, 4.5, 4.5])),
        ("Maximum", "X.Maximum(Row - 17)", () => X.Maximum(Row - 17), Matrix([1, 3, 13], [4, 5, 13])),
        ("Minimum", "X.Minimum(3)", () => X.Minimum(3), Matrix([1, 2, 3], [3, 3, 3])),
        ("Detach", "X.Detach()", () => X.Detach(), X),
        ("Tanh", "Matrix([0, -1, 100]).Tanh()", () => Matrix([0, -1, 100]).Tanh(), Matrix([0, -((E * E) - 1) / ((E * E) + 1), 1])),
        ("Relu", "(X - 3).Relu()", () => (X - 3).Relu(), Matrix([0, 0, 0], [1, 2, 3])),
        ("Sum", "X.Sum()", () => X.Sum(), new(21)),
        ("Sum", "X.Sum(0)", () => X.Sum(0), Vector(5, 7, 9)),
        ("Sum", "X.Sum(1)", () => X.Sum(1), Vector(6, 15)),
        ("Sum", "X.Sum(-1, keepDimensions: true)", () => X.Sum(-1, keepDimensions: true), Matrix([6], [15])),
        ("Mean", "X.Mean()", () => X.Mean(), new(3.5)),
        ("Mean", "X.Mean(0, keepDimensions: true)", () => X.Mean(0, keepDimensions: true), Matrix([2.5, 3.5, 4.5])),
        ("Mean", "X.Mean(-2)", () => X.Mean(-2), Vector(2.5, 3.5, 4.5)),
        ("MatMul", "X.MatMul(Y.Transpose())", () => X.MatMul(Y.Transpose()), Matrix([140, 320], [320, 770])),
        ("Linear", "Column.Linear(Matrix([1, 2, 3]), Row)",
            () => Column.Linear(Matrix([1, 2, 3]), Row), Matrix([20, 40, 60], [30, 60, 90])),
        ("Reshape", "X.Reshape([3, 2])", () => X.Reshape([3, 2]), Matrix([1, 2], [3, 4], [5, 6])),
        ("Sum", "Cube.Sum([0, 2])", () => Cube.Sum([0, 2]), Vector(1 + 2 + 5 + 6, 3 + 4 + 7 + 8)),
        ("Mean", "Cube.Mean([-1, 0], keepDimensions: true)", () => Cube.Mean([-1, 0], keepDimensions: true).Reshape(2), Vector(3.5, 5.5)),
        ("Variance", "X.Variance([1])", () => X.Variance([1]), Vector(1, 1)),
        ("Variance", "X.Variance([0], correction: 0)", () => X.Variance([0], correction: 0), Vector(2.25, 2.25, 2.25)),
        ("Variance", "X.Variance()", () => X.Variance(), new(3.5)),
        ("Mean", "Cube.Mean([0, 1])", () => Cube.Mean([0, 1]), Vector(4, 5)),
        ("Sum", "X.Sum([])", () => X.Sum([]), new(21)),
        ("Max", "X.Max(0)", () => X.Max(0), Vector(4, 5, 6)),
        ("Max", "Cube.Max([1, 2])", () => Cube.Max([1, 2]), Vector(4, 8)),
        ("Min", "X.Min(1)", () => X.Min(1), Vector(1, 4)),
        ("Min", "X.Min()", () => X.Min(), new(1)),
        ("Min", "Cube.Min([1, 2])", () => Cube.Min([1, 2]), Vector(1, 5)),
        ("Max", "X.Max()", () => X.Max(), new(6)),
        ("MatMul", "Cube.MatMul(Swap)", () => Cube.MatMul(Swap).Reshape(4, 2), Matrix([2, 1], [4, 3], [6, 5], [8, 7])),
        (
            "Linear", "Cube.Linear(Swap, bias)",
            () => Cube.Linear(Swap, Vector(10, 20)).Reshape(4, 2), Matrix([12, 21], [14, 23], [16, 25], [18, 27])),
        ("Reshape", "X.Reshape(3, -1)", () => X.Reshape(3, -1), Matrix([1, 2], [3, 4], [5, 6])),
        ("Permute", "Cube.Permute(2, 0, 1)", () => Cube.Permute(2, 0, 1).Reshape(4, 2), Matrix([1, 3], [5, 7], [2, 4], [6, 8])),
        ("Permute", "Cube.Transpose()", () => Cube.Transpose().Reshape(4, 2), Matrix([1, 3], [2, 4], [5, 7], [6, 8])),
        ("Slice", "X.Slice(1, 1, 2)", () => X.Slice(1, 1, 2), Matrix([2, 3], [5, 6])),
        ("Slice", "X.Select(0, 1)", () => X.Select(0, 1), Vector(4, 5, 6)),
        ("Concat", "X.Select(0, 0).Stack(1, X.Select(0, 1))",
            () => X.Select(0, 0).Stack(1, X.Select(0, 1)), Matrix([1, 4], [2, 5], [3, 6])),
        ("Where", "X.Where(mask, Y)", () => X.Where(Vector(1, 0, 1).Value, Y), Matrix([1, 20, 3], [4, 50, 6])),
        ("MaskedFill", "X.MaskedFill(mask, -1)", () => X.MaskedFill(Vector(1, 0, 1).Value, -1), Matrix([-1, 2, -1], [-1, 5, -1])),
        ("LogSoftmax", "Matrix([0, ln 3]).LogSoftmax()",
            () => Matrix([0, Math.Log(3)]).LogSoftmax(), Matrix([-Math.Log(4), Math.Log(0.75)])),
        ("DropoutMask", "X.Dropout(0, generator)", () => new DropoutMask<double>([2], 0, new TorchGenerator(1)), Vector(1, 1)),
        ("CrossEntropy", "one target ignored",
            () => Matrix([0, Math.Log(3)], [5, 5]).CrossEntropy(Indices.Of(1, -1), ignored: -1), new(Math.Log(4 / 3.0))),
        ("Permute", "X.Transpose()", () => X.Transpose(), Matrix([1, 4], [2, 5], [3, 6])),
        ("Concat", "X.Concat(0, Y)", () => X.Concat(0, Y), Matrix([1, 2, 3], [4, 5, 6], [10, 20, 30], [40, 50, 60])),
        ("Concat", "X.Concat(1)", () => X.Concat(1), X),
        ("Concat", "X.Concat(-1, Column, X)", () => X.Concat(-1, Column, X), Matrix([1, 2, 3, 10, 1, 2, 3], [4, 5, 6, 20, 4, 5, 6])),
        ("Embedding", "X.Embedding(1, 0, 1)", () => X.Embedding(Indices.Of(1, 0, 1)), Matrix([4, 5, 6], [1, 2, 3], [4, 5, 6])),
        ("Pick", "X.Pick(2, 0)", () => X.Pick(Indices.Of(2, 0)), Vector(3, 4)),
        ("NormalizeRms", "Matrix([1, 7]).NormalizeRms(11)", () => Matrix([1, 7]).NormalizeRms(11), Matrix([1 / 6.0, 7 / 6.0])),
        ("NormalizeRows", "Matrix([1, 7], [-2, 2]).NormalizeRows(Vector(2, 10), Vector(1, 2), 7)", // variances 9 and 4
            () => Matrix([1, 7], [-2, 2]).NormalizeRows(Vector(2, 10), Vector(1, 2), 7),
            Matrix([1 - (6 / 4.0), 2 + (30 / 4.0)], [1 - (4 / Math.Sqrt(11)), 2 + (20 / Math.Sqrt(11))])),
        ("NormalizeBatch", "Matrix([1, -2], [7, 2]).NormalizeBatch(Vector(2, 10), Vector(1, 2), 7, correction: 0)",
            () => Matrix([1, -2], [7, 2]).NormalizeBatch(Vector(2, 10), Vector(1, 2), Vector(0, 0).Value, Vector(0, 0).Value, 7, 0),
            Matrix([1 - (6 / 4.0), 2 - (20 / Math.Sqrt(11))], [1 + (6 / 4.0), 2 + (20 / Math.Sqrt(11))])),
        ("NormalizeBatch", "Matrix([1, -2], [7, 2]).NormalizeBatch(Vector(2, 10), Vector(1, 2), 7, correction: 1)", // variances 18 and 8
            () => Matrix([1, -2], [7, 2]).NormalizeBatch(Vector(2, 10), Vector(1, 2), Vector(0, 0).Value, Vector(0, 0).Value, 7, 1),
            Matrix([1 - (6 / 5.0), 2 - (20 / Math.Sqrt(15))], [1 + (6 / 5.0), 2 + (20 / Math.Sqrt(15))])),
        ("NormalizeBy", "Matrix([1, -2], [7, 2]).NormalizeBy(means 3 and 4, variances 9 and 29, Vector(2, 10), Vector(1, 2))",
            () => Matrix([1, -2], [7, 2]).NormalizeBy(Vector(3, 4).Value, Vector(9, 29).Value, Vector(2, 10), Vector(1, 2), 7),
            Matrix([1 - (2 * 2 / 4.0), 2 - (10 * 6 / 6.0)], [1 + (2 * 4 / 4.0), 2 - (10 * 2 / 6.0)])),
        ("CausalAttention", "Places(0, ln 3).CausalAttention(Places(1, 0), Places(4, 8), heads: 1)",
            () => Places(0, Math.Log(3)).CausalAttention(Places(1, 0), Places(4, 8), heads: 1).Reshape(2), Vector(4, 5)),
        // tanh(½ ln 3) = ½: once −½ ln 3 + 1 · ln 3 is ½ ln 3, and once −ln 3 + ½ · ln 3 is −½ ln 3.
        ("Rnn", "Places(-ln 3 / 2, -ln 3).Rnn(1, ln 3)",
            () => Places(-Math.Log(3) / 2, -Math.Log(3)).Rnn(Matrix([1]), Places(Math.Log(3))).Reshape(2), Vector(0.5, -0.5)),
        // σ(ln 3) = ¾: z = ¾, r = ½, d = tanh(½ ln 3) = ½, and 2 + ¾ · (½ − 2).
        ("Gru", "(ln 3 - 2, -2, ln 3 / 2 - 1).Gru(2, (1, 1, 1))",
            () => Places(Math.Log(3) - 2, -2, (Math.Log(3) / 2) - 1).Reshape(1, 1, 3)
                .Gru(Matrix([2]), Places(1, 1, 1).Reshape(3, 1, 1)).Reshape(1), Vector(0.875)),
        // i = ¾, f = ½, d = ½, o = ¾; c = ½ · 4 + ¾ · ½ = 2.375.
        ("Lstm", "(ln 3 - 2, -2, ln 3 / 2 - 2, ln 3 - 2).Lstm((2, 4), (1, 1, 1, 1))",
            () => Places(Math.Log(3) - 2, -2, (Math.Log(3) / 2) - 2, Math.Log(3) - 2).Reshape(1, 1, 4)
                .Lstm(Matrix([2, 4]), Places(1, 1, 1, 1).Reshape(4, 1, 1)).Reshape(1), Vector(0.75 * Math.Tanh(2.375))),
        ("Softmax", "Matrix([0, ln 3], [5, 5]).Softmax()",
            () => Matrix([0, Math.Log(3)], [5, 5]).Softmax(), Matrix([0.25, 0.75], [0.5, 0.5])),
        // −(ln 3/4 + ln 1/2) / 2, and once (row 0, class 0) and three times (row 1, class 1): −(ln 1/4 + 3 ln 1/2) / 4.
        ("CrossEntropy", "one target a row",
            () => Matrix([0, Math.Log(3)], [5, 5]).CrossEntropy(Indices.Of(1, 1)), new(Math.Log(8 / 3.0) / 2)),
        ("CountsCrossEntropy", "counts",
            () => Matrix([0, Math.Log(3)], [5, 5]).CrossEntropy(Matrix([1, 0], [0, 3]).Value), new(Math.Log(32) / 4)),
    ];

    public static TheoryData<string> Expressions => [.. Examples.Select(example => example.Expression)];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Is_what_the_hand_computes(string expression)
    {
        var (_, _, computed, expected) = Examples.Single(example => example.Expression == expression);
        Variable<double> actual = computed();
        Assert.Equal(expected.Shape, actual.Shape);
        for (int i = 0; i < expected.Value.Length; i++)
            Assert.Equal(expected.Value.Span[i], actual.Value.Span[i], 1e-14 * Math.Max(1, Math.Abs(expected.Value.Span[i])));
    }

    // Of 4, every power that is half a whole number is exact.
    [Theory]
    [InlineData(-3, 1 / 64.0, -3 / 256.0)]
    [InlineData(-2.5, 1 / 32.0, -2.5 / 128)]
    [InlineData(-2, 1 / 16.0, -2 / 64.0)]
    [InlineData(-1.5, 1 / 8.0, -1.5 / 32)]
    [InlineData(-1, 1 / 4.0, -1 / 16.0)]
    [InlineData(-0.5, 1 / 2.0, -0.5 / 8)]
    [InlineData(0, 1, 0)]
    [InlineData(0.5, 2, 0.5 / 2)]
    [InlineData(1, 4, 1)]
    [InlineData(1.5, 8, 1.5 * 2)]
    [InlineData(2, 16, 2 * 4)]
    [InlineData(2.5, 32, 2.5 * 8)]
    [InlineData(3, 64, 3 * 16)]
    [InlineData(4, 256, 4 * 64)]
    public void A_power_of_4_and_its_slope(double exponent, double value, double slope)
    {
        var x = new Parameter<double>(4);
        Variable<double> y = x.Pow(exponent);
        y.Backward();
        Assert.Equal(value, y.Value.Item, 1e-14 * value);
        Assert.Equal(slope, x.Gradient.Item, 1e-14 * Math.Abs(slope));
    }

    [Fact]
    public void Indices_of_any_rank_choose_rows()
    {
        Variable<double> chosen = X.Embedding(new Indices([2, 1, 2], [0, 1, 1, 1]));
        Assert.Equal([2, 1, 2, 3], chosen.Shape.Sizes);
        Assert.Equal([1, 2, 3, 4, 5, 6, 4, 5, 6, 4, 5, 6], chosen.Value.Span);
    }

    // A uniform number is below the rate with that probability, because it can be 0 and cannot be 1.
    [Fact]
    public void A_dropout_mask_drops_where_a_uniform_number_is_below_the_rate()
    {
        var uniform = new float[5];
        new TorchGenerator(1).Uniform(uniform, 0, 1);
        double rate = uniform[2];
        double kept = 1 / (1 - rate);
        Assert.Equal(
            uniform.Select(number => number < rate ? 0 : kept),
            new DropoutMask<double>([5], rate, new TorchGenerator(1)).Value.Span.ToArray());
        Assert.DoesNotContain(0, new DropoutMask<double>([100], 0, new TorchGenerator(1)).Value.Span.ToArray());
    }

    [Fact]
    public void A_dropout_mask_keeps_the_mean_and_is_drawn_again_by_a_replay()
    {
        var x = new Parameter<double>(Tensor<double>.Ones([100, 100]));
        Variable<double> kept = x.Dropout(0.25, new TorchGenerator(1));
        double[] first = kept.Value.Span.ToArray();
        Assert.All(first, value => Assert.True(value == 0 || Math.Abs(value - (1 / 0.75)) < 1e-15));
        Assert.Equal(0.25, first.Count(value => value == 0) / 10_000.0, 0.02);

        var graph = new Graph<double>(kept.Sum());
        graph.Forward();
        Assert.NotEqual(first, kept.Value.Span.ToArray());
        graph.Backward();
        Assert.Equal(kept.Value.Span, x.Gradient.Span); // of 1s
    }

    [Fact]
    public void Every_operation_has_an_example() =>
        Assert.Equal(
            OperationCatalogue.Entries<double>().Select(entry => entry.Name).Order(),
            Examples.Select(example => example.Operation).Distinct().Order());

    // One sequence of places with one feature each.
    private static Constant<double> Places(params double[] places) => new(new Tensor<double>([1, places.Length, 1], places));

    private static Constant<double> Vector(params double[] elements) => new(new Tensor<double>([elements.Length], elements));

    private static Constant<double> Matrix(params double[][] rows) =>
        new(new Tensor<double>([rows.Length, rows[0].Length], [.. rows.SelectMany(row => row)]));
}
