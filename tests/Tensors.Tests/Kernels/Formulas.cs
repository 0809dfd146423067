namespace Makemore.Tensors.Tests;

/// <summary>Each function of <see cref="Simd"/> as a formula, to run it over arrays.</summary>
internal readonly struct TanhFormula : IFormula
{
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Simd.Tanh(x);

    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => 1 - y * y;
}

internal readonly struct ExpFormula : IFormula
{
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Simd.Exp(x);

    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => y;
}

internal readonly struct LogFormula : IFormula
{
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Simd.Log(x);

    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => 1 / x;
}

internal readonly struct ErfFormula : IFormula
{
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Simd.Erf(x);

    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => 2 / Math.Sqrt(Math.PI) * Simd.Exp(-x * x);
}

/// <summary>2·left − right², so that the two sides differ in everything.</summary>
internal readonly struct LopsidedFormula : IFormula2
{
    public Simd<V, T> Value<V, T>(Simd<V, T> left, Simd<V, T> right) => 2 * left - right * right;

    public Simd<V, T> SlopeLeft<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y) => 2;

    public Simd<V, T> SlopeRight<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y) => -2 * right;
}
