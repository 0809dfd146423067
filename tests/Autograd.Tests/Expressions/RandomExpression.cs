using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Expressions;

/// <summary>
/// A random expression: each step applies an operation to variables drawn from all those made so far, so many are used more than once.
/// Values are scaled to at most 2 and kept away from poles and kinks, where a difference quotient would mean nothing.
/// </summary>
public sealed class RandomExpression
{
    private readonly TorchGenerator generator;
    private readonly List<Variable<double>> made;

    private RandomExpression(TorchGenerator generator)
    {
        this.generator = generator;
        made = [Leaf("scalar", []), Leaf("vector", [3]), Leaf("matrix", [4, 3]), Leaf("square", [3, 3])];
    }

    /// <summary>Everything that no other step used, leaves included, in one vector: every leaf is below it.</summary>
    public static Variable<double> Draw(TorchGenerator generator, int steps)
    {
        var expression = new RandomExpression(generator);
        for (int step = 0; step < steps; step++) expression.Step();
        IEnumerable<Variable<double>> used = expression.made.SelectMany(made => new Graph<double>(made).Nodes.Where(node => node != made));
        Variable<double>[] ends = [.. expression.made.Except(used).Select(end => end.Reshape([end.Shape.Elements]))];
        return ends[0].Concat(0, ends.AsSpan(1));
    }

    private Parameter<double> Leaf(string name, Shape shape) => new(Tensor<double>.RandomNormal(generator, shape), name);

    private void Step()
    {
        Variable<double> y = Apply(One([.. made]));
        double largest = y.Value.Span.ToArray().Max(Math.Abs);
        made.Add(largest > 2 ? y * (2 / largest) : y);
    }

    private Variable<double> Apply(Variable<double> x)
    {
        switch (Below(20))
        {
            case 0: return x + Partner(x);
            case 1: return x - Partner(x);
            case 2: return x * Partner(x);
            case 3: return x / Positive(Partner(x));
            case 4: return -x;
            case 5: return Positive(x).Pow(One(-1, -0.5, 0.5, 1.7));
            case 6: return x.Pow(One(2.0, 3.0));
            case 7: return x.Exp();
            case 8: return Positive(x).Log();
            case 9: return x.Tanh();
            case 10: return x.Value.Span.ToArray().Min(Math.Abs) > 0.01 ? x.Relu() : x.Tanh();
            case 11: return x.Shape.Rank == 0 ? x.Sum() : x.Sum(Below(x.Shape.Rank), keepDimensions: Below(2) == 0);
            case 12: return x.Shape.Rank == 0 ? x.Mean() : x.Mean(Below(x.Shape.Rank), keepDimensions: Below(2) == 0);
            case 13: return x.Reshape([x.Shape.Elements]);
            case 14: return x.Shape.Rank == 0 ? x.Tanh() : x.Softmax();
        }

        Variable<double> matrix = One([.. made.Where(variable => variable.Shape.Rank == 2)]);
        (int rows, int columns) = (matrix.Shape[0], matrix.Shape[1]);
        return Below(5) switch
        {
            0 => matrix.MatMul(One([.. made.Append(matrix.Transpose()).Where(b => b.Shape.Rank == 2 && b.Shape[0] == columns)])),
            1 => matrix.Concat(Below(2), matrix.Tanh()).Sum(Below(2), keepDimensions: true),
            2 => matrix.Embedding(Indices([4], rows)),
            3 => matrix.Pick(Indices([rows], columns)),
            _ => matrix.CrossEntropy(Indices([rows], columns)),
        };
    }

    // Any variable that broadcasts with x, x included.
    private Variable<double> Partner(Variable<double> x) => One([.. made.Where(other => Broadcasts(x.Shape, other.Shape))]);

    private static bool Broadcasts(Shape left, Shape right) =>
        left.Reverse().Zip(right.Reverse()).All(sizes => sizes.First == sizes.Second || sizes.First == 1 || sizes.Second == 1);

    private static Variable<double> Positive(Variable<double> x) => (x * x) + 0.5;

    private Indices Indices(Shape shape, int bound)
    {
        var indices = new Indices(shape);
        generator.Integers(indices.Span, 0, bound);
        return indices;
    }

    private V One<V>(params V[] choices) => choices[Below(choices.Length)];

    private int Below(int bound) => Indices([], bound).Span[0];
}
