using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// yᵢⱼ = exp(xᵢⱼ) / Σₖ exp(xᵢₖ): each row (the last axis) becomes probabilities. ∂L/∂xᵢⱼ = yᵢⱼ · (∂L/∂yᵢⱼ − Σₖ ∂L/∂yᵢₖ · yᵢₖ).
/// </summary>
/// <exception cref="ArgumentException">x is a scalar, which has no rows.</exception>
public sealed class Softmax<T>(Variable<T> x) : Variable<T>(x.Shape, x) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int columns = x.Shape[x.Shape.Axis("Softmax", -1)];

    /// <inheritdoc/>
    protected override void Forward() => Kernels.Softmax<T>(x.Value, Value, columns);

    /// <inheritdoc/>
    protected override void Backward() => Kernels.SoftmaxGradient<T>(Value, Gradient, GradientOf(x), columns);
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Softmax{T}"/>
    public Variable<T> Softmax() => new Softmax<T>(this);
}
