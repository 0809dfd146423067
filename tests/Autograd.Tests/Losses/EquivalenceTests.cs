using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Losses;

/// <summary>Different ways to write the same thing have the same value and the same gradient.</summary>
public class EquivalenceTests
{
    [Fact]
    public void The_lectures_way_is_the_fused_cross_entropy() => RandomCase.ForAll(drawn =>
    {
        var (logits, targets) = Classification(drawn);
        AssertSame(
            logits,
            x =>
            {
                Variable<double> counts = x.Exp();
                Variable<double> probabilities = counts / counts.Sum(1, keepDimensions: true);
                return -probabilities.Pick(targets).Log().Mean();
            },
            x => x.CrossEntropy(targets));
    });

    [Fact]
    public void Softmax_then_log_is_the_fused_cross_entropy() => RandomCase.ForAll(drawn =>
    {
        var (logits, targets) = Classification(drawn);
        AssertSame(logits, x => -x.Softmax().Pick(targets).Log().Mean(), x => x.CrossEntropy(targets));
    });

    [Fact]
    public void Counted_targets_are_rows_repeated() => RandomCase.ForAll(drawn =>
    {
        // Here, row r occurs once for each of its targets: (r, a), (r, a), (r, b) ... There, counts[r, a] = 2 and counts[r, b] = 1.
        int rows = drawn.Size, examples = 4 * drawn.Size;
        TorchGenerator generator = drawn.Generator();
        Tensor<double> logits = Tensor<double>.RandomNormal(generator, [rows, 5]);
        Indices row = new([examples]), target = new([examples]);
        generator.Integers(row.Span, 0, rows);
        generator.Integers(target.Span, 0, 5);
        var counts = new Tensor<double>([rows, 5]);
        for (int i = 0; i < examples; i++) counts[row.Span[i], target.Span[i]]++;
        AssertSame(logits, x => x.Embedding(row).CrossEntropy(target), x => x.CrossEntropy(counts));
    });

    [Fact]
    public void Embedding_is_a_product_with_one_hot_rows() => RandomCase.ForAll(drawn =>
    {
        // There are more indices than rows, so some row is chosen twice.
        int rows = drawn.Size, examples = rows + 3;
        TorchGenerator generator = drawn.Generator();
        Tensor<double> table = Tensor<double>.RandomNormal(generator, [rows, 2]);
        var indices = new Indices([examples]);
        generator.Integers(indices.Span, 0, rows);
        var oneHot = new Tensor<double>([examples, rows]);
        for (int i = 0; i < examples; i++) oneHot[i, indices.Span[i]] = 1;
        var weights = new Constant<double>(Tensor<double>.RandomNormal(generator, [examples, 2]));
        AssertSame(table, x => (x.Embedding(indices) * weights).Sum(), x => (new Constant<double>(oneHot).MatMul(x) * weights).Sum());
    });

    [Fact]
    public void A_fused_layer_is_a_product_and_a_sum() => RandomCase.ForAll(drawn =>
    {
        TorchGenerator generator = drawn.Generator();
        Constant<double> Drawn(Shape shape) => new(Tensor<double>.RandomNormal(generator, shape));
        Constant<double> data = Drawn([drawn.Size, 4]), weights = Drawn([4, 7]), bias = Drawn([7]), outer = Drawn([drawn.Size, 7]);
        AssertSame(data.Value, x => (x.Linear(weights, bias) * outer).Sum(), x => ((x.MatMul(weights) + bias) * outer).Sum());
        AssertSame(weights.Value, w => (data.Linear(w, bias) * outer).Sum(), w => ((data.MatMul(w) + bias) * outer).Sum());
        AssertSame(bias.Value, b => (data.Linear(weights, b) * outer).Sum(), b => ((data.MatMul(weights) + b) * outer).Sum());
    });

    [Fact]
    public void A_mean_is_a_sum_divided() => RandomCase.ForAll(drawn =>
    {
        Tensor<double> x = Tensor<double>.RandomNormal(drawn.Generator(), [drawn.Size, 4, 3]);
        AssertSame(x, x => x.Tanh().Mean(), x => x.Tanh().Sum() / (12 * drawn.Size));
        AssertSame(x, x => x.Mean(-1).Tanh().Sum(), x => (x.Sum(2) / 3).Tanh().Sum());
    });

    private static (Tensor<double> Logits, Indices Targets) Classification(RandomCase drawn)
    {
        TorchGenerator generator = drawn.Generator();
        Tensor<double> logits = Tensor<double>.RandomNormal(generator, [drawn.Size, 7]);
        var targets = new Indices([drawn.Size]);
        generator.Integers(targets.Span, 0, 7);
        return (logits, targets);
    }

    // Both ways round off a few dozen numbers of size 1 to 10.
    private static void AssertSame(
        Tensor<double> input, Func<Variable<double>, Variable<double>> one, Func<Variable<double>, Variable<double>> other)
    {
        var (x, y) = (new Parameter<double>(input), new Parameter<double>(input));
        var (first, second) = (one(x), other(y));
        first.Backward();
        second.Backward();
        Assert.Equal(first.Value.Item, second.Value.Item, 1e-13 * Math.Max(1, Math.Abs(first.Value.Item)));
        for (int i = 0; i < input.Length; i++) Assert.Equal(x.Gradient.Span[i], y.Gradient.Span[i], 1e-13);
    }
}
