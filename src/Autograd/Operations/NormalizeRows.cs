using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// yᵢⱼ = zᵢⱼ · scaleⱼ + shiftⱼ with zᵢⱼ = (xᵢⱼ − mᵢ) · rᵢ, where m is the mean of a row (the last axis) and r = 1 / √(variance + ε): each
/// row gets mean 0 and variance 1, then a scale and a shift for each column.
/// ∂L/∂shift = Σ over rows of ∂L/∂y, ∂L/∂scale = Σ over rows of ∂L/∂y · z; and because m and r depend on all of a row,
/// ∂L/∂xᵢⱼ = rᵢ · (∂L/∂zᵢⱼ − meanₖ ∂L/∂zᵢₖ − zᵢⱼ · meanₖ (∂L/∂zᵢₖ · zᵢₖ)) with ∂L/∂z = ∂L/∂y · scale.
/// Ba, Kiros, Hinton, "Layer Normalization" (2016), section 3.
/// </summary>
/// <exception cref="ArgumentException">x is a scalar, which has no rows, or scale or shift is not one number for each column.</exception>
public sealed class NormalizeRows<T>(Variable<T> x, Variable<T> scale, Variable<T> shift, double epsilon)
    : Variable<T>(OneForEachColumn("NormalizeRows", x, scale, shift), x, scale, shift) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int columns = x.Shape[x.Shape.Axis("NormalizeRows", -1)];
    private readonly T[] means = new T[x.Shape.Elements / Math.Max(1, x.Shape[^1])]; // m, kept for the gradient
    private readonly T[] inverses = new T[x.Shape.Elements / Math.Max(1, x.Shape[^1])]; // r, in the same way

    /// <inheritdoc/>
    protected override void Forward() => Kernels.NormalizeRows<T>(
        x.Value, scale.Value, shift.Value, Value, means, inverses, columns, T.CreateTruncating(epsilon));

    /// <inheritdoc/>
    protected override void Backward() => Kernels.NormalizeRowsGradient<T>(
        x.Value, scale.Value, means, inverses, Gradient, GradientOf(x), GradientOf(scale), GradientOf(shift), columns);
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.NormalizeRows{T}"/>
    public Variable<T> NormalizeRows(Variable<T> scale, Variable<T> shift, double epsilon) =>
        new NormalizeRows<T>(this, scale, shift, epsilon);

    /// <summary>The shape of x, if it has columns, and scale and shift one number for each.</summary>
    private protected static Shape OneForEachColumn(string operation, Variable<T> x, Variable<T> scale, Variable<T> shift)
    {
        int columns = x.Shape[x.Shape.Axis(operation, -1)];
        return scale.Shape.Equals([columns]) && shift.Shape.Equals([columns])
            ? x.Shape
            : throw new ArgumentException(
                $"{operation}: {x.Shape} with scale {scale.Shape} and shift {shift.Shape}: both must have shape ({columns},)");
    }
}
