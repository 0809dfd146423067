using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// yᵢⱼ = xᵢⱼ · rᵢ with rᵢ = 1 / √(meanₖ xᵢₖ² + ε): each row (the last axis) gets a root mean square of 1. Because r depends on all of its
/// row, ∂L/∂xᵢⱼ = rᵢ · (∂L/∂yᵢⱼ − yᵢⱼ · meanₖ (∂L/∂yᵢₖ · yᵢₖ)). Zhang, Sennrich, "Root Mean Square Layer Normalization" (2019), section 3.
/// </summary>
/// <exception cref="ArgumentException">x is a scalar, which has no rows.</exception>
public sealed class NormalizeRms<T>(Variable<T> x, double epsilon) : Variable<T>(x.Shape, x) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int columns = x.Shape[x.Shape.Axis("NormalizeRms", -1)];
    private readonly T[] scales = new T[x.Shape.Elements / Math.Max(1, x.Shape[^1])]; // r, kept for the gradient

    /// <inheritdoc/>
    protected override void Forward() => Kernels.NormalizeRms(x.Value, Value, scales, columns, T.CreateTruncating(epsilon));

    /// <inheritdoc/>
    protected override void Backward() => Kernels.NormalizeRmsGradient<T>(Value, scales, Gradient, GradientOf(x), columns);
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.NormalizeRms{T}"/>
    public Variable<T> NormalizeRms(double epsilon) => new NormalizeRms<T>(this, epsilon);
}
