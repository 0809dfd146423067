using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Torch;

/// <summary>Every operation as we write it and as PyTorch does, with a way to draw its inputs.</summary>
public static partial class TorchTable
{
    /// <summary>Operations that cannot be compared, and why.</summary>
    public static IReadOnlyDictionary<string, string> NotCompared { get; } = new Dictionary<string, string>
    {
        ["DropoutMask"] = "draws random numbers, PyTorch draws others, and neither has a gradient; ValueTests counts what is kept",
    };

    public static TheoryData<string> Operations => [.. Entries<float>().Select(entry => entry.Operation).Distinct()];

    /// <summary>The table. The same generator gives the same case in float and double.</summary>
    public static IReadOnlyList<TorchEntry<T>> Entries<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
    [
        new("Add", draw => draw.Pair().Apply((a, b) => a + b).InPython("x[0] + x[1]")),
        new("Subtract", draw => draw.Pair().Apply((a, b) => a - b).InPython("x[0] - x[1]")),
        new("Multiply", draw => draw.Pair().Apply((a, b) => a * b).InPython("x[0] * x[1]")),
        new("Divide", draw => draw.Pair(Divisor).Apply((a, b) => a / b).InPython("x[0] / x[1]")),
        new("Negate", draw => draw.Any().Apply(x => -x).InPython("-x[0]")),
        new("Pow", Pow),
        new("Sqrt", draw => draw.Any(OftenPositive).Apply(x => x.Sqrt()).InPython("x[0].sqrt()")),
        new("Exp", draw => draw.Any().Apply(x => x.Exp()).InPython("x[0].exp()")),
        new("Log", draw => draw.Any(OftenPositive).Apply(x => x.Log()).InPython("x[0].log()")),
        new("Tanh", draw => draw.Any().Apply(x => x.Tanh()).InPython("x[0].tanh()")),
        new("Sigmoid", draw => draw.Any().Apply(x => x.Sigmoid()).InPython("x[0].sigmoid()")),
        new("Relu", draw => draw.Any().Apply(x => x.Relu()).InPython("x[0].relu()")),
        new("Gelu", draw => draw.Any().Apply(x => x.Gelu()).InPython("F.gelu(x[0])")),
        new("GeluTanh", draw => draw.Any().Apply(x => x.GeluTanh()).InPython("F.gelu(x[0], approximate='tanh')")),
        new("Sin", draw => draw.Any().Apply(x => x.Sin()).InPython("x[0].sin()")),
        new("Cos", draw => draw.Any().Apply(x => x.Cos()).InPython("x[0].cos()")),
        new("Abs", draw => draw.Any().Apply(x => x.Abs()).InPython("x[0].abs()")),
        new("Clamp", Clamp),
        new("Maximum", draw => draw.Pair(Tied, Tied).Apply((a, b) => a.Maximum(b)).InPython("torch.maximum(x[0], x[1])")),
        new("Minimum", draw => draw.Pair(Tied, Tied).Apply((a, b) => a.Minimum(b)).InPython("torch.minimum(x[0], x[1])")),
        new("Sum", draw => draw.Any().Apply(x => x.Sum()).InPython("x[0].sum()")),
        new("Sum", draw => draw.Over("sum", (x, axes, keep) => axes is [int axis] ? x.Sum(axis, keep) : x.Sum(axes, keep))),
        new("Mean", draw => draw.Any().Apply(x => x.Mean()).InPython("x[0].mean()")),
        new("Mean", draw => draw.Over("mean", (x, axes, keep) => axes is [int axis] ? x.Mean(axis, keep) : x.Mean(axes, keep))),
        new("Variance", VarianceOfAll),
        new("Variance", Variance),
        new("Max", draw => draw.NotEmpty().Apply(x => x.Max()).InPython("x[0].max()")),
        new("Max", draw => draw.Over("amax", (x, axes, keep) => axes is [int axis] ? x.Max(axis, keep) : x.Max(axes, keep))),
        new("Min", draw => draw.NotEmpty().Apply(x => x.Min()).InPython("x[0].min()")),
        new("Min", draw => draw.Over("amin", (x, axes, keep) => axes is [int axis] ? x.Min(axis, keep) : x.Min(axes, keep))),
        new("MatMul", MatMul),
        new("Linear", Linear),
        new("Reshape", Reshape),
        new("Permute", Permute),
        new("Permute", Transpose),
        new("Slice", Slice),
        new("Slice", Select),
        new("Concat", Concat),
        new("Concat", Stack),
        new("Where", Where),
        new("MaskedFill", MaskedFill),
        new("Embedding", Embedding),
        new("Pick", Pick),
        new("Softmax", draw => draw.Rows().Apply(x => x.Softmax()).InPython("x[0].softmax(-1)")),
        new("LogSoftmax", draw => draw.Rows().Apply(x => x.LogSoftmax()).InPython("x[0].log_softmax(-1)")),
        new("NormalizeRms", draw => draw.Rows(NotHuge).Apply(x => x.NormalizeRms(0.5))
            .InPython("x[0] * (x[0].square().mean(-1, keepdim=True) + 0.5).rsqrt()")),
        new("NormalizeRows", draw => draw.Scaled(rows: draw.Shape()).Apply((x, scale, shift) => x.NormalizeRows(scale, shift, 0.5))
            .InPython("F.layer_norm(x[0], x[1].shape, x[1], x[2], 0.5)")),
        new("NormalizeBatch", draw => draw.Scaled(rows: [draw.Between(2, 80)]).Apply((x, scale, shift) =>
            x.NormalizeBatch(scale, shift, new Tensor<T>(scale.Shape), new Tensor<T>(scale.Shape), 0.5, correction: 0))
            .InPython("F.batch_norm(x[0], None, None, x[1], x[2], True, eps=0.5)")),
        new("NormalizeBatch", draw => draw.Scaled(rows: [draw.Between(2, 80)]).Apply((x, scale, shift) =>
            x.NormalizeBatch(scale, shift, new Tensor<T>(scale.Shape), new Tensor<T>(scale.Shape), 0.5, correction: 1))
            .InPython("(x[0] - x[0].mean(0)) * (x[0].var(0, unbiased=True) + 0.5).rsqrt() * x[1] + x[2]")),
        new("NormalizeBy", draw => draw.Scaled(rows: [draw.SizeAbove0()]).Apply((x, scale, shift) =>
            x.NormalizeBy(Tensor<T>.Full(scale.Shape, T.One), Tensor<T>.Full(scale.Shape, T.One), scale, shift, 0.5))
            .InPython("F.batch_norm(x[0], torch.ones_like(x[1]), torch.ones_like(x[1]), x[1], x[2], False, eps=0.5)")),
        new("CausalAttention", CausalAttention),
        new("Rnn", draw => Sequence(draw, 1, 1, (sums, start, w) => sums.Rnn(start, w),
            "lambda h, a: torch.tanh(a + h @ w[0])")),
        new("Gru", draw => Sequence(draw, 3, 1, (sums, start, w) => sums.Gru(start, w),
            "lambda h, a, b, d: (lambda z, r: (1 - z) * h + z * torch.tanh(d + (r * h) @ w[2]))" +
            "(torch.sigmoid(a + h @ w[0]), torch.sigmoid(b + h @ w[1]))")),
        new("Lstm", draw => Sequence(draw, 4, 2, (sums, start, w) => sums.Lstm(start, w),
            "lambda h, *s: (lambda i, f, d, o: (lambda c: torch.cat([o.sigmoid() * c.tanh(), c], -1))" +
            "(f.sigmoid() * h.tensor_split(2, -1)[1] + i.sigmoid() * d.tanh()))" +
            "(*[s[k] + h.tensor_split(2, -1)[0] @ w[k] for k in range(4)])")),
        new("CrossEntropy", CrossEntropy),
        new("CountsCrossEntropy", CountsCrossEntropy),
        new("Detach", draw => draw.Any().Apply(x => x.Detach() * x).InPython("x[0].detach() * x[0]")),
    ];

    private static OperationDraw<T> Any<T>(this WildDraw<T> draw, Func<double, double>? domain = null)
        where T : unmanaged, IFloatingPointIeee754<T> => draw.Input("x", draw.Shape(), domain);

    private static OperationDraw<T> NotEmpty<T>(this WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T> =>
        draw.Input("x", Shape.Create([.. draw.Shape().Select(size => Math.Max(1, size))]), Tied);

    private static OperationDraw<T> Rows<T>(this WildDraw<T> draw, Func<double, double>? domain = null)
        where T : unmanaged, IFloatingPointIeee754<T> => draw.Input("x", draw.Shape(minimumRank: 1), domain);

    // With an infinite scale, what is NaN and what is ∞ depends on the order of the factors.
    private static OperationDraw<T> Scaled<T>(this WildDraw<T> draw, Shape rows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int columns = draw.SizeAbove0();
        return draw.Input("x", [.. rows, columns], NotHuge).Input("scale", [columns], Tame).Input("shift", [columns]);
    }

    private static OperationDraw<T> Pair<T>(
        this WildDraw<T> draw, Func<double, double>? rightDomain = null, Func<double, double>? leftDomain = null)
        where T : unmanaged, IFloatingPointIeee754<T> => draw.BroadcastPair("left", "right", rightDomain, leftDomain);

    private static Drawn<T> InPython<T>(this OperationCase<T> ours, string theirs)
        where T : unmanaged, IFloatingPointIeee754<T> => new(ours, theirs);

    // A quotient by a tiny number is huge. If huge numbers cancel in a sum, none of a float's digits are left.
    private static double Divisor(double x) => x is 0 or double.NaN ? x : x + (x < 0 ? -0.5 : 0.5);

    private static double OftenPositive(double x) => x is > -1 and < 0 ? -x : x;

    // A product of two huge numbers is larger than every number that went in, and rounding is measured against those.
    private static double NotHuge(double x) => Math.Abs(x) == 1e4 ? x / 1e4 : x;

    // What a place may not look at cannot hurt it here. PyTorch adds −∞ to a score that is NaN.
    private static double Tame(double x) => double.IsFinite(x) ? NotHuge(x) : 0;

    private static double Tied(double x) => Math.Round(x);

    private static string Python(Indices indices) =>
        $"torch.tensor([{List(indices.Span.ToArray())}], dtype=torch.long).reshape([{List(indices.Shape)}])";

    private static string Python<T>(Tensor<T> mask) where T : unmanaged, IFloatingPointIeee754<T> =>
        $"torch.tensor([{List(mask.Span.ToArray().Select(element => element != T.Zero))}], dtype=torch.bool).reshape([{List(mask.Shape)}])";

    private static string List<TItem>(IEnumerable<TItem> items) => string.Join(", ", items);
}

/// <summary>One way of writing an operation: <paramref name="Draw"/> makes a random case of it, and its expression in Python.</summary>
public sealed record TorchEntry<T>(string Operation, Func<WildDraw<T>, Drawn<T>> Draw)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public TorchCase Case(TorchGenerator generator)
    {
        Drawn<T> drawn = Draw(new WildDraw<T>(generator));
        return TorchCase.Of(Operation, drawn.Ours, drawn.Theirs, generator);
    }
}

/// <summary>A random case, and its expression in Python.</summary>
public sealed record Drawn<T>(OperationCase<T> Ours, string Theirs) where T : unmanaged, IFloatingPointIeee754<T>;
