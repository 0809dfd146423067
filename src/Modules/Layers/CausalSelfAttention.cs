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
        (Variable<T> q, Variable<T> k, Variable<T> v) = (Query.Forward(x), Key.Forward(x), Value.Forward(x));
        return Output.Forward(q.CausalAttention(k, v, heads));
    }

    /// <summary>
    /// The same for one new place, (1, features) to (1, features). The keys and values of the places before are remembered.
    /// </summary>
    public Variable<T> Forward(Variable<T> x, Past<T> past)
    {
        (int time, int features) = (past.Capacity, x.Shape[^1]);
        int size = features / heads;
        Variable<T> q = Query.Forward(x).Reshape([heads, 1, size]); // each head's own question
        Variable<T> k = past.Remember(Key.Forward(x)).Reshape([time, heads, size]).Permute(1, 2, 0); // (heads, size, time)
        Variable<T> v = past.Remember(Value.Forward(x)).Reshape([time, heads, size]).Permute(1, 0, 2); // (heads, time, size)
        Variable<T> weights = ((q.MatMul(k) * (1 / Math.Sqrt(size))) + past.Future).Softmax(); // (heads, 1, time)
        return Output.Forward(weights.MatMul(v).Reshape([1, features]));
    }

    /// <summary>
    /// w[s, h, i, j]: how much place i of sequence s looks at place j with head h, (n, heads, time, time), for x (n, time, features).
    /// </summary>
    public Tensor<T> Weights(Variable<T> x) => Reference.AttentionWeights(Query.Forward(x).Value, Key.Forward(x).Value, heads);
}
