using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = f(x), element by element, for a formula f that gives its value and its slope. ∂L/∂x = ∂L/∂y · f′(x): the chain rule.
/// </summary>
/// <example><code>
/// public sealed class Square&lt;T&gt;(Variable&lt;T&gt; x) : Elementwise&lt;T, SquareFormula&gt;(x)
///     where T : unmanaged, IFloatingPointIeee754&lt;T&gt;;
///
/// public readonly struct SquareFormula : IFormula
/// {
///     public Simd&lt;V, T&gt; Value&lt;V, T&gt;(Simd&lt;V, T&gt; x) => x * x;
///
///     public Simd&lt;V, T&gt; Slope&lt;V, T&gt;(Simd&lt;V, T&gt; x, Simd&lt;V, T&gt; y) => 2 * x;
/// }
/// </code></example>
public abstract class Elementwise<T, F>(Variable<T> x, F formula = default) : Variable<T>(x.Shape, x)
    where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFormula
{
    /// <inheritdoc/>
    protected sealed override void Forward() => Kernels.Map<T, F>(formula, x.Value, Value);

    /// <inheritdoc/>
    protected sealed override void Backward() => Kernels.MapGradient<T, F>(formula, x.Value, Value, Gradient, GradientOf(x));
}
