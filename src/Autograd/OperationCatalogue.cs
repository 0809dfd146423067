using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// Every operation there is, each with how to make random valid inputs for it. Tests, the <c>gradcheck</c> command and the documentation
/// walk this list, and a test fails if an operation is missing from it: one that nobody checks cannot exist.
/// </summary>
public static class OperationCatalogue
{
    /// <summary>
    /// All operations, in the order of a reader's interest. The same generator and size give the same case in float and double.
    /// </summary>
    public static IReadOnlyList<OperationEntry<T>> Entries<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
    [
        new("Add", typeof(Add<>), "left + right", draw => draw.BroadcastPair("left", "right").Apply((a, b) => a + b)),
        new("Subtract", typeof(Subtract<>), "left - right", draw => draw.BroadcastPair("left", "right").Apply((a, b) => a - b)),
        new("Multiply", typeof(Multiply<>), "left * right", draw => draw.BroadcastPair("left", "right").Apply((a, b) => a * b)),
        new("Divide", typeof(Divide<>), "left / right", draw => draw.BroadcastPair("left", "right", AwayFromZero).Apply((a, b) => a / b)),
        new("Negate", typeof(Negate<>), "-x", draw => draw.Input("x", draw.Shape()).Apply(x => -x)),
        new("Power", typeof(Power<>), "x.Power(p)", Power),
        new("Exp", typeof(Exp<>), "x.Exp()", draw => draw.Input("x", draw.Shape()).Apply(x => x.Exp())),
        new("Log", typeof(Log<>), "x.Log()", draw => draw.Input("x", draw.Shape(), Positive).Apply(x => x.Log())),
        new("Tanh", typeof(Tanh<>), "x.Tanh()", draw => draw.Input("x", draw.Shape()).Apply(x => x.Tanh())),
        new("Relu", typeof(Relu<>), "x.Relu()", draw => draw.Input("x", draw.Shape(), AwayFromZero).Apply(x => x.Relu())),
        new("Sum", typeof(Sum<>), "x.Sum(axis)", draw => Reduce(draw, x => x.Sum(), (x, axis, keep) => x.Sum(axis, keep))),
        new("Mean", typeof(Mean<>), "x.Mean(axis)", draw => Reduce(draw, x => x.Mean(), (x, axis, keep) => x.Mean(axis, keep))),
        new("MatMul", typeof(MatMul<>), "a.MatMul(b)", MatMul),
        new("Linear", typeof(Linear<>), "x.Linear(weights, bias)", Linear),
        new("Reshape", typeof(Reshape<>), "x.Reshape(shape)", Reshape),
        new("Transpose", typeof(Transpose<>), "x.Transpose()", draw => draw.Input("x", draw.Matrix()).Apply(x => x.Transpose())),
        new("Concat", typeof(Concat<>), "x.Concat(axis, y)", Concat),
        new("Embedding", typeof(Embedding<>), "table.Embedding(indices)", Embedding),
        new("Pick", typeof(Pick<>), "x.Pick(indices)", Pick),
        new("Softmax", typeof(Softmax<>), "x.Softmax()", draw => draw.Input("x", draw.Shape(minimumRank: 1)).Apply(x => x.Softmax())),
        new("CrossEntropy", typeof(CrossEntropy<>), "logits.CrossEntropy(targets)", CrossEntropy),
        new("CountsCrossEntropy", typeof(CountsCrossEntropy<>), "logits.CrossEntropy(counts)", CountsCrossEntropy),
    ];

    // Within the reach of one nudge of 6e-6 no input may cross a pole or a kink; 0.1 is far enough, and keeps quotients tame.
    private static double AwayFromZero(double x) => x + (x < 0 ? -0.1 : 0.1);

    private static double Positive(double x) => Math.Abs(x) + 0.1;

    private static OperationCase<T> Power<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double exponent = draw.OneOf(-1, -0.5, 0, 0.5, 1, 2, 3, 1.7);
        Func<double, double> domain = double.IsInteger(exponent) ? AwayFromZero : Positive;
        return draw.Input("x", draw.Shape(), domain).Apply(x => x.Power(T.CreateChecked(exponent)));
    }

    private static OperationCase<T> Reduce<T>(
        OperationDraw<T> draw, Func<Variable<T>, Variable<T>> all, Func<Variable<T>, int, bool, Variable<T>> along)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Shape();
        int axis = draw.Between(-1, shape.Rank);
        bool keepDimensions = draw.Between(0, 2) == 1;
        return draw.Input("x", shape).Apply(x => axis < 0 ? all(x) : along(x, axis, keepDimensions));
    }

    private static OperationCase<T> MatMul<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int inner, int columns) = (draw.Size(), draw.Size(), draw.Size());
        return draw.Input("a", [rows, inner]).Input("b", [inner, columns]).Apply((a, b) => a.MatMul(b));
    }

    private static OperationCase<T> Linear<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int inner, int columns) = (draw.Size(), draw.Size(), draw.Size());
        return draw.Input("x", [rows, inner]).Input("weights", [inner, columns]).Input("bias", [columns])
            .Apply((x, w, b) => x.Linear(w, b));
    }

    private static OperationCase<T> Reshape<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int a, int b, int c) = (draw.Size(), draw.Size(), draw.Size());
        return draw.Input("x", [a, b, c]).Apply(x => x.Reshape([a, b * c]));
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

    private static OperationCase<T> CrossEntropy<T>(OperationDraw<T> draw) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = draw.Matrix();
        Indices targets = draw.Indices([shape[0]], shape[1]);
        return draw.Input("logits", shape).Apply(logits => logits.CrossEntropy(targets));
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
    /// <summary>A random valid case whose axes have sizes from 1 to <paramref name="largestSize"/>.</summary>
    public OperationCase<T> Case(TorchGenerator generator, int largestSize) => Draw(new OperationDraw<T>(generator, largestSize));
}

/// <summary>Inputs for an operation, and how to apply it to them or to other variables of the same shapes.</summary>
/// <param name="Inputs">The differentiable inputs, named.</param>
/// <param name="Build">Applies the operation.</param>
public sealed record OperationCase<T>(IReadOnlyList<Parameter<T>> Inputs, Func<IReadOnlyList<Variable<T>>, Variable<T>> Build)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The operation on <see cref="Inputs"/>.</summary>
    public Variable<T> Output() => Build(Inputs);
}

/// <summary>Draws sizes, values and indices for a case.</summary>
public sealed class OperationDraw<T>(TorchGenerator generator, int largestSize) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<Parameter<T>> inputs = [];

    /// <summary>A whole number from <paramref name="low"/> up to, not including, <paramref name="high"/>.</summary>
    public int Between(int low, int high)
    {
        Span<int> one = stackalloc int[1];
        generator.Integers(one, low, high);
        return one[0];
    }

    /// <summary>One of the choices.</summary>
    public double OneOf(params ReadOnlySpan<double> choices) => choices[Between(0, choices.Length)];

    /// <summary>A size of an axis: 1 in a quarter of all cases, where broadcasting and off-by-one mistakes live.</summary>
    public int Size() => Between(0, 4) == 0 ? 1 : Between(1, largestSize + 1);

    /// <summary>A shape of rank 0 (or more) to 3.</summary>
    public Shape Shape(int minimumRank = 0) => Tensors.Shape.Create([.. Enumerable.Range(0, Between(minimumRank, 4)).Select(_ => Size())]);

    /// <summary>A shape of rank 2.</summary>
    public Shape Matrix() => [Size(), Size()];

    /// <summary>Indices from 0 up to <paramref name="bound"/>, repeats likely.</summary>
    public Indices Indices(Shape shape, int bound)
    {
        var indices = new Indices(shape);
        generator.Integers(indices.Span, 0, bound);
        return indices;
    }

    /// <summary>
    /// A further input of standard-normal values, passed through <paramref name="domain"/> to where the operation is differentiable.
    /// </summary>
    public OperationDraw<T> Input(string name, Shape shape, Func<double, double>? domain = null)
    {
        var values = new float[shape.Elements];
        generator.Normal(values);
        T[] inDomain = [.. values.Select(value => T.CreateChecked((float)(domain?.Invoke(value) ?? value)))];
        inputs.Add(new Parameter<T>(new Tensor<T>(shape, inDomain), name));
        return this;
    }

    /// <summary>
    /// Two inputs whose shapes broadcast: of a common shape, each has some axes at size 1 and may lack some of the outer ones.
    /// </summary>
    public OperationDraw<T> BroadcastPair(string left, string right, Func<double, double>? rightDomain = null)
    {
        Shape common = Shape();
        return Input(left, Stretchable(common)).Input(right, Stretchable(common), rightDomain);
    }

    /// <summary>The case of an operation on one input.</summary>
    public OperationCase<T> Apply(Func<Variable<T>, Variable<T>> operation) => new(inputs, x => operation(x[0]));

    /// <summary>The case of an operation on two inputs.</summary>
    public OperationCase<T> Apply(Func<Variable<T>, Variable<T>, Variable<T>> operation) => new(inputs, x => operation(x[0], x[1]));

    /// <summary>The case of an operation on three inputs.</summary>
    public OperationCase<T> Apply(Func<Variable<T>, Variable<T>, Variable<T>, Variable<T>> operation) =>
        new(inputs, x => operation(x[0], x[1], x[2]));

    private Shape Stretchable(Shape common)
    {
        int missing = Between(0, 2) == 0 ? 0 : Between(0, common.Rank + 1);
        return Tensors.Shape.Create([.. common.Skip(missing).Select(size => Between(0, 3) == 0 ? 1 : size)]);
    }
}
