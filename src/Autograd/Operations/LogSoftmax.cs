using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// yᵢⱼ = xᵢⱼ − ln Σₖ exp(xᵢₖ): the logarithm of the softmax of each row (the last axis), which stays finite if a probability is tiny.
/// ∂L/∂xᵢⱼ = ∂L/∂yᵢⱼ − exp(yᵢⱼ) · Σₖ ∂L/∂yᵢₖ.
/// </summary>
/// <exception cref="ArgumentException">x is a scalar, which has no rows.</exception>
public sealed class LogSoftmax<T>(Variable<T> x) : Variable<T>(x.Shape, x) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int columns = x.Shape[x.Shape.Axis("LogSoftmax", -1)];

    /// <inheritdoc/>
    protected override void Forward() => Kernels.LogSoftmax<T>(x.Value, Value, columns);

    /// <inheritdoc/>
    protected override void Backward() => Kernels.LogSoftmaxGradient(Value, Gradient, GradientOf(x), columns);
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.LogSoftmax{T}"/>
    public Variable<T> LogSoftmax() => new LogSoftmax<T>(this);
}
