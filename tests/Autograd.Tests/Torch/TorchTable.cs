using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Torch;

/// <summary>Every operation as we write it and as PyTorch does, with how to draw what it is applied to.</summary>
public static class TorchTable
{
    /// <summary>Operations that cannot be compared, and why.</summary>
    public static IReadOnlyDictionary<string, string> NotCompared { get; } = new Dictionary<string, string>();

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
        new("Sum", draw => Reduced(draw, x => x.Sum(), (x, axis, keep) => x.Sum(axis, keep), "sum")),
        new("Mean", draw => Reduced(draw, x => x.Mean(), (x, axis, keep) => x.Mean(axis, keep), "mean")),
        new("MatMul", MatMul),
        new("Linear", Linear),
        new("Reshape", Reshape),
        new("Transpose", draw => draw.Input("x", draw.Matrix()).Apply(x => x.Transpose()).InPython("x[0].t()")),
        new("Concat", Concat),
        new("Embedding", Embedding),
        new("Pick", Pick),
        new("Softmax", draw => draw.Input("x", draw.Shape(minimumRank: 1)).Apply(x => x.Softmax()).InPython("x[0].softmax(-1)")),
        new("CrossEntropy", CrossEntropy),
        new("CountsCrossEntropy", CountsCrossEntropy),
        new("Detach", draw => draw.Any().Apply(x => x.Detach() * x).InPython("x[0].detach() * x[0]")),
    ];

    private static OperationDraw<T> Any<T>(this WildDraw<T> draw, Func<double, double>? domain = null)
        where T : unmanaged, IFloatingPointIeee754<T> => draw.Input("x", draw.Shape(), domain);

    private static OperationDraw<T> Pair<T>(
        this WildDraw<T> draw, Func<double, double>? rightDomain = null, Func<double, double>? leftDomain = null)
        where T : unmanaged, IFloatingPointIeee754<T> => draw.BroadcastPair("left", "right", rightDomain, leftDomain);

    private static (OperationCase<T> Ours, string Theirs) InPython<T>(this OperationCase<T> ours, string theirs)
        where T : unmanaged, IFloatingPointIeee754<T> => (ours, theirs);

    // A quotient by a tiny number is huge; where such ones cancel in a sum, nothing is left of a float's digits.
    private static double Divisor(double x) => x is 0 or double.NaN ? x : x + (x < 0 ? -0.5 : 0.5);

    private static double OftenPositive(double x) => x is > -1 and < 0 ? -x : x;

    private static double Tied(double x) => Math.Round(x);

    private static (OperationCase<T> Ours, string Theirs) Pow<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double exponent = draw.OneOf(-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.7, 2, 3, 4);

        return draw.Any(x => exponent is -0.5 or -1.5 && double.IsNegativeInfinity(x) ? 1 : OftenPositive(x))
            .Apply(x => x.Pow(exponent)).InPython($"x[0].pow({exponent:R})");
    }

    private static (OperationCase<T> Ours, string Theirs) Clamp<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (double low, double high) = (draw.Between(-2, 2), draw.Between(-2, 2)); // With low above high, all become high.
        return draw.Any(Tied).Apply(x => x.Clamp(low, high)).InPython($"x[0].clamp({low}, {high})");
    }

    private static (OperationCase<T> Ours, string Theirs) Reduced<T>(
        WildDraw<T> draw, Func<Variable<T>, Variable<T>> all, Func<Variable<T>, int, bool, Variable<T>> along, string theirs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Shape();
        int axis = draw.Between(-1, shape.Rank);
        bool keep = draw.Between(0, 2) == 1;
        return axis < 0
            ? draw.Input("x", shape).Apply(all).InPython($"x[0].{theirs}()")
            : draw.Input("x", shape).Apply(x => along(x, axis, keep)).InPython($"x[0].{theirs}({axis}, keepdim={keep})");
    }

    private static (OperationCase<T> Ours, string Theirs) MatMul<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int inner, int columns) = (draw.Size(), draw.Size(), draw.Size());
        return draw.Input("a", [rows, inner]).Input("b", [inner, columns]).Apply((a, b) => a.MatMul(b)).InPython("x[0] @ x[1]");
    }

    private static (OperationCase<T> Ours, string Theirs) Linear<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int inner, int columns) = (draw.Size(), draw.Size(), draw.Size());
        return draw.Input("x", [rows, inner]).Input("weights", [inner, columns]).Input("bias", [columns])
            .Apply((x, weights, bias) => x.Linear(weights, bias)).InPython("x[0] @ x[1] + x[2]");
    }

    private static (OperationCase<T> Ours, string Theirs) Reshape<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int a, int b, int c) = (draw.Size(), draw.Size(), draw.Size());
        return draw.Input("x", [a, b, c]).Apply(x => x.Reshape([a, b * c])).InPython($"x[0].reshape({a}, {b * c})");
    }

    private static (OperationCase<T> Ours, string Theirs) Concat<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] first = [.. draw.Shape(minimumRank: 1)], second = [.. first], third = [.. first];
        int axis = draw.Between(0, first.Length);
        (second[axis], third[axis]) = (draw.Size(), draw.Size());
        return draw.Input("x", Shape.Create(first)).Input("y", Shape.Create(second)).Input("z", Shape.Create(third))
            .Apply((x, y, z) => x.Concat(axis, y, z)).InPython($"torch.cat(x, {axis})");
    }

    private static (OperationCase<T> Ours, string Theirs) Embedding<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int columns) = (draw.SizeAbove0(), draw.Size());
        Indices indices = draw.Indices(draw.Shape(), rows);
        return draw.Input("table", [rows, columns]).Apply(table => table.Embedding(indices)).InPython($"x[0][{Python(indices)}]");
    }

    private static (OperationCase<T> Ours, string Theirs) Pick<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int columns) = (draw.Size(), draw.SizeAbove0());
        Indices indices = draw.Indices([rows], columns);
        return draw.Input("x", [rows, columns]).Apply(x => x.Pick(indices)).InPython($"x[0][torch.arange({rows}), {Python(indices)}]");
    }

    private static (OperationCase<T> Ours, string Theirs) CrossEntropy<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int classes) = (draw.Size(), draw.SizeAbove0());
        Indices targets = draw.Indices([rows], classes);
        return draw.Input("logits", [rows, classes]).Apply(logits => logits.CrossEntropy(targets))
            .InPython($"F.cross_entropy(x[0], {Python(targets)})");
    }

    // What a count stands for: its row of logits that many times, each with that class for its target.
    private static (OperationCase<T> Ours, string Theirs) CountsCrossEntropy<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int classes) = (draw.SizeAbove0(), draw.SizeAbove0());
        Indices counts = draw.Indices([rows, classes], 4);
        counts.Span[0]++;
        int[] places = [.. Enumerable.Range(0, counts.Length).SelectMany(place => Enumerable.Repeat(place, counts.Span[place]))];
        Indices repeated = Indices.Of([.. places.Select(place => place / classes)]), targets = Indices.Of([.. places.Select(place => place % classes)]);
        var numbers = new Tensor<T>([rows, classes], [.. counts.Span.ToArray().Select(T.CreateChecked)]);
        return draw.Input("logits", [rows, classes]).Apply(logits => logits.CrossEntropy(numbers))
            .InPython($"F.cross_entropy(x[0][{Python(repeated)}], {Python(targets)})");
    }

    private static string Python(Indices indices) =>
        $"torch.tensor([{string.Join(", ", indices.Span.ToArray())}], dtype=torch.long).reshape([{string.Join(", ", indices.Shape)}])";
}

/// <summary>One way of writing an operation: <paramref name="Draw"/> makes a random case of it, and its expression in Python.</summary>
public sealed record TorchEntry<T>(string Operation, Func<WildDraw<T>, (OperationCase<T> Ours, string Theirs)> Draw)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public TorchCase Case(TorchGenerator generator)
    {
        (OperationCase<T> ours, string theirs) = Draw(new WildDraw<T>(generator));
        return TorchCase.Of(Operation, ours, theirs, generator);
    }
}
