using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Operations;

/// <summary>A check proves only what it tries. So the catalogue has to draw every kind of case.</summary>
public class DrawnKindsTests
{
    private const int Draws = 1000;

    /// <summary>A kind of case that has to come up, and how to see it in a case's inputs and output.</summary>
    public static TheoryData<string, string> Kinds => [.. Seen.Select(kind => (kind.Operation, kind.Kind))];

    private static IReadOnlyList<(string Operation, string Kind, Func<Shape[], Variable<double>, bool> Is)> Seen =>
    [
        .. from operation in (string[])["Add", "Subtract", "Multiply", "Divide", "Maximum", "Minimum"]
           from kind in Stretched
           select (operation, kind.Kind, kind.Is),
        .. from operation in (string[])["Sum", "Mean", "Variance", "Max", "Min"]
           from kind in Reduced
           select (operation, kind.Kind, kind.Is),
        ("MatMul", "three different sizes", (x, y) => AllDiffer(x[0][^2], x[0][^1], x[1][^1])),
        ("MatMul", "two matrices", (x, y) => x[0].Rank == 2 && x[1].Rank == 2),
        ("MatMul", "batches on the left alone", (x, y) => x[0].Rank > 2 && x[1].Rank == 2),
        ("MatMul", "batches on the right alone", (x, y) => x[0].Rank == 2 && x[1].Rank > 2),
        ("MatMul", "two axes of batches", (x, y) => x[0].Rank == 4 || x[1].Rank == 4),
        ("MatMul", "a stretched batch", (x, y) => x[0].Rank == x[1].Rank && x[0].Rank > 2 && x[0][0] == 1 && x[1][0] > 1),
        ("Linear", "three different sizes", (x, y) => AllDiffer(x[0].Product(..^1), x[1][0], x[1][1])),
        ("Linear", "one row without an axis", (x, y) => x[0].Rank == 1),
        ("Linear", "three axes of rows", (x, y) => x[0].Rank == 4),
        ("Reshape", "three different sizes", (x, y) => AllDiffer(x[0][0], x[0][1], x[0][2])),
        ("Permute", "three different sizes", (x, y) => x[0].Rank == 3 && AllDiffer(x[0][0], x[0][1], x[0][2]) && !x[0].Equals(y.Shape)),
        ("Permute", "no axis", (x, y) => x[0].Rank == 0),
        ("Slice", "a part of the first axis", (x, y) => x[0].Rank > 1 && y.Shape[0] < x[0][0]),
        ("Slice", "a part of the last axis", (x, y) => x[0].Rank > 1 && y.Shape[^1] < x[0][^1]),
        ("Slice", "the whole", (x, y) => x[0].Equals(y.Shape)),
        ("Slice", "a vector", (x, y) => x[0].Rank == 1),
        ("Concat", "vectors", (x, y) => x[0].Rank == 1),
        ("Concat", "different sizes along the first axis", (x, y) => x[0].Rank > 1 && x[0][0] != x[1][0]),
        ("Concat", "different sizes along the last axis", (x, y) => x[0].Rank > 1 && x[0][^1] != x[1][^1]),
        ("Embedding", "a table that is not square", (x, y) => x[0][0] != x[0][1]),
        ("Embedding", "one index", (x, y) => y.Shape.Rank == 1),
        ("Embedding", "three axes of indices", (x, y) => y.Shape.Rank == 4),
        ("Embedding", "a row that is chosen twice", (x, y) => Chosen(y).Distinct().Count() < Chosen(y).Length),
        ("Embedding", "the last row", (x, y) => x[0][0] > 2 && Chosen(y).Contains(x[0][0] - 1)),
        ("Pick", "a matrix that is not square", (x, y) => x[0][0] != x[0][1]),
        ("Pick", "the last column", (x, y) => x[0][1] > 2 && ((Pick<double>)y).Indices.Span.Contains(x[0][1] - 1)),
        ("Softmax", "one row", (x, y) => x[0].Rank == 1 && x[0][0] > 1),
        ("Softmax", "two axes of rows", (x, y) => x[0].Rank == 3),
        ("LogSoftmax", "one row", (x, y) => x[0].Rank == 1 && x[0][0] > 1),
        ("LogSoftmax", "two axes of rows", (x, y) => x[0].Rank == 3),
        .. from operation in (string[])["Rnn", "Gru", "Lstm"]
           from kind in Sequences
           select (operation, kind.Kind, kind.Is),
        ("CrossEntropy", "one row without an axis", (x, y) => x[0].Rank == 1 && x[0][0] > 1),
        ("CrossEntropy", "more rows than classes", (x, y) => x[0].Product(..^1) > x[0][^1] && x[0][^1] > 1),
        ("CrossEntropy", "more classes than rows", (x, y) => x[0].Product(..^1) < x[0][^1] && x[0].Product(..^1) > 1),
        ("CountsCrossEntropy", "a matrix that is not square", (x, y) => x[0][0] != x[0][1] && x[0][0] > 1 && x[0][1] > 1),
    ];

    private static IEnumerable<(string Kind, Func<Shape[], Variable<double>, bool> Is)> Stretched =>
    [
        ("equal shapes", (x, y) => x[0].Rank > 0 && x[0].Equals(x[1])),
        ("the left lacks an axis", (x, y) => x[0].Rank < x[1].Rank),
        ("the right lacks an axis", (x, y) => x[1].Rank < x[0].Rank),
        ("the left is stretched", (x, y) => x[0].Rank == x[1].Rank && x[0].Zip(x[1]).Any(sizes => sizes.First == 1 && sizes.Second > 1)),
        ("the right is stretched", (x, y) => x[0].Rank == x[1].Rank && x[0].Zip(x[1]).Any(sizes => sizes.Second == 1 && sizes.First > 1)),
        ("three axes", (x, y) => y.Shape.Rank == 3),
        ("two scalars", (x, y) => x[0].Rank == 0 && x[1].Rank == 0),
    ];

    private static IEnumerable<(string Kind, Func<Shape[], Variable<double>, bool> Is)> Reduced =>
    [
        ("a scalar", (x, y) => x[0].Rank == 0),
        ("to a scalar", (x, y) => x[0].Rank > 1 && y.Shape.Rank == 0),
        ("axes kept", (x, y) => x[0].Rank > 1 && y.Shape.Rank == x[0].Rank && y.Shape.Elements < x[0].Elements),
        ("the first axis", (x, y) => x[0].Rank == 3 && x[0].Distinct().Count() == 3 && y.Shape.Equals([x[0][1], x[0][2]])),
        ("the middle axis", (x, y) => x[0].Rank == 3 && x[0].Distinct().Count() == 3 && y.Shape.Equals([x[0][0], x[0][2]])),
        ("the last axis", (x, y) => x[0].Rank == 3 && x[0].Distinct().Count() == 3 && y.Shape.Equals([x[0][0], x[0][1]])),
        ("two axes of three", (x, y) => x[0].Rank == 3 && y.Shape.Rank == 1),
    ];

    private static IEnumerable<(string Kind, Func<Shape[], Variable<double>, bool> Is)> Sequences =>
    [
        ("three different sizes", (x, y) => AllDiffer(y.Shape[0], y.Shape[1], y.Shape[2])),
        ("one step", (x, y) => y.Shape[0] > 1 && y.Shape[1] == 1 && y.Shape[2] > 1),
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_catalogue_draws(string operation, string kind)
    {
        var isOfKind = Seen.Single(seen => seen.Operation == operation && seen.Kind == kind).Is;
        Assert.Contains(Cases(operation), example => isOfKind([.. example.Inputs.Select(input => input.Shape)], example.Output()));
    }

    [Fact]
    public void The_catalogue_draws_every_exponent_that_has_a_formula_of_its_own()
    {
        var drawn = new HashSet<double>();
        foreach (OperationCase<double> example in Cases("Pow"))
        {
            (double x, double y) = (Math.Abs(example.Inputs[0].Value.Span[0]), Math.Abs(example.Output().Value.Span[0]));
            drawn.Add(Math.Round(Math.Log(y) / Math.Log(x), 4));
        }

        Assert.Equal([-2, -1, -0.5, 0, 0.5, 1, 1.7, 2, 3], drawn.Order());
    }

    [Fact]
    public void The_catalogue_draws_targets_that_are_ignored_and_some_that_are_not()
    {
        // Where a target is ignored, its row has no gradient.
        bool[] ignores =
        [
            .. Cases("CrossEntropy").Where(example => example.Inputs[0].Shape[^1] > 1).Select(example =>
            {
                example.Output().Backward();
                double[][] rows = [.. example.Inputs[0].Gradient.Span.ToArray().Chunk(example.Inputs[0].Shape[^1])];
                Assert.Contains(rows, row => row.Any(slope => slope != 0));
                return rows.Any(row => row.All(slope => slope == 0));
            }),
        ];
        Assert.InRange(ignores.Count(ignored => ignored), Draws / 20, Draws / 2);
    }

    [Theory]
    [MemberData(nameof(Catalogue.Differentiable), MemberType = typeof(Catalogue))]
    public void The_inputs_of_an_operation_are_in_the_order_that_they_are_written_in(string operation)
    {
        OperationCase<double> example = Cases(operation).First();
        Assert.Equal(example.Inputs, example.Output().Inputs);
        string expression = OperationCatalogue.Entries<double>().Single(entry => entry.Name == operation).Expression;
        int[] places = [.. example.Inputs.Select(input => expression.IndexOf(input.Label, StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    private static IEnumerable<OperationCase<double>> Cases(string operation) =>
        Enumerable.Range(0, Draws).Select(seed => Catalogue.Case<double>(operation, new RandomCase(seed, 6)));

    private static int[] Chosen(Variable<double> embedding) => ((Embedding<double>)embedding).Indices.Span.ToArray();

    private static bool AllDiffer(params int[] sizes) => sizes.Distinct().Count() == sizes.Length && !sizes.Contains(1);
}
