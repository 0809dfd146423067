using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// L = −1/n Σᵢ ln softmax(logitsᵢ)[targetᵢ]: the mean negative log-likelihood of the targets, for logits (n, classes)
/// and one target class a row.
/// ∂L/∂logits = (softmax(logits) − onehot(targets)) / n. Fused, because ln(softmax) loses all digits where a probability is tiny.
/// </summary>
/// <exception cref="ArgumentException">The sizes do not fit, or, at each computation, a target is no class.</exception>
public sealed class CrossEntropy<T>(Variable<T> logits, Indices targets) : Variable<T>(LossShape(logits.Shape, targets), logits)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tensor<T> probabilities = new(logits.Shape); // softmax(logits), kept for the gradient

    /// <inheritdoc/>
    protected override void Forward() =>
        Value.Span[0] = Kernels.CrossEntropy<T>(logits.Value, targets.Span, probabilities, logits.Shape[1]);

    /// <inheritdoc/>
    protected override void Backward() =>
        Kernels.CrossEntropyGradient(probabilities, targets.Span, Gradient.Span[0], GradientOf(logits), logits.Shape[1]);

    private static Shape LossShape(Shape logits, Indices targets) => logits.Rank == 2 && targets.Length == logits[0]
        ? []
        : throw new ArgumentException(
            $"CrossEntropy: needs logits (rows, classes) and one target a row, and was given {logits} and {targets.Length} targets");
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.CrossEntropy{T}"/>
    public Variable<T> CrossEntropy(Indices targets) => new CrossEntropy<T>(this, targets);
}
