using System.Numerics;

namespace Makemore.Tensors.Tests;

public class AttentionHeadsTests
{
    /// <summary>One sequence and several, one head and several, and times below, at and above the lengths of all vectors.</summary>
    public static TheoryData<int, int, int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int, int, int> { { 0, 3, 2, 2 }, { 2, 0, 2, 2 }, { 3, 5, 4, 4 }, { 2, 16, 1, 16 }, { 2, 8, 3, 1 } };
            for (int time = 1; time <= 40; time++) shapes.Add(1, time, 2, 3);
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void It_agrees_with_plain_loops(int n, int time, int heads, int size)
    {
        Check<double>([n, time, heads * size], heads, 1e-13);
        Check<float>([n, time, heads * size], heads, 1e-5);
    }

    [Fact]
    public void What_is_added_to_itself_gets_all_three_gradients()
    {
        var attention = new AttentionHeads("attention", [1, 5, 4], heads: 2);
        Tensor<double> x = Normal<double>([1, 5, 4], 1), dy = Normal<double>([1, 5, 4], 2), dx = Tensor<double>.Full([1, 5, 4], double.NaN);
        (Tensor<double> weights, Tensor<double> y) = (new(attention.Weights), new(x.Shape));
        attention.Attend<double>(x, x, x, weights, y);
        attention.Gradient<double>(x, x, x, weights, dy, dx, Destination<double>.AddTo(dx), Destination<double>.AddTo(dx));
        (Tensor<double> dq, Tensor<double> dk, Tensor<double> dv) = Reference.CausalAttentionGradients(x, x, x, 2, dy);
        for (int i = 0; i < dx.Length; i++) Assert.Equal(dq.Span[i] + dk.Span[i] + dv.Span[i], dx.Span[i], 1e-13);
    }

    [Fact]
    public void The_future_is_not_looked_at_whatever_it_holds()
    {
        var attention = new AttentionHeads("attention", [1, 3, 1], heads: 1);
        (Tensor<double> weights, var y) = (new Tensor<double>(attention.Weights), new double[3]);
        attention.Attend<double>([1, 2, 3], [1, 2000, double.NaN], [7, 8, 9], weights, y);
        Assert.Equal([7, 8, double.NaN], y); // 2 · 2000 against 2 · 1: the second place sees only itself
    }

    [Fact]
    public void Shapes_that_cannot_be_shared_out_are_refused()
    {
        Assert.Equal("A: needs the shape (n, time, features), and was given (2, 3)", Refusal([2, 3], 1));
        Assert.Equal("A: 2 heads cannot share 3 features out evenly", Refusal([1, 1, 3], 2));
        Assert.Equal("A: 0 heads cannot share 3 features out evenly", Refusal([1, 1, 3], 0));

        static string Refusal(Shape shape, int heads) => Assert.Throws<ArgumentException>(() => new AttentionHeads("A", shape, heads)).Message;
    }

    private static void Check<T>(Shape shape, int heads, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var attention = new AttentionHeads("attention", shape, heads);
        Tensor<T> q = Normal<T>(shape, 1), k = Normal<T>(shape, 2), v = Normal<T>(shape, 3), dy = Normal<T>(shape, 4);
        Tensor<T> weights = Tensor<T>.Full(attention.Weights, T.NaN), y = Tensor<T>.Full(shape, T.NaN);
        attention.Attend<T>(q, k, v, weights, y);
        AssertClose(Reference.CausalAttention(q, k, v, heads), y, tolerance);

        (Tensor<T> dq, Tensor<T> dk, Tensor<T> dv) = Reference.CausalAttentionGradients(q, k, v, heads, dy);
        Tensor<T> q2 = Tensor<T>.Full(shape, T.NaN), k2 = Tensor<T>.Full(shape, T.NaN), v2 = Tensor<T>.Full(shape, T.NaN);
        attention.Gradient<T>(q, k, v, weights, dy, q2, k2, v2);
        AssertClose(dq, q2, tolerance);
        AssertClose(dk, k2, tolerance);
        AssertClose(dv, v2, tolerance);

        // Added to, one after another; the others are not wanted.
        attention.Gradient<T>(q, k, v, weights, dy, Destination<T>.AddTo(q2), default, default);
        attention.Gradient<T>(q, k, v, weights, dy, default, Destination<T>.AddTo(k2), default);
        attention.Gradient<T>(q, k, v, weights, dy, default, default, Destination<T>.AddTo(v2));
        foreach ((Tensor<T> once, Tensor<T> twice) in new[] { (dq, q2), (dk, k2), (dv, v2) })
        {
            for (int i = 0; i < once.Length; i++) once.Span[i] *= T.CreateChecked(2);
            AssertClose(once, twice, tolerance);
        }
    }

    private static void AssertClose<T>(Tensor<T> expected, Tensor<T> actual, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double wanted = double.CreateChecked(expected.Span[i]);
            Assert.Equal(wanted, double.CreateChecked(actual.Span[i]), tolerance * Math.Max(1, Math.Abs(wanted)));
        }
    }

    private static Tensor<T> Normal<T>(Shape shape, ulong seed) where T : unmanaged, IFloatingPointIeee754<T> =>
        Tensor<T>.RandomNormal(new TorchGenerator(seed), shape);
}
