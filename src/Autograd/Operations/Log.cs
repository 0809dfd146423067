using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>y = ln(x), element by element; −∞ at 0 and NaN below. ∂L/∂x = ∂L/∂y / x.</summary>
public sealed class Log<T>(Variable<T> x) : Variable<T>(x.Shape, x) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Forward() => Kernels.Log<T>(x.Value, Value);

    /// <inheritdoc/>
    protected override void Backward() => Kernels.Quotient<T>(Gradient, x.Value, x.Contribution());
}

/// <summary>How <see cref="Makemore.Autograd.Log{T}"/> is written in an expression.</summary>
public static class LogExtensions
{
    extension<T>(Variable<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <inheritdoc cref="Makemore.Autograd.Log{T}"/>
        public Variable<T> Log() => new Log<T>(x);
    }
}
