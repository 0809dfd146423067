using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = left + right, broadcast. ∂L/∂left = ∂L/∂y and ∂L/∂right = ∂L/∂y, each
/// summed over the axes along which the operand was stretched.
/// </summary>
public sealed class Add<T>(Variable<T> left, Variable<T> right)
    : Variable<T>(Shape.Broadcast("Add", left.Shape, right.Shape), left, right) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Broadcasting axes = new("Add", left.Shape, right.Shape);

    /// <inheritdoc/>
    protected override void Forward() => Kernels.Add<T>(axes, left.Value, right.Value, Value);

    /// <inheritdoc/>
    protected override void Backward()
    {
        axes.ToLeft.Sum<T>(Gradient, left.Contribution());
        axes.ToRight.Sum<T>(Gradient, right.Contribution());
    }
}

/// <summary>How <see cref="Makemore.Autograd.Add{T}"/> is written in an expression.</summary>
public static class AddExtensions
{
    extension<T>(Variable<T>) where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <inheritdoc cref="Makemore.Autograd.Add{T}"/>
        public static Variable<T> operator +(Variable<T> left, Variable<T> right) => new Add<T>(left, right);

        /// <inheritdoc cref="Makemore.Autograd.Add{T}"/>
        public static Variable<T> operator +(Variable<T> left, T right) => new Add<T>(left, new Constant<T>(right));

        /// <inheritdoc cref="Makemore.Autograd.Add{T}"/>
        public static Variable<T> operator +(T left, Variable<T> right) => new Add<T>(new Constant<T>(left), right);
    }
}
