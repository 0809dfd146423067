using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = eˣ, element by element. ∂L/∂x = ∂L/∂y · y: the derivative is the output itself.</summary>
public sealed class Exp<T>(Variable<T> x) : Variable<T>(x.Shape, x) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Forward() => Kernels.Exp<T>(x.Value, Value);

    /// <inheritdoc/>
    protected override void Backward() => Kernels.Product<T>(Gradient, Value, x.Contribution());
}

/// <summary>How <see cref="Makemore.Autograd.Exp{T}"/> is written in an expression.</summary>
public static class ExpExtensions
{
    extension<T>(Variable<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <inheritdoc cref="Makemore.Autograd.Exp{T}"/>
        public Variable<T> Exp() => new Exp<T>(x);
    }
}
