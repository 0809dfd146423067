using Makemore.Tensors;

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
            // The right operand is the one that is kept away from 0 where it divides.
            OperationCase<double> example = Catalogue.Case<double>(operation, drawn);
            Parameter<double> x = example.Inputs[1];
            if (operation == "MatMul" && x.Shape[0] != x.Shape[1]) return;
            AssertGradients(new OperationCase<double>([x], inputs => example.Build([inputs[0], inputs[0]])), example.Build([x, x]), drawn);
            compared++;
        });
        Assert.True(compared > 20, $"only {compared} cases had a square matrix");
    }

    [Theory]
    [MemberData(nameof(Catalogue.Differentiable), MemberType = typeof(Catalogue))]
    public void Is_not_zero_everywhere_unless_the_operation_is_constant(string operation) => RandomCase.ForAll(drawn =>
    {
        OperationCase<double> example = Catalogue.Case<double>(operation, drawn);
        Variable<double> output = example.Output();
        GradientCheck.Compare(output, drawn.Generator());
        bool IsZero(Parameter<double> input) => input.Gradient.Span.IndexOfAnyExcept(0.0) < 0;
        if (operation is "Maximum" or "Minimum") Assert.False(example.Inputs.All(IsZero)); // one of the two may never be taken
        else
            foreach (Parameter<double> input in example.Inputs)
                Assert.Equal(IsConstant(operation, input.Shape, output.Value), IsZero(input));
    });

    // Where no nudge of the input moves the output.
    private static bool IsConstant(string operation, Shape input, Tensor<double> output) => operation switch
    {
        "Softmax" or "CrossEntropy" or "CountsCrossEntropy" => input[^1] == 1, // the probability of the only class is 1
        "Pow" => output.Span.IndexOfAnyExcept(1.0) < 0, // the exponent is 0
        "Relu" or "Clamp" => output.Span.IndexOfAnyExcept(0.0) < 0, // every input is negative
        _ => false,
    };

    private static void AssertGradients(OperationCase<double> example, Variable<double> output, RandomCase drawn)
    {
        IReadOnlyList<GradientComparison> comparisons = GradientCheck.Compare(output, drawn.Generator());
        Assert.Equal(example.Inputs.Count, comparisons.Count);
        Assert.All(comparisons, comparison => Assert.True(comparison.Passes, comparison.ToString()));
    }
}
