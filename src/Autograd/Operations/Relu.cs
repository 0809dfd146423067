using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = max(x, 0), element by element. ∂L/∂x = ∂L/∂y where y &gt; 0, and 0 elsewhere, at the kink x = 0 too.</summary>
public sealed class Relu<T>(Variable<T> x) : Variable<T>(x.Shape, x) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Forward() => Kernels.Relu<T>(x.Value, Value);

    /// <inheritdoc/>
    protected override void Backward() => Kernels.ReluGradient<T>(Value, Gradient, x.Contribution());
}

/// <summary>How <see cref="Makemore.Autograd.Relu{T}"/> is written in an expression.</summary>
public static class ReluExtensions
{
    extension<T>(Variable<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <inheritdoc cref="Makemore.Autograd.Relu{T}"/>
        public Variable<T> Relu() => new Relu<T>(x);
    }
}
