using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Checking;

/// <summary>The check itself is checked: it passes a correct operation, and fails each kind of wrong one.</summary>
public class GradientCheckTests
{
    private readonly Parameter<double> x = new(new Tensor<double>([2, 2], [-1, 0.5, 2, 3]), "x");

    [Fact]
    public void Passes_an_operation_that_is_right()
    {
        Assert.True(Check(Sine.RightContribution).Passes);
        Assert.True(Compare(new Sine((x * x).Mean(), Sine.RightContribution)).Passes);
    }

    /// <summary>A quotient's error grows with the third derivative, here 10⁹: without extrapolation it is 5e-5 of the gradient.</summary>
    [Fact]
    public void Passes_where_the_loss_is_strongly_curved_and_fails_there_what_is_slightly_wrong()
    {
        Assert.True(Compare(new Sine(x * 1000, Sine.RightContribution)).Passes);
        Assert.Equal(1e-4, Compare(new Sine(x * 1000, (x, arriving) => 1.0001 * arriving * Math.Cos(x))).Error, 1e-5);
    }

    [Fact]
    public void Fails_a_wrong_sign() => Assert.Equal(2, Check((x, arriving) => -arriving * Math.Cos(x)).Error, 1e-6);

    [Fact]
    public void Fails_a_factor_that_is_off_by_a_thousandth() =>
        Assert.Equal(1e-3, Check((x, arriving) => 1.001 * arriving * Math.Cos(x)).Error, 1e-4);

    [Fact]
    public void Fails_an_operation_that_ignores_what_arrives() => Assert.False(Check((x, arriving) => Math.Cos(x)).Passes);

    [Fact]
    public void Fails_a_scalar_operation_that_ignores_what_arrives() =>
        Assert.False(Compare(new Sine(x.Mean(), (x, arriving) => Math.Cos(x))).Passes);

    [Fact]
    public void Fails_a_gradient_that_is_never_sent() => Assert.False(Check((x, arriving) => 0).Passes);

    [Fact]
    public void Fails_an_operation_that_overwrites_what_others_contributed()
    {
        Assert.True(Compare(new Square(x, forgetful: false) + new Square(x, forgetful: false)).Passes);
        string message = Assert.Throws<InvalidOperationException>(() => Compare(new Square(x, forgetful: true) * 1)).Message;
        Assert.Equal("Square: Backward asks where the gradient of x (2, 2) goes, and does not write element 0", message);
    }

    [Fact]
    public void Fails_an_operation_that_asks_for_a_contribution_and_writes_only_some_of_it()
    {
        string message = Assert.Throws<InvalidOperationException>(() => Compare(new AllButTheLast(x))).Message;
        Assert.Equal("AllButTheLast: Backward asks where the gradient of x (2, 2) goes, and does not write element 3", message);
    }

    [Fact]
    public void Fails_an_operation_that_overwrites_what_others_sent()
    {
        string message = Assert.Throws<InvalidOperationException>(() => Compare(new LastWord(x))).Message;
        Assert.Equal(
            "LastWord: Backward does not add its part to the gradient of x (2, 2): element 0 loses what others sent; write += instead of =",
            message);
    }

    [Fact]
    public void Names_the_worst_element_with_both_values()
    {
        var right = Check(Sine.RightContribution);
        GradientComparison wrong = Check((x, arriving) => (arriving * Math.Cos(x)) + (x == 2 ? 5 : 0));
        Assert.Same(x, wrong.Parameter);
        Assert.Equal(2, wrong.WorstElement);
        Assert.Equal(5, wrong.Analytic - wrong.Numeric, 1e-6);
        Assert.Equal(
            FormattableString.Invariant(
                $"x (2, 2) element 2: Backward() says {wrong.Analytic:R}, central difference {wrong.Numeric:R}, error {wrong.Error:E1}"),
            wrong.ToString());
        Assert.True(right.Error < 1e-8);
    }

    [Fact]
    public void Fails_a_gradient_that_is_not_a_number()
    {
        GradientComparison one = Check((x, arriving) => x == 0.5 ? double.NaN : arriving * Math.Cos(x));
        Assert.Equal(double.NaN, one.Error);
        Assert.Equal(1, one.WorstElement);
        Assert.False(one.Passes);
        Assert.Equal(0, Check((x, arriving) => double.NaN).WorstElement);
        Assert.False(Check((x, arriving) => double.PositiveInfinity).Passes);
    }

    [Fact]
    public void Fails_a_value_that_is_not_a_number() => Assert.False(Compare((x - 5).Log()).Passes);

    [Fact]
    public void Passes_gradients_that_are_all_zero()
    {
        Assert.Equal(0, Compare(x * 0).Error);
        Assert.True(Compare(x.Reshape([4, 1]).Softmax()).Passes);
    }

    // Doubles above 2⁵³ = 9e15 are whole and even.
    [Fact]
    public void Passes_a_gradient_so_large_that_adding_1_rounds_it() =>
        Assert.True(Compare(new Parameter<double>(Tensor<double>.Ones([100]), "x") * 1e16).Passes);

    [Fact]
    public void Passes_a_parameter_without_elements()
    {
        GradientComparison nothing = Compare(new Parameter<double>(new Tensor<double>([0])) * 2);
        Assert.Equal((0, 0, 0, 0), (nothing.Error, nothing.WorstElement, nothing.Analytic, nothing.Numeric));
    }

    [Fact]
    public void An_error_of_the_tolerance_counts_as_wrong()
    {
        Assert.False(new GradientComparison(x, 1e-6, 0, 1, 1).Passes);
        Assert.True(new GradientComparison(x, Math.BitDecrement(1e-6), 0, 1, 1).Passes);
    }

    [Fact]
    public void Computes_an_output_again_whose_parameters_changed_since()
    {
        Variable<double> y = x.Tanh();
        x.Value.Span.Clear();
        GradientComparison comparison = Compare(y);
        Assert.True(comparison.Passes);
        Assert.Equal(new double[4], y.Value.Span.ToArray());
    }

    [Fact]
    public void Compares_every_parameter_and_leaves_their_values_as_they_were()
    {
        var w = new Parameter<double>(new Tensor<double>([2], [3, 4]), "w");
        double[] before = [.. x.Value.Span, .. w.Value.Span];
        Variable<double> output = x * w;
        double[] value = output.Value.Span.ToArray();
        Assert.Equal(["x", "w"], GradientCheck.Compare(output, new TorchGenerator(1)).Select(comparison => comparison.Parameter.Name));
        Assert.Equal(before, (double[])[.. x.Value.Span, .. w.Value.Span]);
        Assert.Equal(value, output.Value.Span);
    }

    // y is the same for every x, and Backward sends 1e-7: an error over nothing but the floor.
    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e3)]
    public void Measures_an_error_by_the_size_of_the_terms_if_there_is_no_gradient(double y)
    {
        double terms = Tensor<double>.RandomNormal(new TorchGenerator(1234), x.Shape).Span.ToArray().Sum(weight => Math.Abs(y * weight));
        GradientComparison comparison = Compare(new Flat(x, y, (_, _) => 1e-7));
        Assert.Equal(1e-7 / (1e-4 * Math.Max(1, terms)), comparison.Error, 1e-9);
        Assert.Equal(0, comparison.WorstElement); // of equals, the first
        Assert.Equal(terms > 1, comparison.Passes);
    }

    [Fact]
    public void Measures_an_error_by_the_largest_gradient_be_it_sent_or_measured()
    {
        var one = new Parameter<double>(0.0, "x");
        Assert.Equal(0.5, Compare(new Sine(one, (_, arriving) => 2 * arriving)).Error, 1e-6);
        Assert.Equal(0.5, Compare(new Sine(one, (_, arriving) => arriving / 2)).Error, 1e-6);
    }

    [Fact]
    public void Nudges_an_element_by_its_scale_and_at_least_by_that_of_1()
    {
        var seen = new List<double>();
        var wide = new Parameter<double>(new Tensor<double>([3], [0.25, -1000, 2]), "x");
        GradientCheck.Compare(new Flat(wide, 1, (_, _) => 0, seen), new TorchGenerator(1));
        double h = Math.Pow(2, -52.0 / 3);
        Assert.Equal(h, GradientCheck.Nudge, 1e-12);
        double[] expected = [0.25 - h, 0.25, 0.25 + h, -1000 - (1000 * h), -1000, -1000 + (1000 * h), 2 - (2 * h), 2, 2 + (2 * h)];
        Assert.Equal(expected.Order(), seen.Distinct().Order(), (one, other) => Math.Abs(one - other) < 1e-9);
    }

    [Fact]
    public void Says_what_it_measured_even_if_nothing_is_wrong()
    {
        var one = new Parameter<double>(0.3, "x");
        double measured = Compare(new Sine(one, Sine.RightContribution)).Numeric;
        GradientComparison exact = Compare(new Sine(one, (_, _) => measured));
        Assert.Equal((0, measured, measured, 0), (exact.Error, exact.Numeric, exact.Analytic, exact.WorstElement));
    }

    [Fact]
    public void Leaves_values_that_a_gradient_can_be_computed_from()
    {
        Variable<double> y = (x * x).Tanh();
        double[] before = y.Value.Span.ToArray();
        Compare(y);
        Assert.Equal(before, y.Value.Span.ToArray());
        y.Sum().Backward();
    }

    [Fact]
    public void Needs_a_parameter() =>
        Assert.Throws<InvalidOperationException>(() => GradientCheck.Compare(new Constant<double>(1).Tanh(), new TorchGenerator(1)));

    private GradientComparison Check(Func<double, double, double> contribution) => Compare(new Sine(x, contribution));

    private static GradientComparison Compare(Variable<double> output) =>
        Assert.Single(GradientCheck.Compare(output, new TorchGenerator(1234)));

    // y = x². The forgetful one writes x's gradient without asking whether another contribution has arrived.
    private sealed class Square(Variable<double> x, bool forgetful) : Variable<double>(x.Shape, x)
    {
        protected override void Forward()
        {
            for (int i = 0; i < Value.Length; i++) Value.Span[i] = x.Value.Span[i] * x.Value.Span[i];
        }

        protected override void Backward()
        {
            Destination<double> asked = GradientOf(x);
            Span<double> sum = forgetful ? Destination<double>.Overwrite(x.Gradient).Accumulator() : asked.Accumulator();
            for (int i = 0; i < sum.Length; i++) sum[i] += 2 * x.Value.Span[i] * Gradient.Span[i];
        }
    }

    // y = x; right only if no other contribution came before.
    private sealed class LastWord(Variable<double> x) : Variable<double>(x.Shape, x)
    {
        protected override void Forward() => x.Value.Span.CopyTo(Value);

        protected override void Backward() => Gradient.Span.CopyTo(GradientOf(x).Accumulator());
    }

    // y = x; but the last element's gradient is never sent.
    private sealed class AllButTheLast(Variable<double> x) : Variable<double>(x.Shape, x)
    {
        protected override void Forward() => x.Value.Span.CopyTo(Value);

        protected override void Backward() => Gradient.Span[..^1].CopyTo(GradientOf(x).Span);
    }

    // y is a constant, whatever x is. It can note what it saw as x.
    private sealed class Flat(Variable<double> x, double y, Func<double, double, double> contribution, List<double>? seen = null)
        : Variable<double>(x.Shape, x)
    {
        protected override void Forward()
        {
            seen?.AddRange(x.Value.Span);
            Value.Span.Fill(y);
        }

        protected override void Backward()
        {
            Span<double> sum = GradientOf(x).Accumulator();
            for (int i = 0; i < sum.Length; i++) sum[i] += contribution(x.Value.Span[i], Gradient.Span[i]);
        }
    }
}
