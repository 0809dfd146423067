using System.Runtime.CompilerServices;

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

/// <summary>Slopes that tell which arguments they were given; they are no derivatives.</summary>
internal readonly struct ArgumentsFormula : IFormula, IFormula2
{
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => x;

    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => x + 10 * y;

    public Simd<V, T> Value<V, T>(Simd<V, T> left, Simd<V, T> right) => left;

    public Simd<V, T> SlopeLeft<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y) => left + 10 * right + 100 * y;

    public Simd<V, T> SlopeRight<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y) => 2 * left + 30 * right + 400 * y;
}

/// <summary>Always the bits of the vectors that it is computed with.</summary>
internal readonly struct WidthFormula : IFormula, IFormula2
{
    public Simd<V, T> Value<V, T>(Simd<V, T> x) => Bits<V>();

    public Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y) => Bits<V>();

    public Simd<V, T> Value<V, T>(Simd<V, T> left, Simd<V, T> right) => Bits<V>();

    public Simd<V, T> SlopeLeft<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y) => Bits<V>();

    public Simd<V, T> SlopeRight<V, T>(Simd<V, T> left, Simd<V, T> right, Simd<V, T> y) => Bits<V>();

    private static int Bits<V>() => 8 * Unsafe.SizeOf<V>();
}
