using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Losses;

/// <summary>Logits of ±10,000, whose exponentials are 0 and infinity even in double. Values and gradients stay finite and right.</summary>
public class ExtremeLogitsTests
{
    private const int Rows = 4, Columns = 5;

    private static readonly Indices Targets = Indices.Of(0, 4, 2, 1);

    // Far apart, equal and large, equal and small, and mixed with ordinary ones.
    private static readonly double[] Logits =
    [
        1e4, -1e4, 0, 1e4, 3,
        1e4, 1e4, 1e4, 1e4, 1e4,
        -1e4, -1e4, -1e4, -1e4, -1e4,
        -1e4, 0.5, 1.5, -2, -1e4,
    ];

    [Fact]
    public void Cross_entropy_in_double() => CheckCrossEntropy<double>(1e-15);

    [Fact]
    public void Cross_entropy_in_float() => CheckCrossEntropy<float>(3e-7);

    [Fact]
    public void Softmax_in_double() => CheckSoftmax<double>(1e-15);

    [Fact]
    public void Softmax_in_float() => CheckSoftmax<float>(3e-7);

    private static void CheckCrossEntropy<T>(double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Parameter<T> logits = LogitsIn<T>();
        Variable<T> loss = logits.CrossEntropy(Targets);
        loss.Backward();
        double expected = Enumerable.Range(0, Rows).Average(Loss);
        Assert.Equal(expected, double.CreateChecked(loss.Value.Item), tolerance * expected);
        for (int i = 0; i < Logits.Length; i++)
        {
            double hit = Targets.Span[i / Columns] == i % Columns ? 1 : 0;
            Assert.Equal((Probability(i) - hit) / Rows, double.CreateChecked(logits.Gradient.Span[i]), tolerance);
        }

        var counts = new Tensor<T>([Rows, Columns]);
        for (int row = 0; row < Rows; row++) counts[row, Targets.Span[row]] = T.One;
        // Counts weigh the log-sum-exp of a row, which is as exact as its largest logit.
        Assert.Equal(expected, double.CreateChecked(logits.CrossEntropy(counts).Value.Item), tolerance * 1e4);
    }

    private static void CheckSoftmax<T>(double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Parameter<T> logits = LogitsIn<T>();
        Variable<T> probabilities = logits.Softmax();
        probabilities.Pick(Targets).Sum().Backward();
        for (int i = 0; i < Logits.Length; i++)
        {
            Assert.Equal(Probability(i), double.CreateChecked(probabilities.Value.Span[i]), tolerance);
            // ∂p[target] / ∂logit[j] = p[target] · ([j = target] − p[j])
            int target = Targets.Span[i / Columns];
            double expected = Probability((i / Columns * Columns) + target) * ((target == i % Columns ? 1 : 0) - Probability(i));
            Assert.Equal(expected, double.CreateChecked(logits.Gradient.Span[i]), tolerance);
        }
    }

    private static Parameter<T> LogitsIn<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
        new(new Tensor<T>([Rows, Columns], Array.ConvertAll(Logits, T.CreateChecked)));

    // Relative to the row's largest logit, so that nothing overflows and its size does not cost digits.
    private static double Probability(int i) => Math.Exp(Logits[i] - Largest(i / Columns)) / SumOfExponentials(i / Columns);

    private static double Loss(int row) => Math.Log(SumOfExponentials(row)) + (Largest(row) - Logits[(row * Columns) + Targets.Span[row]]);

    private static double SumOfExponentials(int row) => Row(row).Sum(logit => Math.Exp(logit - Largest(row)));

    private static double Largest(int row) => Row(row).Max();

    private static IEnumerable<double> Row(int row) => Logits.Skip(row * Columns).Take(Columns);
}
