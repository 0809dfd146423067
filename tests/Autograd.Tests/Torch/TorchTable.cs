using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Torch;

/// <summary>Every operation as we write it and as PyTorch does, with how to draw what it is applied to.</summary>
public static class TorchTable
{
    /// <summary>Operations that cannot be compared, and why.</summary>
    public static IReadOnlyDictionary<string, string> NotCompared { get; } = new Dictionary<string, string>
    {
        ["DropoutMask"] = "draws random numbers, and PyTorch draws others; there is no gradient",
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
        new("Sum", draw => Reduced(draw, "sum", x => x.Sum(), (x, axis, keep) => x.Sum(axis, keep), (x, axes, keep) => x.Sum(axes, keep))),
        new("Mean", draw => Reduced(draw, "mean", x => x.Mean(), (x, axis, keep) => x.Mean(axis, keep), (x, axes, keep) => x.Mean(axes, keep))),
        new("Variance", Variance),
        new("Max", draw => Reduced(draw, "max", x => x.Max(), (x, axis, keep) => x.Max(axis, keep), (x, axes, keep) => x.Max(axes, keep))),
        new("Min", draw => Reduced(draw, "min", x => x.Min(), (x, axis, keep) => x.Min(axis, keep), (x, axes, keep) => x.Min(axes, keep))),
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
        new("CrossEntropy", CrossEntropy),
        new("CountsCrossEntropy", CountsCrossEntropy),
        new("Detach", draw => draw.Any().Apply(x => x.Detach() * x).InPython("x[0].detach() * x[0]")),
    ];

    private static OperationDraw<T> Any<T>(this WildDraw<T> draw, Func<double, double>? domain = null)
        where T : unmanaged, IFloatingPointIeee754<T> => draw.Input("x", draw.Shape(), domain);

    private static OperationDraw<T> Rows<T>(this WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T> =>
        draw.Input("x", draw.Shape(minimumRank: 1));

    private static OperationDraw<T> Pair<T>(
        this WildDraw<T> draw, Func<double, double>? rightDomain = null, Func<double, double>? leftDomain = null)
        where T : unmanaged, IFloatingPointIeee754<T> => draw.BroadcastPair("left", "right", rightDomain, leftDomain);

    private static (OperationCase<T> Ours, string Theirs) InPython<T>(this OperationCase<T> ours, string theirs)
        where T : unmanaged, IFloatingPointIeee754<T> => (ours, theirs);

    // A quotient by a tiny number is huge; where such ones cancel in a sum, nothing is left of a float's digits.
    private static double Divisor(double x) => x is 0 or double.NaN ? x : x + (x < 0 ? -0.5 : 0.5);

    private static double OftenPositive(double x) => x is > -1 and < 0 ? -x : x;

    // A product of two huge numbers is larger than any number that went in, which is what rounding is measured against.
    private static double NotHuge(double x) => Math.Abs(x) == 1e4 ? x / 1e4 : x;

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

    private delegate Variable<T> Along<T, TAxes>(Variable<T> x, TAxes axes, bool keepDimensions)
        where T : unmanaged, IFloatingPointIeee754<T>;

    // Over all axes, over one or over several. (PyTorch takes no axes for all of them.)
    private static (OperationCase<T> Ours, string Theirs) Reduced<T>(
        WildDraw<T> draw, string theirs, Func<Variable<T>, Variable<T>> all, Along<T, int>? along, Along<T, int[]> several, string options = "")
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Shape();
        int[] axes = draw.Axes(shape.Rank);
        bool keep = draw.Between(0, 2) == 1, extreme = theirs is "max" or "min";

        // There is no largest of nothing. The gradient of PyTorch's var() is an error for nothing, and ∞ for one number, where along an axis
        // it is NaN.
        if (extreme) shape = Shape.Create([.. shape.Select(size => Math.Max(1, size))]);
        if (theirs == "var" && axes.Length == 0) shape = Shape.Create([.. shape.Select(size => Math.Max(1, size)), 2]);
        if (axes.Length == 0) return draw.Input("x", shape, extreme ? Tied : null).Apply(all).InPython($"x[0].{theirs}({options})");

        // PyTorch has two rules for NaN: max() shares the gradient among the NaN, as we always do, and amax(dim) makes it NaN.
        string function = extreme ? "a" + theirs : theirs;
        return draw.Input("x", shape, extreme ? x => double.IsNaN(x) ? 1 : Tied(x) : null)
            .Apply(x => axes.Length == 1 && along is not null ? along(x, axes[0], keep) : several(x, axes, keep))
            .InPython($"x[0].{function}(dim=[{List(axes)}], keepdim={keep}{(options.Length > 0 ? ", " : "")}{options})");
    }

    private static (OperationCase<T> Ours, string Theirs) Variance<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int correction = draw.Between(0, 2);
        return Reduced(
            draw, "var", x => x.Variance(correction), along: null, (x, axes, keep) => x.Variance(axes, correction, keep), $"unbiased={correction == 1}");
    }

    private static (OperationCase<T> Ours, string Theirs) MatMul<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int inner, int columns) = (draw.Size(), draw.Size(), draw.Size());
        (Shape a, Shape b) = draw.BroadcastShapes(largestRank: 2);
        return draw.Input("a", [.. a, rows, inner]).Input("b", [.. b, inner, columns], NotHuge)
            .Apply((a, b) => a.MatMul(b)).InPython("x[0] @ x[1]");
    }

    private static (OperationCase<T> Ours, string Theirs) Linear<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int inner, int columns) = (draw.Size(), draw.Size());
        return draw.Input("x", [.. draw.Shape(), inner]).Input("weights", [inner, columns], NotHuge).Input("bias", [columns])
            .Apply((x, weights, bias) => x.Linear(weights, bias)).InPython("x[0] @ x[1] + x[2]");
    }

    private static (OperationCase<T> Ours, string Theirs) Reshape<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int a, int b, int c) = (draw.SizeAbove0(), draw.Size(), draw.Size());
        return draw.Input("x", [b, a, c]).Apply(x => x.Reshape(a, -1)).InPython($"x[0].reshape({a}, -1)");
    }

    private static (OperationCase<T> Ours, string Theirs) Permute<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Shape();
        int[] axes = [.. draw.Order(shape.Rank).Select(axis => draw.Between(0, 2) == 0 ? axis : axis - shape.Rank)];
        return draw.Input("x", shape).Apply(x => x.Permute(axes)).InPython($"x[0].permute([{List(axes)}])");
    }

    private static (OperationCase<T> Ours, string Theirs) Transpose<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Shape(minimumRank: 1);
        (int a, int b) = (draw.Axis(shape.Rank), draw.Axis(shape.Rank));
        return draw.Input("x", shape).Apply(x => x.Transpose(a, b)).InPython($"x[0].transpose({a}, {b})");
    }

    private static (OperationCase<T> Ours, string Theirs) Slice<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Shape(minimumRank: 1);
        int axis = draw.Between(0, shape.Rank), start = draw.Between(0, shape[axis] + 1), length = draw.Between(0, shape[axis] - start + 1);
        return draw.Input("x", shape).Apply(x => x.Slice(axis, start, length)).InPython($"x[0].narrow({axis}, {start}, {length})");
    }

    private static (OperationCase<T> Ours, string Theirs) Select<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] sizes = [.. draw.Shape(minimumRank: 1)];
        int axis = draw.Between(0, sizes.Length);
        sizes[axis] = draw.SizeAbove0();
        int index = draw.Between(0, sizes[axis]);
        return draw.Input("x", Shape.Create(sizes)).Apply(x => x.Select(axis, index)).InPython($"x[0].select({axis}, {index})");
    }

    private static (OperationCase<T> Ours, string Theirs) Concat<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] first = [.. draw.Shape(minimumRank: 1)], second = [.. first], third = [.. first];
        int axis = draw.Between(0, first.Length);
        (second[axis], third[axis]) = (draw.Size(), draw.Size());
        return draw.Input("x", Shape.Create(first)).Input("y", Shape.Create(second)).Input("z", Shape.Create(third))
            .Apply((x, y, z) => x.Concat(axis, y, z)).InPython($"torch.cat(x, {axis})");
    }

    private static (OperationCase<T> Ours, string Theirs) Stack<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Shape();
        int axis = draw.Axis(shape.Rank + 1);
        return draw.Input("x", shape).Input("y", shape).Input("z", shape)
            .Apply((x, y, z) => x.Stack(axis, y, z)).InPython($"torch.stack(x, {axis})");
    }

    private static (OperationCase<T> Ours, string Theirs) Where<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Tensor<T> mask, Shape shape) = draw.Mask();
        return draw.Input("a", shape).Input("b", shape).Apply((a, b) => a.Where(mask, b)).InPython($"torch.where({Python(mask)}, x[0], x[1])");
    }

    private static (OperationCase<T> Ours, string Theirs) MaskedFill<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Tensor<T> mask, Shape shape) = draw.Mask();
        bool infinite = draw.Between(0, 2) == 0;
        return draw.Input("x", shape).Apply(x => x.MaskedFill(mask, infinite ? double.NegativeInfinity : 2.5))
            .InPython($"x[0].masked_fill({Python(mask)}, {(infinite ? "float('-inf')" : "2.5")})");
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

    // In half of the cases a target is ignored: one of the classes, or -1, which is none.
    private static (OperationCase<T> Ours, string Theirs) CrossEntropy<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Shape rows, int classes) = (draw.Shape(), draw.SizeAbove0());
        Indices targets = draw.Indices(rows, classes);
        int? ignored = draw.Between(0, 2) == 0 ? null : draw.Between(-1, classes);
        if (ignored == -1)
            for (int i = 0; i < targets.Length; i++)
                if (draw.Between(0, 3) == 0) targets.Span[i] = -1;
        string option = ignored is null ? "" : $", ignore_index={ignored}";
        return draw.Input("logits", [.. rows, classes]).Apply(logits => logits.CrossEntropy(targets, ignored))
            .InPython($"F.cross_entropy(x[0].reshape({rows.Elements}, {classes}), {Python(targets)}.reshape(-1){option})");
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
        $"torch.tensor([{List(indices.Span.ToArray())}], dtype=torch.long).reshape([{List(indices.Shape)}])";

    private static string Python<T>(Tensor<T> mask) where T : unmanaged, IFloatingPointIeee754<T> =>
        $"torch.tensor([{List(mask.Span.ToArray().Select(element => element != T.Zero))}], dtype=torch.bool).reshape([{List(mask.Shape)}])";

    private static string List<TItem>(IEnumerable<TItem> items) => string.Join(", ", items);
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
