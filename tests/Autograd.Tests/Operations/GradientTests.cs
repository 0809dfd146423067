namespace Makemore.Autograd.Tests.Operations;

/// <summary>Every operation, every differentiable input: <c>Backward()</c> against central differences in float64.</summary>
public class GradientTests
{
    [Theory]
    [MemberData(nameof(Catalogue.Differentiable), MemberType = typeof(Catalogue))]
    public void Is_the_central_difference(string operation) => RandomCase.ForAll(drawn =>
    {
        OperationCase<double> example = Catalogue.Case<double>(operation, drawn);
        AssertGradients(example, example.Output(), drawn);
    });

    [Theory]
    [MemberData(nameof(Catalogue.Differentiable), MemberType = typeof(Catalogue))]
    public void Is_right_where_the_output_is_used_twice(string operation) => RandomCase.ForAll(drawn =>
    {
        OperationCase<double> example = Catalogue.Case<double>(operation, drawn);
        Variable<double> y = example.Output();
        AssertGradients(example, y * y, drawn);
    });

    [Theory]
    [MemberData(nameof(Catalogue.Differentiable), MemberType = typeof(Catalogue))]
    public void Is_right_where_the_inputs_are_used_twice(string operation) => RandomCase.ForAll(drawn =>
    {
        OperationCase<double> example = Catalogue.Case<double>(operation, drawn);
        AssertGradients(example, example.Output() * example.Output(), drawn);
    });

    [Theory]
    [InlineData("Add")]
    [InlineData("Subtract")]
    [InlineData("Multiply")]
    [InlineData("Divide")]
    [InlineData("MatMul")]
    [InlineData("Concat")]
    public void Is_right_where_both_operands_are_the_same_variable(string operation)
    {
        int compared = 0;
        RandomCase.ForAll(drawn =>
        {
            // The right operand is kept away from 0 if it divides.
            OperationCase<double> example = Catalogue.Case<double>(operation, drawn);
            Parameter<double> x = example.Inputs[1];
            if (operation == "MatMul" && (x.Shape.Rank < 2 || x.Shape[^1] != x.Shape[^2])) return;
            AssertGradients(new OperationCase<double>([x], inputs => example.Build([inputs[0], inputs[0]])), example.Build([x, x]), drawn);
            compared++;
        });
        Assert.True(compared > 20, $"only {compared} cases had a square matrix");
    }

    [Theory]
    [MemberData(nameof(Catalogue.Differentiable), MemberType = typeof(Catalogue))]
    public void Is_not_zero_in_every_case(string operation)
    {
        var (inputs, moved) = (new HashSet<string>(), new HashSet<string>());
        RandomCase.ForAll(drawn =>
        {
            OperationCase<double> example = Catalogue.Case<double>(operation, drawn);
            GradientCheck.Compare(example.Output(), drawn.Generator());
            foreach (Parameter<double> input in example.Inputs)
            {
                inputs.Add(input.Label);
                if (input.Gradient.Span.IndexOfAnyExcept(0.0) >= 0) moved.Add(input.Label);
            }
        });
        Assert.Equal(inputs.Order(), moved.Order());
    }

    private static void AssertGradients(OperationCase<double> example, Variable<double> output, RandomCase drawn)
    {
        IReadOnlyList<GradientComparison> comparisons = GradientCheck.Compare(output, drawn.Generator());
        Assert.Equal(example.Inputs.Count, comparisons.Count);
        Assert.All(comparisons, comparison => Assert.True(comparison.Passes, comparison.ToString()));
    }
}
