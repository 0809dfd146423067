using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// yᵢⱼ = zᵢⱼ · scaleⱼ + shiftⱼ with zᵢⱼ = (xᵢⱼ − mⱼ) · rⱼ and r = 1 / √(variance + ε), as <see cref="NormalizeBatch{T}"/>, but by a
/// mean m and a variance that are given: each y depends on its own x alone, and ∂L/∂xᵢⱼ = ∂L/∂yᵢⱼ · scaleⱼ · rⱼ.
/// ∂L/∂scale = Σ over rows of ∂L/∂y · z, ∂L/∂shift = Σ over rows of ∂L/∂y.
/// Ioffe, Szegedy, "Batch Normalization" (2015), algorithm 2.
/// </summary>
/// <param name="x">(…, columns).</param>
/// <param name="mean">(columns): m. The tensor is used as it is: a replay sees what it holds by then.</param>
/// <param name="variance">(columns), in the same way.</param>
/// <param name="scale">(columns).</param>
/// <param name="shift">(columns).</param>
/// <param name="epsilon">ε.</param>
/// <exception cref="ArgumentException">
/// x is a scalar, which has no columns, or scale, shift, mean or variance is not one number for each column.
/// </exception>
public sealed class NormalizeBy<T>(
    Variable<T> x, Tensor<T> mean, Tensor<T> variance, Variable<T> scale, Variable<T> shift, double epsilon)
    : Variable<T>(OneForEachColumn("NormalizeBy", x, scale, shift), x, scale, shift) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T epsilon = T.CreateTruncating(epsilon);

    /// <inheritdoc/>
    protected override void Forward() =>
        Kernels.NormalizeColumns<T>(x.Value, mean, variance, scale.Value, shift.Value, Value, x.Shape[^1], epsilon);

    /// <inheritdoc/>
    protected override void Backward() => Kernels.NormalizeColumnsGradient<T>(
        x.Value, mean, variance, scale.Value, Gradient, GradientOf(x), GradientOf(scale), GradientOf(shift), x.Shape[^1], epsilon,
        correction: null);
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.NormalizeBy{T}"/>
    public Variable<T> NormalizeBy(Tensor<T> mean, Tensor<T> variance, Variable<T> scale, Variable<T> shift, double epsilon) =>
        new NormalizeBy<T>(this, mean, variance, scale, shift, epsilon);
}
