using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = −x, element by element. ∂L/∂x = −∂L/∂y.</summary>
public sealed class Negate<T>(Variable<T> x) : Variable<T>(x.Shape, x) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Forward() => Kernels.Scale<T>(x.Value, -T.One, Value);

    /// <inheritdoc/>
    protected override void Backward() => Kernels.Scale<T>(Gradient, -T.One, x.Contribution());
}

/// <summary>How <see cref="Makemore.Autograd.Negate{T}"/> is written in an expression.</summary>
public static class NegateExtensions
{
    extension<T>(Variable<T>) where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <inheritdoc cref="Makemore.Autograd.Negate{T}"/>
        public static Variable<T> operator -(Variable<T> x) => new Negate<T>(x);
    }
}
