using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Operations;

/// <summary>What an operation says about shapes that do not fit: its name, the shapes, and what is wrong with them.</summary>
public class ErrorTests
{
    private static readonly Parameter<double> Scalar = new(1), Vector = Ones([3]), Matrix = Ones([2, 3]), Wide = Ones([2, 4]);

    private static readonly (string Operation, Func<Variable<double>> Made, string Message)[] Errors =
    [
        ("Add", () => Matrix + Wide, "Add: shapes (2, 3) and (2, 4) do not broadcast: sizes 3 and 4 differ and neither is 1"),
        ("Subtract", () => Wide - Vector, "Subtract: shapes (2, 4) and (3,) do not broadcast: sizes 4 and 3 differ and neither is 1"),
        ("Multiply", () => Matrix * Wide, "Multiply: shapes (2, 3) and (2, 4) do not broadcast: sizes 3 and 4 differ and neither is 1"),
        ("Divide", () => Ones([5, 1]) / Matrix, "Divide: shapes (5, 1) and (2, 3) do not broadcast: sizes 5 and 2 differ and neither is 1"),
        ("Maximum", () => Matrix.Maximum(Wide), "Maximum: shapes (2, 3) and (2, 4) do not broadcast: sizes 3 and 4 differ and neither is 1"),
        ("Minimum", () => Matrix.Minimum(Wide), "Minimum: shapes (2, 3) and (2, 4) do not broadcast: sizes 3 and 4 differ and neither is 1"),
        ("Sum", () => Matrix.Sum(2), "Sum: shape (2, 3) has no axis 2"),
        ("Sum", () => Scalar.Sum(0), "Sum: shape () has no axis 0"),
        ("Mean", () => Matrix.Mean(-3), "Mean: shape (2, 3) has no axis -3"),
        ("MatMul", () => Ones([32, 6]).MatMul(Ones([5, 100])), "MatMul: (32, 6) x (5, 100): inner sizes 6 and 5 differ"),
        ("MatMul", () => Vector.MatMul(Matrix), "MatMul: (3,) x (2, 3): both must be matrices"),
        ("MatMul", () => Matrix.MatMul(Scalar), "MatMul: (2, 3) x (): both must be matrices"),
        ("Linear", () => Matrix.Linear(Wide, Vector), "Linear: (2, 3) x (2, 4): inner sizes 3 and 2 differ"),
        ("Linear", () => Vector.Linear(Matrix, Vector), "Linear: (3,) x (2, 3): both must be matrices"),
        ("Linear", () => Ones([5, 2]).Linear(Wide, Vector), "Linear: (5, 2) x (2, 4) + (3,): the bias must have shape (4,)"),
        ("Reshape", () => Matrix.Reshape([4]), "Reshape: (2, 3) has 6 elements, and (4,) has 4"),
        ("Transpose", () => Vector.Transpose(), "Transpose: needs a matrix, and was given shape (3,)"),
        ("Concat", () => Matrix.Concat(0, Wide), "Concat: shapes (2, 3) and (2, 4) differ elsewhere than along axis 0"),
        ("Concat", () => Matrix.Concat(-1, Vector), "Concat: shapes (2, 3) and (3,) differ elsewhere than along axis -1"),
        ("Concat", () => Matrix.Concat(2, Matrix), "Concat: shape (2, 3) has no axis 2"),
        ("Concat", () => new Concat<double>([], 0), "Concat: needs at least one variable"),
        ("Embedding", () => Vector.Embedding(Indices.Of(0)), "Embedding: the table must be a matrix, and has shape (3,)"),
        ("Pick", () => Matrix.Pick(Indices.Of(0)), "Pick: needs a matrix and one index a row, and was given (2, 3) and 1 indices"),
        ("Pick", () => Vector.Pick(Indices.Of(0)), "Pick: needs a matrix and one index a row, and was given (3,) and 1 indices"),
        ("Pick", () => Matrix.Pick(Indices.Of(0, 3)), "Pick: index 3 at position 1 is outside 0..2"),
        ("Softmax", () => Scalar.Softmax(), "Softmax: shape () has no axis -1"),
        ("CrossEntropy", () => Matrix.CrossEntropy(Indices.Of(0, 1, 2)),
            "CrossEntropy: needs logits (rows, classes) and one target a row, and was given (2, 3) and 3 targets"),
        ("CountsCrossEntropy", () => Matrix.CrossEntropy(new Tensor<double>([2, 4])),
            "CountsCrossEntropy: needs logits (rows, classes) and counts of the same shape, and was given (2, 3) and (2, 4)"),
    ];

    // Element by element: any shape will do.
    private static readonly string[] TakeAnyShape =
    [
        "Negate", "Pow", "Sqrt", "Exp", "Log", "Tanh", "Sigmoid", "Relu", "Gelu", "GeluTanh", "Sin", "Cos", "Abs", "Clamp", "Detach",
    ];

    public static TheoryData<string> Messages => [.. Errors.Select(error => error.Message)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Names_the_operation_and_the_shapes(string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Errors.Single(error => error.Message == message).Made()).Message);

    [Fact]
    public void Every_operation_is_either_here_or_takes_any_shape() =>
        Assert.Equal(
            OperationCatalogue.Entries<double>().Select(entry => entry.Name).Order(),
            Errors.Select(error => error.Operation).Concat(TakeAnyShape).Distinct().Order());

    private static Parameter<double> Ones(Shape shape)
    {
        var ones = new Tensor<double>(shape);
        ones.Span.Fill(1);
        return new Parameter<double>(ones);
    }
}
