using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = x·Φ(x), element by element, for Φ(x) = ½·(1 + erf(x/√2)), the share of a standard normal distribution below x: a smooth
/// <see cref="Relu{T}"/> (Hendrycks &amp; Gimpel, "Gaussian Error Linear Units", 2016). dy/dx = Φ(x) + x·φ(x), for the density
/// φ(x) = e^(−x²/2) / √(2π).
/// </summary>
public sealed class Gelu<T>(Variable<T> x) : Elementwise<T, GeluFormula>(x) where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="Gelu{T}"/>.</summary>
public readonly struct GeluFormula : IFormula
{
    private const double InverseRootOf2 = 0.7071067811865476, InverseRootOf2Pi = 0.3989422804014327;

    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => x * ShareBelow(x);

    /// <inheritdoc/>
    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => ShareBelow(x) + x * InverseRootOf2Pi * Simd.Exp(-0.5 * x * x);

    private static Simd<V, T> ShareBelow<V, T>(Simd<V, T> x) => 0.5 * (1 + Simd.Erf(x * InverseRootOf2));
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Gelu{T}"/>
    public Variable<T> Gelu() => new Gelu<T>(this);
}
