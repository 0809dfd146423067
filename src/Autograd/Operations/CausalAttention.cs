using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// Each place i of a sequence gets an average of the values v of itself and the places before it, weighted by how well their keys k answer
/// its question q: yᵢ = Σⱼ wᵢⱼ·vⱼ with wᵢ = softmax over j ≤ i of qᵢ·kⱼ / √size. q, k, v and y are (n, time, features), of which each head
/// has its own part of size features / heads. With ∂L/∂wᵢⱼ = ∂L/∂yᵢ · vⱼ, the gradients go through the softmax to q and k, and
/// ∂L/∂vⱼ = Σᵢ wᵢⱼ · ∂L/∂yᵢ. Vaswani et al., "Attention Is All You Need" (2017), sections 3.2.1 to 3.2.3.
/// </summary>
/// <exception cref="ArgumentException">
/// The shapes differ, or have other than three axes, or the heads do not share the features out evenly.
/// </exception>
public sealed class CausalAttention<T>(Variable<T> q, Variable<T> k, Variable<T> v, int heads) : Variable<T>(OneShape(q, k, v), q, k, v)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly AttentionHeads attention = new("CausalAttention", q.Shape, heads);
    private Tensor<T>? weights; // w, kept for the gradient

    /// <inheritdoc/>
    protected override void Forward() =>
        attention.Attend<T>(q.Value, k.Value, v.Value, weights ??= new Tensor<T>(attention.Weights), Value);

    /// <inheritdoc/>
    protected override void Backward() =>
        attention.Gradient<T>(q.Value, k.Value, v.Value, weights!, Gradient, GradientOf(q), GradientOf(k), GradientOf(v));

    private static Shape OneShape(Variable<T> q, Variable<T> k, Variable<T> v) => q.Shape.Equals(k.Shape) && q.Shape.Equals(v.Shape)
        ? q.Shape
        : throw new ArgumentException($"CausalAttention: q {q.Shape}, k {k.Shape} and v {v.Shape} must have the same shape");
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.CausalAttention{T}"/>
    public Variable<T> CausalAttention(Variable<T> k, Variable<T> v, int heads) => new CausalAttention<T>(this, k, v, heads);
}
