using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Operations;

/// <summary>float, which we train in, against double, which we check in: the same case in both.</summary>
public class PrecisionTests
{
    // A float is rounded by up to 6e-8 of itself. The longest sums here, such as one table row chosen 216 times, round each of their terms
    // of size about 1. That makes 1.3e-5 if all errors go one way. The worst of 50,000 cases of an operation was 4.2e-6.
    private const double Tolerance = 2e-5;

    [Theory]
    [MemberData(nameof(Catalogue.Differentiable), MemberType = typeof(Catalogue))]
    public void Single_agrees_with_double(string operation) => RandomCase.ForAll(drawn =>
    {
        double[][] singles = ValueAndGradients<float>(operation, drawn), doubles = ValueAndGradients<double>(operation, drawn);
        Assert.Equal(doubles.Length, singles.Length);
        foreach ((double[] single, double[] precise) in singles.Zip(doubles))
        {
            double allowed = Tolerance * Math.Max(1, precise.Max(Math.Abs));
            Assert.All(precise.Zip(single), pair => Assert.Equal(pair.First, pair.Second, allowed));
        }
    });

    private static double[][] ValueAndGradients<T>(string operation, RandomCase drawn) where T : unmanaged, IFloatingPointIeee754<T>
    {
        OperationCase<T> example = Catalogue.Case<T>(operation, drawn);
        Variable<T> output = example.Output();
        (output * new Constant<T>(Tensor<T>.RandomNormal(drawn.Generator(), output.Shape))).Sum().Backward();
        return [.. example.Inputs.Select(input => input.Gradient).Prepend(output.Value).Select(Widened)];
    }

    private static double[] Widened<T>(Tensor<T> tensor) where T : unmanaged, IFloatingPointIeee754<T> =>
        Array.ConvertAll(tensor.Span.ToArray(), double.CreateChecked);
}
