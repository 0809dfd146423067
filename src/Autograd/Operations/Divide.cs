using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = left / right, element by element, broadcast. ∂L/∂left = ∂L/∂y / right and ∂L/∂right = −∂L/∂y · y / right, each
/// summed over the axes along which the operand was stretched.
/// </summary>
public sealed class Divide<T>(Variable<T> left, Variable<T> right)
    : Variable<T>(Shape.Broadcast("Divide", left.Shape, right.Shape), left, right) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Broadcasting axes = new("Divide", left.Shape, right.Shape);
    private Tensor<T>? quotient; // ∂L/∂y / right, and then −∂L/∂y · y / right

    /// <inheritdoc/>
    protected override void Forward() => Kernels.Divide<T>(axes, left.Value, right.Value, Value);

    /// <inheritdoc/>
    protected override void Backward()
    {
        quotient ??= new Tensor<T>(Shape);
        Kernels.Divide<T>(axes.ResultAndRight, Gradient, right.Value, quotient);
        axes.ToLeft.Sum<T>(quotient, left.Contribution());
        if (!right.NeedsGradient) return;

        Kernels.Product<T>(quotient, Value, quotient);
        Kernels.Scale<T>(quotient, -T.One, quotient);
        axes.ToRight.Sum<T>(quotient, right.Contribution());
    }
}

/// <summary>How <see cref="Makemore.Autograd.Divide{T}"/> is written in an expression.</summary>
public static class DivideExtensions
{
    extension<T>(Variable<T>) where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <inheritdoc cref="Makemore.Autograd.Divide{T}"/>
        public static Variable<T> operator /(Variable<T> left, Variable<T> right) => new Divide<T>(left, right);

        /// <inheritdoc cref="Makemore.Autograd.Divide{T}"/>
        public static Variable<T> operator /(Variable<T> left, T right) => new Divide<T>(left, new Constant<T>(right));

        /// <inheritdoc cref="Makemore.Autograd.Divide{T}"/>
        public static Variable<T> operator /(T left, Variable<T> right) => new Divide<T>(new Constant<T>(left), right);
    }
}
