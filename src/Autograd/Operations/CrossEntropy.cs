using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// L = −1/n Σᵢ ln softmax(logitsᵢ)[targetᵢ]: the mean negative log-likelihood of the targets, for logits (..., classes), whose last axis
/// is a row, and one target class for each row. Rows with the ignored target do not count; n is the number of the others.
/// ∂L/∂logits = (softmax(logits) − onehot(targets)) / n. One operation, because ln(softmax) loses all digits if a probability is tiny.
/// </summary>
/// <exception cref="ArgumentException">
/// The sizes do not fit, or, at each computation, a target is neither a class nor the ignored one.
/// </exception>
public sealed class CrossEntropy<T>(Variable<T> logits, Indices targets, int? ignored = null)
    : Variable<T>(LossShape(logits.Shape, targets), logits)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tensor<T> probabilities = new(logits.Shape); // softmax(logits), kept for the gradient

    /// <inheritdoc/>
    protected override void Forward() =>
        Value.Span[0] = Kernels.CrossEntropy<T>(logits.Value, targets.Span, probabilities, logits.Shape[^1], ignored);

    /// <inheritdoc/>
    protected override void Backward() =>
        Kernels.CrossEntropyGradient(probabilities, targets.Span, Gradient.Span[0], GradientOf(logits), logits.Shape[^1], ignored);

    private static Shape LossShape(Shape logits, Indices targets) => logits.Rank > 0 && targets.Length == logits.Product(..^1)
        ? []
        : throw new ArgumentException(
            $"CrossEntropy: needs logits (..., classes) and one target for each row, and was given {logits} and {targets.Length} targets");
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.CrossEntropy{T}"/>
    public Variable<T> CrossEntropy(Indices targets, int? ignored = null) => new CrossEntropy<T>(this, targets, ignored);
}
