using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = f(left, right), element by element, broadcast, for a formula f that gives its value and its two slopes. ∂L/∂left = ∂L/∂y · ∂y/∂left
/// and ∂L/∂right = ∂L/∂y · ∂y/∂right, each summed over the axes along which the operand was stretched.
/// </summary>
public abstract class Elementwise2<T, F>(string operation, Variable<T> left, Variable<T> right, F formula = default)
    : Variable<T>(Shape.Broadcast(operation, left.Shape, right.Shape), left, right)
    where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFormula2
{
    private readonly Broadcasting? axes = Broadcasting.Between(operation, left.Shape, right.Shape);

    /// <inheritdoc/>
    protected sealed override void Forward() => Kernels.Map<T, F>(formula, axes, left.Value, right.Value, Value);

    /// <inheritdoc/>
    protected sealed override void Backward()
    {
        Kernels.MapGradientLeft<T, F>(formula, axes, left.Value, right.Value, Value, Gradient, GradientOf(left));
        Kernels.MapGradientRight<T, F>(formula, axes, left.Value, right.Value, Value, Gradient, GradientOf(right));
    }
}
