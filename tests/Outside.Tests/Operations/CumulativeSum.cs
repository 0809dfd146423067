using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Outside.Tests.Operations;

/// <summary>
/// yᵢₜ = Σ xᵢₛ over s ≤ t: along each row (the last axis), the sum of all elements so far. An xᵢₛ is in every sum from s on, so ∂L/∂xᵢₛ = Σ
/// ∂L/∂yᵢₜ over t ≥ s: the same sum from the other end.
/// </summary>
/// <exception cref="ArgumentException">x is a scalar, which has no rows.</exception>
public sealed class CumulativeSum<T>(Variable<T> x) : Variable<T>(x.Shape, x) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int columns = x.Shape[x.Shape.Axis("CumulativeSum", -1)];

    /// <inheritdoc/>
    protected override void Forward()
    {
        Span<T> terms = x.Value, sums = Value;
        for (int row = 0; row < sums.Length; row += columns)
        {
            T sum = T.Zero;
            for (int t = 0; t < columns; t++) sums[row + t] = sum += terms[row + t];
        }
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Span<T> arriving = Gradient, sent = GradientOf(x).Accumulator();
        for (int row = 0; row < sent.Length; row += columns)
        {
            T sum = T.Zero;
            for (int s = columns - 1; s >= 0; s--) sent[row + s] += sum += arriving[row + s];
        }
    }
}

/// <summary>Lets an expression say <c>x.CumulativeSum()</c>.</summary>
public static class CumulativeSumExtension
{
    extension<T>(Variable<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <inheritdoc cref="Operations.CumulativeSum{T}"/>
        public Variable<T> CumulativeSum() => new CumulativeSum<T>(x);
    }
}
