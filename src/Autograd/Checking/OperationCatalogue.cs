using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// Every operation of this library, each with how to draw random valid inputs for it. The tests and the <c>gradcheck</c> command walk this
/// list, and a test fails if an operation is missing from it. So there is no operation that nobody checks.
/// </summary>
public static class OperationCatalogue
{
    /// <summary>
    /// All operations, the simplest first. The same generator and size give the same case in float and double.
    /// </summary>
    public static IReadOnlyList<OperationEntry<T>> Entries<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
    [
        new("Add", typeof(Add<>), "left + right", draw => draw.BroadcastPair("left", "right").Apply((a, b) => a + b)),
        new("Subtract", typeof(Subtract<>), "left - right", draw => draw.BroadcastPair("left", "right").Apply((a, b) => a - b)),
        new("Multiply", typeof(Multiply<>), "left * right", draw => draw.BroadcastPair("left", "right").Apply((a, b) => a * b)),
        new("Divide", typeof(Divide<>), "left / right", draw => draw.BroadcastPair("left", "right", AwayFromZero).Apply((a, b) => a / b)),
        new("Negate", typeof(Negate<>), "-x", draw => draw.Input("x", draw.Shape()).Apply(x => -x)),
        new("Pow", typeof(Pow<>), "x.Pow(p)", Pow),
        new("Sqrt", typeof(Sqrt<>), "x.Sqrt()", draw => draw.Input("x", draw.Shape(), Positive).Apply(x => x.Sqrt())),
        new("Exp", typeof(Exp<>), "x.Exp()", draw => draw.Input("x", draw.Shape()).Apply(x => x.Exp())),
        new("Log", typeof(Log<>), "x.Log()", draw => draw.Input("x", draw.Shape(), Positive).Apply(x => x.Log())),
        new("Tanh", typeof(Tanh<>), "x.Tanh()", draw => draw.Input("x", draw.Shape()).Apply(x => x.Tanh())),
        new("Sigmoid", typeof(Sigmoid<>), "x.Sigmoid()", draw => draw.Input("x", draw.Shape()).Apply(x => x.Sigmoid())),
        new("Relu", typeof(Relu<>), "x.Relu()", draw => draw.Input("x", draw.Shape(), AwayFromZero).Apply(x => x.Relu())),
        new("Gelu", typeof(Gelu<>), "x.Gelu()", draw => draw.Input("x", draw.Shape()).Apply(x => x.Gelu())),
        new("GeluTanh", typeof(GeluTanh<>), "x.GeluTanh()", draw => draw.Input("x", draw.Shape()).Apply(x => x.GeluTanh())),
        new("Sin", typeof(Sin<>), "x.Sin()", draw => draw.Input("x", draw.Shape()).Apply(x => x.Sin())),
        new("Cos", typeof(Cos<>), "x.Cos()", draw => draw.Input("x", draw.Shape()).Apply(x => x.Cos())),
        new("Abs", typeof(Abs<>), "x.Abs()", draw => draw.Input("x", draw.Shape(), AwayFromZero).Apply(x => x.Abs())),
        new("Clamp", typeof(Clamp<>), "x.Clamp(low, high)",
            draw => draw.Input("x", draw.Shape(), AwayFromZero).Apply(x => x.Clamp(0, 1e9))),
        new("Maximum", typeof(Maximum<>), "left.Maximum(right)", draw => Apart(draw, (a, b) => a.Maximum(b))),
        new("Minimum", typeof(Minimum<>), "left.Minimum(right)", draw => Apart(draw, (a, b) => a.Minimum(b))),
        new("Sum", typeof(Sum<>), "x.Sum(axes)", draw => Reduce(draw, (x, axes, keep) => x.Sum(axes, keep))),
        new("Mean", typeof(Mean<>), "x.Mean(axes)", draw => Reduce(draw, (x, axes, keep) => x.Mean(axes, keep))),
        new("Variance", typeof(Variance<>), "x.Variance(axes, correction)", Variance),
        new("Max", typeof(Max<>), "x.Max(axes)", draw => Reduce(draw, (x, axes, keep) => x.Max(axes, keep), Distinct())),
        new("Min", typeof(Min<>), "x.Min(axes)", draw => Reduce(draw, (x, axes, keep) => x.Min(axes, keep), Distinct())),
        new("MatMul", typeof(MatMul<>), "a.MatMul(b)", MatMul),
        new("Linear", typeof(Linear<>), "x.Linear(weights, bias)", Linear),
        new("Reshape", typeof(Reshape<>), "x.Reshape(shape)", Reshape),
        new("Permute", typeof(Permute<>), "x.Permute(axes)", Permute),
        new("Slice", typeof(Slice<>), "x.Slice(axis, start, length)", Slice),
        new("Concat", typeof(Concat<>), "x.Concat(axis, y)", Concat),
        new("Where", typeof(Where<>), "a.Where(mask, b)", Where),
        new("MaskedFill", typeof(MaskedFill<>), "x.MaskedFill(mask, number)", MaskedFill),
        new("Embedding", typeof(Embedding<>), "table.Embedding(indices)", Embedding),
        new("Pick", typeof(Pick<>), "x.Pick(indices)", Pick),
        new("Softmax", typeof(Softmax<>), "x.Softmax()", draw => draw.Input("x", draw.Shape(minimumRank: 1)).Apply(x => x.Softmax())),
        new("LogSoftmax", typeof(LogSoftmax<>), "x.LogSoftmax()",
            draw => draw.Input("x", draw.Shape(minimumRank: 1)).Apply(x => x.LogSoftmax())),
        new("NormalizeRms", typeof(NormalizeRms<>), "x.NormalizeRms(epsilon)",
            draw => draw.Input("x", draw.Shape(minimumRank: 1), AwayFromZero).Apply(x => x.NormalizeRms(1e-5))),
        new("NormalizeRows", typeof(NormalizeRows<>), "x.NormalizeRows(scale, shift)",
            draw => Normalize(draw, (x, scale, shift) => x.NormalizeRows(scale, shift, 0.5))),
        new("NormalizeBatch", typeof(NormalizeBatch<>), "x.NormalizeBatch(scale, shift, correction)", NormalizeBatch),
        new("NormalizeBy", typeof(NormalizeBy<>), "x.NormalizeBy(mean, variance, scale, shift)", NormalizeBy),
        new("CausalAttention", typeof(CausalAttention<>), "q.CausalAttention(k, v, heads)", CausalAttention),
        new("Rnn", typeof(Rnn<>), "sums.Rnn(start, weights)",
            draw => Sequence(draw, gates: 1, states: 1, (sums, start, weights) => sums.Rnn(start, weights))),
        new("Gru", typeof(Gru<>), "sums.Gru(start, weights)",
            draw => Sequence(draw, gates: 3, states: 1, (sums, start, weights) => sums.Gru(start, weights))),
        new("Lstm", typeof(Lstm<>), "sums.Lstm(start, weights)",
            draw => Sequence(draw, gates: 4, states: 2, (sums, start, weights) => sums.Lstm(start, weights))),
        new("CrossEntropy", typeof(CrossEntropy<>), "logits.CrossEntropy(targets)", CrossEntropy),
        new("CountsCrossEntropy", typeof(CountsCrossEntropy<>), "logits.CrossEntropy(counts)", CountsCrossEntropy),
        new("DropoutMask", typeof(DropoutMask<>), "x.Dropout(rate, generator)", DropoutMask) { HasGradient = false },
        new("Detach", typeof(Detach<>), "x.Detach()", draw => draw.Input("x", draw.Shape()).Apply(x => x.Detach())) { HasGradient = false },
    ];

    // A nudge of 6e-6 must not carry an input across a pole or a kink. 0.1 is far enough from it, and keeps quotients moderate.
    private static double AwayFromZero(double x) => x + (x < 0 ? -0.1 : 0.1);

    private static double Positive(double x) => Math.Abs(x) + 0.1;

    // No nudge may change which of the two is larger: the left is a whole number of tenths, and the right lies half a tenth above one.
    private static OperationCase<T> Apart<T>(OperationDraw<T> draw, Func<Variable<T>, Variable<T>, Variable<T>> operation)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        draw.BroadcastPair("left", "right", leftDomain: x => Math.Round(x * 10) / 10, rightDomain: x => (Math.Round(x * 10) / 10) + 0.05)
            .Apply(operation);

    private static OperationCase<T> Pow<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double exponent = draw.OneOf(-2, -1, -0.5, 0, 0.5, 1, 2, 3, 1.7);
        Func<double, double> domain = double.IsInteger(exponent) ? AwayFromZero : Positive;
        return draw.Input("x", draw.Shape(), domain).Apply(x => x.Pow(exponent));
    }

    private delegate Variable<T> Reducing<T>(Variable<T> x, int[] axes, bool keepDimensions) where T : unmanaged, IFloatingPointIeee754<T>;

    // Over any axes, in any order, counted from either end; or over none.
    private static OperationCase<T> Reduce<T>(OperationDraw<T> draw, Reducing<T> operation, Func<double, double>? domain = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Shape();
        int[] axes = draw.Axes(shape.Rank);
        bool keepDimensions = draw.Between(0, 2) == 1;
        return draw.Input("x", shape, domain).Apply(x => operation(x, axes, keepDimensions));
    }

    // With n = 1 and a correction of 1 there is no variance.
    private static OperationCase<T> Variance<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int correction = draw.Between(0, 2);
        return Reduce(draw, (x, axes, keep) =>
        {
            int n = x.Shape.Elements / Math.Max(1, x.Shape.Reduce("Variance", axes, keepDimensions: true).Elements);
            return x.Variance(axes, Math.Min(correction, n - 1), keep);
        });
    }

    // No nudge may change which element is the largest, so no two are equal: the i-th is moved by i thousandths off a whole quarter. Below
    // the next quarter there is room for 250, and a case has at most 6 · 6 · 6 = 216.
    private static Func<double, double> Distinct()
    {
        int i = 0;
        return x => (Math.Round(x * 4) / 4) + (0.001 * i++);
    }

    private static OperationCase<T> MatMul<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int inner, int columns) = (draw.Size(), draw.Size(), draw.Size());
        (Shape a, Shape b) = draw.BroadcastShapes(largestRank: 2);
        return draw.Input("a", [.. a, rows, inner]).Input("b", [.. b, inner, columns]).Apply((a, b) => a.MatMul(b));
    }

    private static OperationCase<T> Linear<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int inner, int columns) = (draw.Size(), draw.Size());
        return draw.Input("x", [.. draw.Shape(), inner]).Input("weights", [inner, columns]).Input("bias", [columns])
            .Apply((x, w, b) => x.Linear(w, b));
    }

    private static OperationCase<T> Reshape<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int a, int b, int c) = (draw.Size(), draw.Size(), draw.Size());
        return draw.Input("x", [a, b, c]).Apply(x => x.Reshape(a, -1));
    }

    private static OperationCase<T> Permute<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Shape();
        int[] axes = draw.Order(shape.Rank);
        return draw.Input("x", shape).Apply(x => x.Permute(axes));
    }

    private static OperationCase<T> Slice<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Shape(minimumRank: 1);
        int axis = draw.Between(0, shape.Rank), start = draw.Between(0, shape[axis]), length = draw.Between(1, shape[axis] - start + 1);
        return draw.Input("x", shape).Apply(x => x.Slice(axis, start, length));
    }

    private static OperationCase<T> Where<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Tensor<T> mask, Shape shape) = draw.Mask();
        return draw.Input("a", shape).Input("b", shape).Apply((a, b) => a.Where(mask, b));
    }

    private static OperationCase<T> MaskedFill<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Tensor<T> mask, Shape shape) = draw.Mask();
        return draw.Input("x", shape).Apply(x => x.MaskedFill(mask, -2.5));
    }

    private static OperationCase<T> DropoutMask<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Shape();
        var generator = new TorchGenerator((ulong)draw.Between(0, 1000));
        return draw.Input("x", shape).Apply(_ => new DropoutMask<T>(shape, 0.3, generator));
    }

    private static OperationCase<T> Concat<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] first = [.. draw.Shape(minimumRank: 1)], second = [.. first];
        int axis = draw.Between(0, first.Length);
        second[axis] = draw.Size();
        return draw.Input("x", Shape.Create(first)).Input("y", Shape.Create(second)).Apply((x, y) => x.Concat(axis, y));
    }

    private static OperationCase<T> Embedding<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int columns) = (draw.Size(), draw.Size());
        Indices indices = draw.Indices(draw.Shape(), rows);
        return draw.Input("table", [rows, columns]).Apply(table => table.Embedding(indices));
    }

    private static OperationCase<T> Pick<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Matrix();
        Indices indices = draw.Indices([shape[0]], shape[1]);
        return draw.Input("x", shape).Apply(x => x.Pick(indices));
    }

    // With an ε as large as the numbers are, almost equal ones do no harm.
    private static OperationCase<T> Normalize<T>(OperationDraw<T> draw, Func<Variable<T>, Variable<T>, Variable<T>, Variable<T>> operation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int columns = draw.Size();
        return draw.Input("x", [.. draw.Shape(), columns]).Input("scale", [columns]).Input("shift", [columns]).Apply(operation);
    }

    // One row and a correction of 1 have no variance.
    private static OperationCase<T> NormalizeBatch<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int correction = draw.Between(0, 2);
        return Normalize(draw, (x, scale, shift) =>
        {
            int rows = x.Shape.Elements / x.Shape[^1];
            Tensor<T> mean = new(scale.Shape), variance = new(scale.Shape);
            return x.NormalizeBatch(scale, shift, mean, variance, 0.5, Math.Min(correction, rows - 1));
        });
    }

    private static OperationCase<T> NormalizeBy<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ulong seed = (ulong)draw.Between(0, 1000);
        return Normalize(draw, (x, scale, shift) =>
        {
            Tensor<T> mean = Tensor<T>.RandomNormal(new TorchGenerator(seed), scale.Shape);
            Tensor<T> variance = Tensor<T>.Uniform(new TorchGenerator(seed), scale.Shape);
            return x.NormalizeBy(mean, variance, scale, shift, 0.5);
        });
    }

    private static OperationCase<T> CausalAttention<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int heads = draw.Between(1, 4);
        Shape shape = [draw.Size(), draw.Size(), heads * draw.Between(1, 4)];
        return draw.Input("q", shape).Input("k", shape).Input("v", shape).Apply((q, k, v) => q.CausalAttention(k, v, heads));
    }

    // The weights are as large as those of a cell that begins to learn. Larger ones make chaos: after five steps, the last digit of the first
    // state is the fifth digit of the last, and no experiment can tell a gradient to six.
    private static OperationCase<T> Sequence<T>(
        OperationDraw<T> draw, int gates, int states, Func<Variable<T>, Variable<T>, Variable<T>, Variable<T>> operation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int n, int time, int width) = (draw.Size(), draw.Size(), draw.Size());
        return draw.Input("sums", [n, time, gates * width]).Input("start", [n, states * width])
            .Input("weights", [gates, width, width], x => x / Math.Sqrt(width)).Apply(operation);
    }

    // A third of the cases ignore some targets, but never all.
    private static OperationCase<T> CrossEntropy<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape rows = draw.Shape();
        int classes = draw.Size();
        Indices targets = draw.Indices(rows, classes);
        int? ignored = draw.Between(0, 3) == 0 ? -1 : null;
        if (ignored is not null)
            for (int i = 1; i < targets.Length; i++)
                if (draw.Between(0, 3) == 0) targets.Span[i] = -1;
        return draw.Input("logits", [.. rows, classes]).Apply(logits => logits.CrossEntropy(targets, ignored));
    }

    private static OperationCase<T> CountsCrossEntropy<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Matrix();
        var counts = new Tensor<T>(shape, [.. draw.Indices(shape, 5).Span.ToArray().Select(T.CreateChecked)]);
        counts.Span[0] += T.One;
        return draw.Input("logits", shape).Apply(logits => logits.CrossEntropy(counts));
    }
}

/// <summary>One operation of the catalogue.</summary>
/// <param name="Name">The name of its class.</param>
/// <param name="Kind">Its class, without type argument.</param>
/// <param name="Expression">How it is written.</param>
/// <param name="Draw">Makes a random valid case of it.</param>
public sealed record OperationEntry<T>(string Name, Type Kind, string Expression, Func<OperationDraw<T>, OperationCase<T>> Draw)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>False for an operation that sends no gradient to its inputs on purpose: there is none to check.</summary>
    public bool HasGradient { get; init; } = true;

    /// <summary>A random valid case whose axes have sizes from 1 to <paramref name="largestSize"/>.</summary>
    public OperationCase<T> Case(TorchGenerator generator, int largestSize) => Draw(new OperationDraw<T>(generator, largestSize));
}
