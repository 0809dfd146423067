using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = ½·x·(1 + tanh(u)) with u = √(2/π)·(x + 0.044715·x³), element by element: the approximation of <see cref="Gelu{T}"/> that GPT-2 uses
/// (Hendrycks &amp; Gimpel, "Gaussian Error Linear Units", 2016, section 2). With t = tanh(u), dy/dx = ½·(1 + t) + ½·x·(1 − t²)·du/dx,
/// which is ½·(1 + t)·(1 + x·(1 − t)·du/dx).
/// </summary>
public sealed class GeluTanh<T>(Variable<T> x) : Elementwise<T, GeluTanhFormula>(x) where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The formula of <see cref="GeluTanh{T}"/>.</summary>
public readonly struct GeluTanhFormula : IFormula
{
    private const double Root = 0.7978845608028654; // √(2/π)
    private const double Cubic = Root * 0.044715;

    /// <inheritdoc/>
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => 0.5 * x * (1 + TanhOfU(x));

    /// <inheritdoc/>
    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y)
    {
        Simd<V, T> t = TanhOfU(x), du = Root + 3 * Cubic * (x * x);
        return 0.5 * (1 + t) * (1 + x * (1 - t) * du);
    }

    private static Simd<V, T> TanhOfU<V, T>(Simd<V, T> x) => Simd.Tanh(x * (Root + Cubic * (x * x)));
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.GeluTanh{T}"/>
    public Variable<T> GeluTanh() => new GeluTanh<T>(this);
}
