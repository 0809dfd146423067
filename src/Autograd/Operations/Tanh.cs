using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = tanh(x), element by element. ∂L/∂x = ∂L/∂y · (1 − y²).</summary>
public sealed class Tanh<T>(Variable<T> x) : Variable<T>(x.Shape, x) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Forward() => Kernels.Tanh<T>(x.Value, Value);

    /// <inheritdoc/>
    protected override void Backward() => Kernels.TanhGradient<T>(Value, Gradient, x.Contribution());
}

/// <summary>How <see cref="Makemore.Autograd.Tanh{T}"/> is written in an expression.</summary>
public static class TanhExtensions
{
    extension<T>(Variable<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <inheritdoc cref="Makemore.Autograd.Tanh{T}"/>
        public Variable<T> Tanh() => new Tanh<T>(x);
    }
}
