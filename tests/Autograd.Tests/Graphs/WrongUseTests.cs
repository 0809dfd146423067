using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Graphs;

/// <summary>Code that would give a wrong gradient, or a null reference, gets a message that says what is wrong and what to do.</summary>
public class WrongUseTests
{
    private readonly Parameter<double> w = new(new Tensor<double>([2], [1, 2]), "w");

    [Fact]
    public void An_operation_may_only_send_gradients_to_its_inputs()
    {
        Variable<double> y = new Undeclared(w, w * 2).Sum();
        Assert.Equal(
            "Undeclared: Backward sends a gradient to Multiply, which is not one of its inputs; give it to the base constructor too",
            Assert.Throws<InvalidOperationException>(() => y.Backward()).Message);
    }

    [Fact]
    public void An_ordinary_constructor_is_told_to_be_a_primary_one()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => new Ordinary(w));
        Assert.Contains("class Ordinary(Variable<T> x) : Variable<T>(x.Shape, x)", fault.Message);
        Assert.Contains("primary constructor", fault.Message);
    }

    [Fact]
    public void A_plain_loop_works_whether_or_not_the_input_wants_a_gradient()
    {
        var data = new Constant<double>(new Tensor<double>([2], [3, 4]));
        new Plain(w, data).Sum().Backward();
        Assert.Equal([3, 4], w.Gradient.Span);
        new Plain(data, w).Sum().Backward();
        Assert.Equal([3, 4], w.Gradient.Span);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_refuses_values_that_are_older_than_the_parameters(bool swaps)
    {
        Variable<double> loss = (w * w).Sum();
        var graph = new Graph<double>(loss);
        loss.Backward();
        if (swaps) w.Value.Span.Reverse();
        else w.Value.Span[1] = 2.5;
        string message = Assert.Throws<InvalidOperationException>(() => loss.Backward()).Message;
        Assert.StartsWith("Backward: w changed after Multiply was computed", message);

        graph.Forward();
        graph.Backward();
        Assert.Equal(w.Value.Span.ToArray().Select(value => 2 * value), w.Gradient.Span.ToArray());
    }

    [Fact]
    public void Backward_refuses_values_that_are_older_than_an_exchange_of_two_parameters()
    {
        var v = new Parameter<double>(new Tensor<double>([2], [3, 4]), "v");
        Variable<double> loss = (w - v).Sum();
        (w.Value[0], w.Value[1], v.Value[0], v.Value[1]) = (v.Value[0], v.Value[1], w.Value[0], w.Value[1]);
        Assert.StartsWith(
            "Backward: w, v changed after Subtract was computed",
            Assert.Throws<InvalidOperationException>(() => loss.Backward()).Message);
    }

    [Fact]
    public void Backward_refuses_a_value_that_is_older_than_a_small_change_of_one_of_two_parameters()
    {
        var v = new Parameter<double>(new Tensor<double>([2], [3, 4]), "v");
        Variable<double> loss = (w - v).Sum();
        w.Value[1] += Math.Pow(2, -19); // one bit, the lowest of the upper half of a double
        Assert.Throws<InvalidOperationException>(() => loss.Backward());
    }

    [Fact]
    public void A_step_in_one_call_gives_the_same_gradient_and_leaves_values_that_Backward_does_not_trust()
    {
        var graph = new Graph<double>((w * w).Sum());
        w.Value.Span[0] = -3;
        graph.ForwardAndBackward();
        graph.ForwardAndBackward();
        Assert.Equal([-6, 4], w.Gradient.Span);
        graph.ForwardAndBackward(accumulate: true);
        Assert.Equal([-12, 8], w.Gradient.Span);
        Assert.Throws<InvalidOperationException>(() => graph.Backward());
        graph.Forward();
        graph.Backward();
        Assert.Equal([-6, 4], w.Gradient.Span);
    }

    [Fact]
    public void Backward_refuses_an_expression_whose_parameters_changed_since()
    {
        Variable<double> loss = (w * 3).Tanh().Sum();
        w.Value.Span[0] = 7;
        Assert.Throws<InvalidOperationException>(() => loss.Backward());
    }

    [Fact]
    public void A_replay_refuses_a_constant_that_holds_what_another_node_computed()
    {
        Variable<double> teacher = w.Tanh();
        teacher.Name = "teacher";
        Variable<double> loss = (w - new Constant<double>(teacher.Value.Reshape([2]), "target")).Sum();
        loss.Backward(); // Once, at the values it was written with, it is right.
        string message = Assert.Throws<InvalidOperationException>(() => new Graph<double>(loss).Forward()).Message;
        Assert.Equal(
            "Forward: target is a constant over the value of teacher, which a replay does not compute for it; " +
            "use Detach() to take a variable as given",
            message);
    }

    [Fact]
    public void A_detached_variable_is_taken_as_given_and_followed_by_a_replay()
    {
        var graph = new Graph<double>((w * w.Tanh().Detach()).Sum());
        graph.Backward();
        Assert.Equal([Math.Tanh(1), Math.Tanh(2)], w.Gradient.Span);
        w.Value.Span[0] = -5;
        graph.Forward();
        graph.Backward();
        Assert.Equal(Math.Tanh(-5), w.Gradient.Span[0]);
    }

    // y = x, and a gradient for a variable that it was not made from.
    private sealed class Undeclared(Variable<double> x, Variable<double> other) : Variable<double>(x.Shape, x)
    {
        protected override void Forward() => x.Value.Span.CopyTo(Value);

        protected override void Backward() => GradientOf(other).Accumulator()[0] += 1;
    }

    // The field has no value yet when the base constructor calls Forward.
    private sealed class Ordinary : Variable<double>
    {
        private readonly Variable<double> x;

        public Ordinary(Variable<double> x) : base(x.Shape, x) => this.x = x;

        protected override void Forward() => x.Value.Span.CopyTo(Value);

        protected override void Backward() => Gradient.Span.CopyTo(GradientOf(x).Span);
    }

    // y = a · b, without checking which of them wants a gradient.
    private sealed class Plain(Variable<double> a, Variable<double> b) : Variable<double>(a.Shape, a, b)
    {
        protected override void Forward()
        {
            for (int i = 0; i < Value.Length; i++) Value.Span[i] = a.Value.Span[i] * b.Value.Span[i];
        }

        protected override void Backward()
        {
            Span<double> da = GradientOf(a).Accumulator(), db = GradientOf(b).Accumulator();
            for (int i = 0; i < Value.Length; i++)
            {
                da[i] += Gradient.Span[i] * b.Value.Span[i];
                db[i] += Gradient.Span[i] * a.Value.Span[i];
            }
        }
    }
}
