using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// Lets each place of a sequence look at itself and the places before it. Each place asks a question q, offers a key k, and has a value v
/// to give. It gets the average of the values, weighted by how well the keys answer its question: softmax(q·kᵀ / √size) · v. Several heads
/// do this side by side, each on its own part of the features. Vaswani et al., "Attention Is All You Need" (2017), sections 3.2.1 to 3.2.3.
/// </summary>
public sealed class CausalSelfAttention<T> : Module<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int heads;

    /// <summary>A layer for places of <paramref name="features"/> numbers each.</summary>
    /// <param name="features">The number of features of a place, which is also that of its output.</param>
    /// <param name="heads">How many heads share the features out.</param>
    /// <param name="values">Where the weights come from: query, key, value, output.</param>
    /// <param name="hasBias">False for no biases.</param>
    /// <param name="weights">How the weights begin; by default <see cref="Initial.TorchLinear"/>.</param>
    /// <exception cref="ArgumentException">The heads are fewer than 1, or do not share the features out evenly.</exception>
    public CausalSelfAttention(int features, int heads, ValueSource<T> values, bool hasBias = true, Initial? weights = null)
    {
        if (heads < 1 || features % heads != 0)
            throw new ArgumentException($"CausalSelfAttention: {heads} heads cannot share {features} features out evenly");
        this.heads = heads;
        Query = Add("query", new LinearLayer<T>(features, features, values, hasBias, weights));
        Key = Add("key", new LinearLayer<T>(features, features, values, hasBias, weights));
        Value = Add("value", new LinearLayer<T>(features, features, values, hasBias, weights));
        Output = Add("output", new LinearLayer<T>(features, features, values, hasBias, weights));
    }

    /// <summary>(features, features): what a place looks for.</summary>
    public LinearLayer<T> Query { get; }

    /// <summary>(features, features): what a place can be found by.</summary>
    public LinearLayer<T> Key { get; }

    /// <summary>(features, features): what a place gives to those that find it.</summary>
    public LinearLayer<T> Value { get; }

    /// <summary>(features, features): mixes what the heads got.</summary>
    public LinearLayer<T> Output { get; }

    /// <summary>(n, time, features) to the same shape.</summary>
    /// <exception cref="ArgumentException">x has other than three axes.</exception>
    public Variable<T> Forward(Variable<T> x)
    {
        if (x.Shape.Rank != 3) throw new ArgumentException($"CausalSelfAttention: x must be (n, time, features), and is {x.Shape}");
        int time = x.Shape[1], size = x.Shape[2] / heads;
        (Variable<T> q, Variable<T> k, Variable<T> v) =
            (Split(Query.Forward(x)), Split(Key.Forward(x)), Split(Value.Forward(x))); // each (n, heads, time, size)
        Variable<T> scores = q.MatMul(k.Transpose()) / Math.Sqrt(size); // (n, heads, time, time)
        Variable<T> attention = scores.MaskedFill(Future(time), double.NegativeInfinity).Softmax(); // each row sums to 1
        return Output.Forward(Join(attention.MatMul(v)));
    }

    // (n, time, features) to (n, heads, time, size): each head gets its part of every place.
    private Variable<T> Split(Variable<T> x) =>
        x.Reshape([x.Shape[0], x.Shape[1], heads, x.Shape[2] / heads]).Permute(0, 2, 1, 3);

    // The other way around.
    private static Variable<T> Join(Variable<T> x) =>
        x.Permute(0, 2, 1, 3).Reshape([x.Shape[0], x.Shape[2], x.Shape[1] * x.Shape[3]]);

    // 1 where the column is later than the row: what a place must not look at.
    private static Tensor<T> Future(int time)
    {
        var mask = new Tensor<T>([time, time]);
        for (int now = 0; now < time; now++)
            for (int later = now + 1; later < time; later++) mask[now, later] = T.One;
        return mask;
    }
}
