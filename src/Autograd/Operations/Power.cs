using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = xᵖ, element by element, for a constant p. ∂L/∂x = ∂L/∂y · p · xᵖ⁻¹.</summary>
public sealed class Power<T>(Variable<T> x, T exponent) : Variable<T>(x.Shape, x) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Forward() => Kernels.Power<T>(x.Value, exponent, Value);

    /// <inheritdoc/>
    protected override void Backward() => Kernels.PowerGradient<T>(x.Value, exponent, Gradient, x.Contribution());
}

/// <summary>How <see cref="Makemore.Autograd.Power{T}"/> is written in an expression.</summary>
public static class PowerExtensions
{
    extension<T>(Variable<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <inheritdoc cref="Makemore.Autograd.Power{T}"/>
        public Variable<T> Power(T exponent) => new Power<T>(x, exponent);
    }
}
