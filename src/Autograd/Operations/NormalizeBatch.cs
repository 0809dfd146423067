using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// yᵢⱼ = zᵢⱼ · scaleⱼ + shiftⱼ with zᵢⱼ = (xᵢⱼ − mⱼ) · rⱼ, where m is the mean of a column (one place of the last axis, in all n rows),
/// r = 1 / √(variance + ε), and the variance is Σ over rows of (x − m)² / (n − correction): each column gets mean 0 and variance 1, then a
/// scale and a shift.
/// ∂L/∂shift = Σ over rows of ∂L/∂y, ∂L/∂scale = Σ over rows of ∂L/∂y · z; and because m and r depend on all rows of a column,
/// ∂L/∂xᵢⱼ = scaleⱼ · rⱼ · (∂L/∂yᵢⱼ − ∂L/∂shiftⱼ / n − zᵢⱼ · ∂L/∂scaleⱼ / (n − correction)).
/// Ioffe, Szegedy, "Batch Normalization" (2015), section 3, whose formulas for the derivatives are put into one here.
/// </summary>
/// <param name="x">(…, columns).</param>
/// <param name="scale">(columns).</param>
/// <param name="shift">(columns).</param>
/// <param name="mean">(columns): m is left here at every computation.</param>
/// <param name="variance">(columns): and the variance here.</param>
/// <param name="epsilon">ε.</param>
/// <param name="correction">0 for the biased variance, 1 for the unbiased one.</param>
/// <exception cref="ArgumentException">
/// x is a scalar, which has no columns, or scale, shift, mean or variance is not one number for each column.
/// </exception>
public sealed class NormalizeBatch<T>(
    Variable<T> x, Variable<T> scale, Variable<T> shift, Tensor<T> mean, Tensor<T> variance, double epsilon, int correction)
    : Variable<T>(OneForEachColumn("NormalizeBatch", x, scale, shift), x, scale, shift) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T epsilon = T.CreateTruncating(epsilon);

    /// <inheritdoc/>
    protected override void Forward()
    {
        int columns = x.Shape[^1];
        Kernels.ColumnStatistics<T>(x.Value, mean, variance, columns, correction);
        Kernels.NormalizeColumns<T>(x.Value, mean, variance, scale.Value, shift.Value, Value, columns, epsilon);
    }

    /// <inheritdoc/>
    protected override void Backward() => Kernels.NormalizeColumnsGradient<T>(
        x.Value, mean, variance, scale.Value, Gradient, GradientOf(x), GradientOf(scale), GradientOf(shift), x.Shape[^1], epsilon,
        correction);
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.NormalizeBatch{T}"/>
    public Variable<T> NormalizeBatch(
        Variable<T> scale, Variable<T> shift, Tensor<T> mean, Tensor<T> variance, double epsilon, int correction) =>
        new NormalizeBatch<T>(this, scale, shift, mean, variance, epsilon, correction);
}
