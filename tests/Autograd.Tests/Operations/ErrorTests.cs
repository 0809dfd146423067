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
        (
            "Maximum", () => Matrix.Maximum(Wide),
            "Maximum: shapes (2, 3) and (2, 4) do not broadcast: sizes 3 and 4 differ and neither is 1"),
        (
            "Minimum", () => Matrix.Minimum(Wide),
            "Minimum: shapes (2, 3) and (2, 4) do not broadcast: sizes 3 and 4 differ and neither is 1"),
        ("Sum", () => Matrix.Sum(2), "Sum: shape (2, 3) has no axis 2"),
        ("Sum", () => Scalar.Sum(0), "Sum: shape () has no axis 0"),
        ("Mean", () => Matrix.Mean(-3), "Mean: shape (2, 3) has no axis -3"),
        ("MatMul", () => Ones([32, 6]).MatMul(Ones([5, 100])), "MatMul: (32, 6) x (5, 100): inner sizes 6 and 5 differ"),
        ("MatMul", () => Vector.MatMul(Matrix), "MatMul: (3,) x (2, 3): both need at least two axes"),
        ("MatMul", () => Matrix.MatMul(Scalar), "MatMul: (2, 3) x (): both need at least two axes"),
        ("Linear", () => Matrix.Linear(Wide, Vector), "Linear: (2, 3) x (2, 4): inner sizes 3 and 2 differ"),
        ("Linear", () => Ones([5, 2, 3]).Linear(Wide, Vector), "Linear: (5, 2, 3) x (2, 4): inner sizes 3 and 2 differ"),
        ("Linear", () => Scalar.Linear(Matrix, Vector),
            "Linear: () x (2, 3): the input needs at least one axis, and the weights must be a matrix"),
        ("Linear", () => Matrix.Linear(Vector, Vector),
            "Linear: (2, 3) x (3,): the input needs at least one axis, and the weights must be a matrix"),
        ("Linear", () => Ones([5, 2]).Linear(Wide, Vector), "Linear: (5, 2) x (2, 4) + (3,): the bias must have shape (4,)"),
        ("Reshape", () => Matrix.Reshape([4]), "Reshape: (2, 3) has 6 elements, and (4,) has 4"),
        ("MatMul", () => Ones([2, 1, 1]).MatMul(Ones([3, 1, 1])),
            "MatMul: (2, 1, 1) x (3, 1, 1): leading axes: shapes (2,) and (3,) do not broadcast: sizes 2 and 3 differ and neither is 1"),
        ("Permute", () => Vector.Transpose(), "Transpose: needs at least two axes, and was given shape (3,)"),
        ("Permute", () => Matrix.Transpose(0, 2), "Transpose: shape (2, 3) has no axis 2"),
        ("Permute", () => Matrix.Permute(0), "Permute: shape (2, 3) has 2 axes, and 1 were given: each is needed once"),
        ("Slice", () => Matrix.Slice(1, 2, 2), "Slice: 2 places from 2 on do not lie on axis 1 of (2, 3), which has 3"),
        ("Slice", () => Matrix.Slice(0, -1, 1), "Slice: 1 places from -1 on do not lie on axis 0 of (2, 3), which has 2"),
        ("Slice", () => Matrix.Slice(0, 1, -1), "Slice: -1 places from 1 on do not lie on axis 0 of (2, 3), which has 2"),
        ("Slice", () => Matrix.Slice(2, 0, 1), "Slice: shape (2, 3) has no axis 2"),
        ("Slice", () => Matrix.Select(0, 2), "Select: axis 0 of (2, 3) has no place 2; they are numbered 0 to 1"),
        ("Slice", () => Matrix.Select(0, -1), "Select: axis 0 of (2, 3) has no place -1; they are numbered 0 to 1"),
        ("Where", () => Matrix.Where(new Tensor<double>([2, 3]), Wide),
            "Where: chooses between two of the same shape, and was given (2, 3) and (2, 4)"),
        ("Where", () => Vector.Where(new Tensor<double>([2, 3]), Vector),
            "Where: the mask's shape (2, 3) is larger than (3,), the shape of what it chooses from"),
        ("MaskedFill", () => Vector.MaskedFill(new Tensor<double>([4]), 0),
            "MaskedFill: shapes (4,) and (3,) do not broadcast: sizes 4 and 3 differ and neither is 1"),
        ("Variance", () => Matrix.Variance([2]), "Variance: shape (2, 3) has no axis 2"),
        ("Max", () => Matrix.Max([0, -2]), "Max: axis 0 of shape (2, 3) is given twice"),
        ("Max", () => Ones([2, 0]).Max(1), "Max: shape (2, 0) has an axis of size 0, along which there is no largest element"),
        ("Min", () => Matrix.Min(-3), "Min: shape (2, 3) has no axis -3"),
        ("DropoutMask", () => Matrix.Dropout(1, new TorchGenerator(1)), "Dropout: the rate must be from 0 to below 1, and is 1"),
        ("DropoutMask", () => Matrix.Dropout(-0.5, new TorchGenerator(1)), "Dropout: the rate must be from 0 to below 1, and is -0.5"),
        ("LogSoftmax", () => Scalar.LogSoftmax(), "LogSoftmax: shape () has no axis -1"),
        ("Concat", () => Matrix.Stack(0, Wide), "Stack: shapes (2, 3) and (2, 4) differ"),
        ("Concat", () => Matrix.Stack(3, Matrix), "Stack: shape (2, 3, 1) has no axis 3"),
        ("Embedding", () => Matrix.Embedding(Indices.Of(1, 2)), "Embedding: index 2 at position 1 is outside 0..1"),
        ("Concat", () => Matrix.Concat(0, Wide), "Concat: shapes (2, 3) and (2, 4) differ in an axis other than 0"),
        ("Concat", () => Matrix.Concat(-1, Vector), "Concat: shapes (2, 3) and (3,) differ in an axis other than -1"),
        ("Concat", () => Matrix.Concat(2, Matrix), "Concat: shape (2, 3) has no axis 2"),
        ("Concat", () => new Concat<double>([], 0), "Concat: needs at least one variable"),
        ("Embedding", () => Vector.Embedding(Indices.Of(0)), "Embedding: the table must be a matrix, and has shape (3,)"),
        ("Pick", () => Matrix.Pick(Indices.Of(0)), "Pick: needs a matrix and one index for each row, and was given (2, 3) and 1 indices"),
        ("Pick", () => Vector.Pick(Indices.Of(0)), "Pick: needs a matrix and one index for each row, and was given (3,) and 1 indices"),
        ("Pick", () => Matrix.Pick(Indices.Of(0, 3)), "Pick: index 3 at position 1 is outside 0..2"),
        ("Softmax", () => Scalar.Softmax(), "Softmax: shape () has no axis -1"),
        ("NormalizeRms", () => Scalar.NormalizeRms(0), "NormalizeRms: shape () has no axis -1"),
        ("NormalizeRows", () => Scalar.NormalizeRows(Vector, Vector, 0), "NormalizeRows: shape () has no axis -1"),
        ("NormalizeRows", () => Matrix.NormalizeRows(Scalar, Vector, 0),
            "NormalizeRows: (2, 3) with scale () and shift (3,): both must have shape (3,)"),
        ("NormalizeBatch", () => Matrix.NormalizeBatch(Vector, Matrix, Vector.Value, Vector.Value, 0, 0),
            "NormalizeBatch: (2, 3) with scale (3,) and shift (2, 3): both must have shape (3,)"),
        ("NormalizeBatch", () => Matrix.NormalizeBatch(Vector, Vector, new Tensor<double>([2]), new Tensor<double>([3]), 0, 0),
            "ColumnStatistics: means has 2 elements, and needs 3"),
        ("NormalizeBatch", () => Scalar.NormalizeBatch(Vector, Vector, Vector.Value, Vector.Value, 0, 0),
            "NormalizeBatch: shape () has no axis -1"),
        ("NormalizeBy", () => Wide.NormalizeBy(Vector.Value, Vector.Value, Vector, Vector, 0),
            "NormalizeBy: (2, 4) with scale (3,) and shift (3,): both must have shape (4,)"),
        ("CausalAttention", () => Ones([1, 2, 4]).CausalAttention(Ones([1, 2, 4]), Ones([1, 2, 2]), 2),
            "CausalAttention: q (1, 2, 4), k (1, 2, 4) and v (1, 2, 2) must have the same shape"),
        ("CausalAttention", () => Ones([1, 2, 4]).CausalAttention(Ones([1, 3, 4]), Ones([1, 2, 4]), 2),
            "CausalAttention: q (1, 2, 4), k (1, 3, 4) and v (1, 2, 4) must have the same shape"),
        ("CausalAttention", () => Matrix.CausalAttention(Matrix, Matrix, 1),
            "CausalAttention: needs the shape (n, time, features), and was given (2, 3)"),
        ("CausalAttention", () => Ones([1, 2, 4]).CausalAttention(Ones([1, 2, 4]), Ones([1, 2, 4]), 3),
            "CausalAttention: 3 heads cannot share 4 features out evenly"),
        ("Rnn", () => Matrix.Rnn(Matrix, Scalar),
            "Rnn: needs sums (n, time, 1 · width), a start (n, 1 · width) and weights (1, width, width), " +
            "and was given (2, 3), (2, 3) and ()"),
        ("Rnn", () => Ones([2, 4, 3]).Rnn(Ones([2, 3]), Ones([1, 2, 3])),
            "Rnn: needs sums (n, time, 1 · width), a start (n, 1 · width) and weights (1, width, width), " +
            "and was given (2, 4, 3), (2, 3) and (1, 2, 3)"),
        ("Gru", () => Ones([2, 4, 8]).Gru(Ones([2, 3]), Ones([3, 3, 3])),
            "Gru: needs sums (n, time, 3 · width), a start (n, 1 · width) and weights (3, width, width), " +
            "and was given (2, 4, 8), (2, 3) and (3, 3, 3)"),
        ("Lstm", () => Ones([2, 4, 12]).Lstm(Ones([2, 3]), Ones([4, 3, 3])),
            "Lstm: needs sums (n, time, 4 · width), a start (n, 2 · width) and weights (4, width, width), " +
            "and was given (2, 4, 12), (2, 3) and (4, 3, 3)"),
        ("CrossEntropy", () => Matrix.CrossEntropy(Indices.Of(0, 1, 2)),
            "CrossEntropy: needs logits (..., classes) and one target for each row, and was given (2, 3) and 3 targets"),
        ("CrossEntropy", () => Scalar.CrossEntropy(Indices.Of(0)),
            "CrossEntropy: needs logits (..., classes) and one target for each row, and was given () and 1 targets"),
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
