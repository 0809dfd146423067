using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Outside.Tests.Operations;

/// <summary>
/// y = ln(1 + eˣ), element by element: relu without its kink. dy/dx = σ(x) = 1 / (1 + e⁻ˣ).
/// Dugas et al., "Incorporating Second-Order Functional Knowledge for Better Option Pricing" (2000), section 2.
/// </summary>
public sealed class Softplus<T>(Variable<T> x) : Elementwise<T, SoftplusFormula>(x) where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Softplus{T}"/>: one line for its value, and one for its slope.</summary>
public readonly struct SoftplusFormula : IFormula
{
    /// <inheritdoc/>
    /// <remarks>max(x, 0) + ln(1 + e^−|x|) is the same number, but its e^ cannot overflow.</remarks>
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Simd.Max(x, 0) + Simd.Log(1 + Simd.Exp(-Simd.Abs(x)));

    /// <inheritdoc/>
    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => 1 / (1 + Simd.Exp(-x));
}

/// <summary>Lets an expression say <c>x.Softplus()</c>.</summary>
public static class SoftplusExtension
{
    extension<T>(Variable<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <inheritdoc cref="Operations.Softplus{T}"/>
        public Variable<T> Softplus() => new Softplus<T>(x);
    }
}
