using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>Draws sizes, values and indices for a case. A derived class may draw other sizes and values.</summary>
public class OperationDraw<T>(TorchGenerator generator, int largestSize) where T : unmanaged, IFloatingPointIeee754<T>
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

    /// <summary>The size of an axis: often 1, where broadcasting and off-by-one mistakes live.</summary>
    public virtual int Size() => Between(0, 4) == 0 ? 1 : Between(1, largestSize + 1);

    /// <summary>A shape of rank <paramref name="minimumRank"/> to 3.</summary>
    public Shape Shape(int minimumRank = 0) =>
        Tensors.Shape.Create([.. Enumerable.Range(0, Between(minimumRank, 4)).Select(_ => Size())]);

    /// <summary>A shape of rank 2.</summary>
    public Shape Matrix() => [Size(), Size()];

    /// <summary>Indices from 0 up to, not including, <paramref name="bound"/>; repeats are likely.</summary>
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
        T[] inDomain = [.. values.Select(Value).Select(value => T.CreateChecked((float)(domain?.Invoke(value) ?? value)))];
        inputs.Add(new Parameter<T>(new Tensor<T>(shape, inDomain), name));
        return this;
    }

    /// <summary>
    /// Two inputs whose shapes broadcast: each has some axes of a common shape at size 1, and may lack some of the outer ones.
    /// </summary>
    public OperationDraw<T> BroadcastPair(
        string left, string right, Func<double, double>? rightDomain = null, Func<double, double>? leftDomain = null)
    {
        (Shape leftShape, Shape rightShape) = BroadcastShapes();
        return Input(left, leftShape, leftDomain).Input(right, rightShape, rightDomain);
    }

    /// <summary>Two shapes that broadcast: each has some axes of a common shape at size 1, and may lack some of the outer ones.</summary>
    public (Shape Left, Shape Right) BroadcastShapes(int largestRank = 3)
    {
        Shape drawn = Shape(), common = Tensors.Shape.Create(drawn.Sizes[..Math.Min(largestRank, drawn.Rank)]);
        return (Stretchable(common), Stretchable(common));
    }

    /// <summary>A mask of about half ones, and a shape that it stretches to.</summary>
    public (Tensor<T> Mask, Shape Shape) Mask()
    {
        Shape shape = Shape(), maskShape = Stretchable(shape);
        int[] ones = Indices(maskShape, 2).Span.ToArray();
        return (new Tensor<T>(maskShape, Array.ConvertAll(ones, T.CreateChecked)), shape);
    }

    /// <summary>The numbers 0 to <paramref name="count"/> − 1 in a random order.</summary>
    public int[] Order(int count) => generator.Permutation(count);

    /// <summary>
    /// Some axes of a shape of this rank, or none, each counted from the outermost or, as -1, -2, ..., from the innermost.
    /// </summary>
    public int[] Axes(int rank) =>
        [.. Order(rank).Take(Between(0, rank + 1)).Select(axis => Between(0, 2) == 0 ? axis : axis - rank)];

    /// <summary>An element of an input, made from a standard-normal one.</summary>
    protected virtual double Value(float normal) => normal;

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
