using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = left · right, element by element, broadcast. ∂L/∂left = ∂L/∂y · right and ∂L/∂right = ∂L/∂y · left, each
/// summed over the axes along which the operand was stretched.
/// </summary>
public sealed class Multiply<T>(Variable<T> left, Variable<T> right)
    : Variable<T>(Shape.Broadcast("Multiply", left.Shape, right.Shape), left, right) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Broadcasting axes = new("Multiply", left.Shape, right.Shape);
    private Tensor<T>? product; // ∂L/∂y times the other operand

    /// <inheritdoc/>
    protected override void Forward() => Kernels.Multiply<T>(axes, left.Value, right.Value, Value);

    /// <inheritdoc/>
    protected override void Backward()
    {
        product ??= new Tensor<T>(Shape);
        if (left.NeedsGradient)
        {
            Kernels.Multiply<T>(axes.ResultAndRight, Gradient, right.Value, product);
            axes.ToLeft.Sum<T>(product, left.Contribution());
        }

        if (right.NeedsGradient)
        {
            Kernels.Multiply<T>(axes.ResultAndLeft, Gradient, left.Value, product);
            axes.ToRight.Sum<T>(product, right.Contribution());
        }
    }
}

/// <summary>How <see cref="Makemore.Autograd.Multiply{T}"/> is written in an expression.</summary>
public static class MultiplyExtensions
{
    extension<T>(Variable<T>) where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <inheritdoc cref="Makemore.Autograd.Multiply{T}"/>
        public static Variable<T> operator *(Variable<T> left, Variable<T> right) => new Multiply<T>(left, right);

        /// <inheritdoc cref="Makemore.Autograd.Multiply{T}"/>
        public static Variable<T> operator *(Variable<T> left, T right) => new Multiply<T>(left, new Constant<T>(right));

        /// <inheritdoc cref="Makemore.Autograd.Multiply{T}"/>
        public static Variable<T> operator *(T left, Variable<T> right) => new Multiply<T>(new Constant<T>(left), right);
    }
}
