using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// L = −Σᵢⱼ countᵢⱼ · ln softmax(logitsᵢ)ⱼ / Σ count: the mean negative log-likelihood where row i was followed by class j countᵢⱼ times.
/// It is <see cref="Autograd.CrossEntropy{T}"/> with equal rows computed once: the same number and the same gradient for less work.
/// ∂L/∂logitsᵢⱼ = (softmax(logitsᵢ)ⱼ · Σₖ countᵢₖ − countᵢⱼ) / Σ count.
/// </summary>
/// <exception cref="ArgumentException">The shapes differ, or, at each computation, a count is negative or all are 0.</exception>
public sealed class CountsCrossEntropy<T>(Variable<T> logits, Tensor<T> counts) : Variable<T>(LossShape(logits.Shape, counts), logits)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tensor<T> probabilities = new(logits.Shape); // softmax(logits), kept for the gradient

    /// <inheritdoc/>
    protected override void Forward() => Value.Span[0] = Kernels.CrossEntropy<T>(logits.Value, counts, probabilities, logits.Shape[1]);

    /// <inheritdoc/>
    protected override void Backward() =>
        Kernels.CrossEntropyGradient(probabilities, counts, Gradient.Span[0], GradientOf(logits), logits.Shape[1]);

    private static Shape LossShape(Shape logits, Tensor<T> counts) => logits.Rank == 2 && counts.Shape.Equals(logits)
        ? []
        : throw new ArgumentException(
            "CountsCrossEntropy: needs logits (rows, classes) and counts of the same shape, " +
            $"and was given {logits} and {counts.Shape}");
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.CountsCrossEntropy{T}"/>
    public Variable<T> CrossEntropy(Tensor<T> counts) => new CountsCrossEntropy<T>(this, counts);
}
