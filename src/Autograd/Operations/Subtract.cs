using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = left − right, broadcast. ∂L/∂left = ∂L/∂y and ∂L/∂right = −∂L/∂y, each
/// summed over the axes along which the operand was stretched.
/// </summary>
public sealed class Subtract<T>(Variable<T> left, Variable<T> right)
    : Variable<T>(Shape.Broadcast("Subtract", left.Shape, right.Shape), left, right) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Broadcasting axes = new("Subtract", left.Shape, right.Shape);
    private Tensor<T>? negated; // −∂L/∂y

    /// <inheritdoc/>
    protected override void Forward() => Kernels.Subtract<T>(axes, left.Value, right.Value, Value);

    /// <inheritdoc/>
    protected override void Backward()
    {
        axes.ToLeft.Sum<T>(Gradient, left.Contribution());
        if (!right.NeedsGradient) return;

        negated ??= new Tensor<T>(Shape);
        Kernels.Scale<T>(Gradient, -T.One, negated);
        axes.ToRight.Sum<T>(negated, right.Contribution());
    }
}

/// <summary>How <see cref="Makemore.Autograd.Subtract{T}"/> is written in an expression.</summary>
public static class SubtractExtensions
{
    extension<T>(Variable<T>) where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <inheritdoc cref="Makemore.Autograd.Subtract{T}"/>
        public static Variable<T> operator -(Variable<T> left, Variable<T> right) => new Subtract<T>(left, right);

        /// <inheritdoc cref="Makemore.Autograd.Subtract{T}"/>
        public static Variable<T> operator -(Variable<T> left, T right) => new Subtract<T>(left, new Constant<T>(right));

        /// <inheritdoc cref="Makemore.Autograd.Subtract{T}"/>
        public static Variable<T> operator -(T left, Variable<T> right) => new Subtract<T>(new Constant<T>(left), right);
    }
}
