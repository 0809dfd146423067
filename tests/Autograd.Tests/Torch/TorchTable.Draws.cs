using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Torch;

/// <content>How to draw cases that take more than a line.</content>
public static partial class TorchTable
{
    private static Drawn<T> Pow<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double exponent = draw.OneOf(-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.7, 2, 3, 4);

        // For x^-½, PyTorch takes roots, and gets NaN at −∞. For its slope and for x^-1½ it takes a power, and gets 0. We always take
        // roots.
        return draw.Any(x => exponent is -0.5 or -1.5 && double.IsNegativeInfinity(x) ? 1 : OftenPositive(x))
            .Apply(x => x.Pow(exponent)).InPython($"x[0].pow({exponent:R})");
    }

    private static Drawn<T> Clamp<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (double low, double high) = (draw.Between(-2, 2), draw.Between(-2, 2)); // If low is above high, all become high.
        return draw.Any(Tied).Apply(x => x.Clamp(low, high)).InPython($"x[0].clamp({low}, {high})");
    }

    private delegate Variable<T> Along<T>(Variable<T> x, int[] axes, bool keepDimensions) where T : unmanaged, IFloatingPointIeee754<T>;

    // Over one axis or several. (Without axes PyTorch takes all of them, and we none.)
    private static Drawn<T> Over<T>(this WildDraw<T> draw, string theirs, Along<T> ours, string options = "")
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] sizes = [.. draw.Shape(minimumRank: 1)], axes = draw.Axes(sizes.Length);
        if (axes is []) axes = [draw.Axis(sizes.Length)];
        bool keep = draw.Between(0, 2) == 1, extreme = theirs is "amax" or "amin";

        // An empty axis has no largest element. PyTorch has two rules for NaN: max() shares the gradient among all NaN, as we always do,
        // but amax() gives NaN.
        if (extreme) sizes = [.. sizes.Select(size => Math.Max(1, size))];
        return draw.Input("x", Shape.Create(sizes), extreme ? x => double.IsNaN(x) ? 1 : Tied(x) : null)
            .Apply(x => ours(x, axes, keep)).InPython($"x[0].{theirs}(dim=[{List(axes)}], keepdim={keep}{options})");
    }

    private static Drawn<T> Variance<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int correction = draw.Between(0, 2);
        return draw.Over("var", (x, axes, keep) => x.Variance(axes, correction, keep), $", unbiased={correction == 1}");
    }

    // Of at least two numbers. PyTorch's gradient of var() is an error for none. For one it is ∞, but NaN along an axis.
    private static Drawn<T> VarianceOfAll<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int correction = draw.Between(0, 2);
        return draw.Input("x", [draw.Between(2, 40), draw.SizeAbove0()])
            .Apply(x => x.Variance(correction)).InPython($"x[0].var(unbiased={correction == 1})");
    }

    private static Drawn<T> MatMul<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int inner, int columns) = (draw.Size(), draw.Size(), draw.Size());
        (Shape a, Shape b) = draw.BroadcastShapes(largestRank: 2);
        return draw.Input("a", [.. a, rows, inner]).Input("b", [.. b, inner, columns], NotHuge)
            .Apply((a, b) => a.MatMul(b)).InPython("x[0] @ x[1]");
    }

    private static Drawn<T> Linear<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int inner, int columns) = (draw.Size(), draw.Size());
        return draw.Input("x", [.. draw.Shape(), inner]).Input("weights", [inner, columns], NotHuge).Input("bias", [columns])
            .Apply((x, weights, bias) => x.Linear(weights, bias)).InPython("x[0] @ x[1] + x[2]");
    }

    private static Drawn<T> Reshape<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int a, int b, int c) = (draw.SizeAbove0(), draw.Size(), draw.Size());
        return draw.Input("x", [b, a, c]).Apply(x => x.Reshape(a, -1)).InPython($"x[0].reshape({a}, -1)");
    }

    private static Drawn<T> Permute<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Shape();
        int[] axes = [.. draw.Order(shape.Rank).Select(axis => draw.Between(0, 2) == 0 ? axis : axis - shape.Rank)];
        return draw.Input("x", shape).Apply(x => x.Permute(axes)).InPython($"x[0].permute([{List(axes)}])");
    }

    private static Drawn<T> Transpose<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Shape(minimumRank: 1);
        (int a, int b) = (draw.Axis(shape.Rank), draw.Axis(shape.Rank));
        return draw.Input("x", shape).Apply(x => x.Transpose(a, b)).InPython($"x[0].transpose({a}, {b})");
    }

    private static Drawn<T> Slice<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Shape(minimumRank: 1);
        int axis = draw.Between(0, shape.Rank), start = draw.Between(0, shape[axis] + 1), length = draw.Between(0, shape[axis] - start + 1);
        return draw.Input("x", shape).Apply(x => x.Slice(axis, start, length)).InPython($"x[0].narrow({axis}, {start}, {length})");
    }

    private static Drawn<T> Select<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] sizes = [.. draw.Shape(minimumRank: 1)];
        int axis = draw.Between(0, sizes.Length);
        sizes[axis] = draw.SizeAbove0();
        int index = draw.Between(0, sizes[axis]);
        return draw.Input("x", Shape.Create(sizes)).Apply(x => x.Select(axis, index)).InPython($"x[0].select({axis}, {index})");
    }

    private static Drawn<T> Concat<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] first = [.. draw.Shape(minimumRank: 1)], second = [.. first], third = [.. first];
        int axis = draw.Between(0, first.Length);
        (second[axis], third[axis]) = (draw.Size(), draw.Size());
        return draw.Input("x", Shape.Create(first)).Input("y", Shape.Create(second)).Input("z", Shape.Create(third))
            .Apply((x, y, z) => x.Concat(axis, y, z)).InPython($"torch.cat(x, {axis})");
    }

    private static Drawn<T> Stack<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Shape();
        int axis = draw.Axis(shape.Rank + 1);
        return draw.Input("x", shape).Input("y", shape).Input("z", shape)
            .Apply((x, y, z) => x.Stack(axis, y, z)).InPython($"torch.stack(x, {axis})");
    }

    private static Drawn<T> Where<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Tensor<T> mask, Shape shape) = draw.Mask();
        return draw.Input("a", shape).Input("b", shape)
            .Apply((a, b) => a.Where(mask, b)).InPython($"torch.where({Python(mask)}, x[0], x[1])");
    }

    private static Drawn<T> MaskedFill<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Tensor<T> mask, Shape shape) = draw.Mask();
        bool infinite = draw.Between(0, 2) == 0;
        return draw.Input("x", shape).Apply(x => x.MaskedFill(mask, infinite ? double.NegativeInfinity : 2.5))
            .InPython($"x[0].masked_fill({Python(mask)}, {(infinite ? "float('-inf')" : "2.5")})");
    }

    private static Drawn<T> Embedding<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int columns) = (draw.SizeAbove0(), draw.Size());
        Indices indices = draw.Indices(draw.Shape(), rows);
        return draw.Input("table", [rows, columns]).Apply(table => table.Embedding(indices)).InPython($"x[0][{Python(indices)}]");
    }

    private static Drawn<T> Pick<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int columns) = (draw.Size(), draw.SizeAbove0());
        Indices indices = draw.Indices([rows], columns);
        return draw.Input("x", [rows, columns]).Apply(x => x.Pick(indices)).InPython($"x[0][torch.arange({rows}), {Python(indices)}]");
    }

    private static Drawn<T> CausalAttention<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int n, int time, int heads, int size) = (draw.Size(), draw.SizeAbove0(), draw.SizeAbove0(), draw.SizeAbove0());
        Shape shape = [n, time, heads * size];
        string split = $"*[t.reshape({n}, {time}, {heads}, {size}).transpose(1, 2) for t in x]";
        string future = $"torch.ones({time}, {time}, dtype=torch.bool).triu(1)";
        string mixed = $"(q @ k.transpose(2, 3) / {size} ** 0.5).masked_fill({future}, float('-inf')).softmax(-1) @ v";
        return draw.Input("q", shape, Tame).Input("k", shape, Tame).Input("v", shape, Tame)
            .Apply((q, k, v) => q.CausalAttention(k, v, heads))
            .InPython($"(lambda q, k, v: {mixed})({split}).transpose(1, 2).reshape({n}, {time}, {heads * size})");
    }

    // A step gives the next state, of which the first `width` numbers are the output, from the state and each gate's sums.
    private static Drawn<T> Sequence<T>(
        WildDraw<T> draw, int gates, int states, Func<Variable<T>, Variable<T>, Variable<T>, Variable<T>> ours, string step)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int n, int time, int width) = (draw.Size(), draw.SizeAbove0(), draw.Size());
        string run = $"torch.stack([h := step(h, *sums.tensor_split({gates}, -1)) for sums in s.unbind(1)], 1)[:, :, :{width}]";
        return draw.Input("sums", [n, time, gates * width], Tame).Input("start", [n, states * width], Tame)
            .Input("weights", [gates, width, width], Tame).Apply(ours)
            .InPython($"(lambda s, h, w: (lambda h, step: {run})(h, {step}))(*x)");
    }

    // In half of the cases a target is ignored: one of the classes, or -1, which is not a class.
    private static Drawn<T> CrossEntropy<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
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

    // What a count stands for: its row of logits that many times, each time with that class as the target.
    private static Drawn<T> CountsCrossEntropy<T>(WildDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int classes) = (draw.SizeAbove0(), draw.SizeAbove0());
        Indices counts = draw.Indices([rows, classes], 4);
        counts.Span[0]++;
        int[] places = [.. Enumerable.Range(0, counts.Length).SelectMany(place => Enumerable.Repeat(place, counts.Span[place]))];
        Indices repeated = Indices.Of([.. places.Select(place => place / classes)]);
        Indices targets = Indices.Of([.. places.Select(place => place % classes)]);
        var numbers = new Tensor<T>([rows, classes], [.. counts.Span.ToArray().Select(T.CreateChecked)]);
        return draw.Input("logits", [rows, classes]).Apply(logits => logits.CrossEntropy(numbers))
            .InPython($"F.cross_entropy(x[0][{Python(repeated)}], {Python(targets)})");
    }
}
