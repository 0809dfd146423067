namespace Makemore.Autograd.Tests.Expressions;

/// <summary>Backpropagation against forward mode: two ways to the same derivative that share no code.</summary>
public class DualNumberTests
{
    // Both are exact except for rounding. A steep piece (1/x near 0) amplifies that, as it does the gradient; the worst of 100,000 was
    // 1e-13.
    private const double Tolerance = 1e-11;

    [Fact]
    public void Backward_gives_the_derivatives_of_dual_numbers() => RandomCase.ForAll(
        drawn =>
        {
            var program = new ScalarProgram(drawn.Generator(), length: drawn.Size);
            Parameter<double>[] inputs = [.. program.Inputs.Select(value => new Parameter<double>(value))];
            Variable<double> loss = program.Run(inputs);
            loss.Backward();
            Dual[] expected = [.. inputs.Select((_, i) => program.Run(withRespectTo: i))];
            double largest = expected.Max(dual => Math.Abs(dual.Derivative));
            for (int i = 0; i < inputs.Length; i++)
            {
                Assert.Equal(expected[i].Value, loss.Value.Item, Tolerance * Math.Max(1, Math.Abs(expected[i].Value)));
                Assert.Equal(expected[i].Derivative, inputs[i].Gradient.Item, Tolerance * Math.Max(1, largest));
            }
        },
        smallestSize: 5,
        largestSize: 30,
        cases: 1000);
}
