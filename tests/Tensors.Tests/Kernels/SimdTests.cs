using System.Numerics;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors.Tests;

/// <summary>Every width, whether the hardware has it or not, against plain loops.</summary>
public class SimdTests
{
    // As many as the widest vector holds, so that they fill whole vectors of any width.
    private static readonly double[] Numbers =
    [
        0, -0.0, 1, -1, 0.5, -2.25, 3, -7, 100, -1e6, 1e-40, 1e30, -1e-300, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
    ];

    [Fact]
    public void Vectors_of_512_bits() => Check<Vector512<float>, Vector512<double>>(16, 8);

    [Fact]
    public void Vectors_of_256_bits() => Check<Vector256<float>, Vector256<double>>(8, 4);

    [Fact]
    public void Vectors_of_128_bits() => Check<Vector128<float>, Vector128<double>>(4, 2);

    private static void Check<F, D>(int floats, int doubles) where F : unmanaged where D : unmanaged
    {
        Arithmetic<F, float>(floats);
        Arithmetic<D, double>(doubles);
        Functions<F, float>();
        Functions<D, double>();
        for (int n = -126; n <= 127; n++) Assert.Equal(MathF.Pow(2, n), Lane(Simd<F, float>.PowerOfTwo(n), floats - 1));
        Comparisons<F, float>();
        Comparisons<D, double>();
        Largest<F, float>();
        Largest<D, double>();
        for (int count = 0; count <= floats; count++) Partial<F, float>(count);
        for (int count = 0; count <= doubles; count++) Partial<D, double>(count);
    }

    // Each pair of numbers in every lane, because a mask that is right in one lane is right in all.
    private static void Comparisons<V, T>() where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (T x in Numbers.Select(T.CreateTruncating))
            foreach (T y in Numbers.Select(T.CreateTruncating))
            {
                var (a, b) = (Simd<V, T>.Broadcast(x), Simd<V, T>.Broadcast(y));
                for (int lane = 0; lane < Simd<V, T>.Count; lane++)
                {
                    Assert.Equal(x < y, Holds(a < b, lane));
                    Assert.Equal(x <= y, Holds(a <= b, lane));
                    Assert.Equal(x > y, Holds(a > b, lane));
                    Assert.Equal(x >= y, Holds(a >= b, lane));
                }
            }

        static bool Holds(Simd<V, T> mask, int lane) => Lane(Simd.Where<V, T>(mask, 1, 0), lane) == T.One;
    }

    // The largest in every place; in double, and in all widths, another path than in float.
    private static void Largest<V, T>() where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int place = 0; place < Simd<V, T>.Count; place++)
        {
            T[] x = [.. Enumerable.Range(0, Simd<V, T>.Count).Select(i => T.CreateChecked(i == place ? 9 : -i))];
            Assert.Equal(T.CreateChecked(9), Simd<V, T>.Load(ref x[0], 0).Largest());
        }
    }

    private static void Arithmetic<V, T>(int count) where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.Equal(count, Simd<V, T>.Count);
        T[] x = [.. Enumerable.Range(0, count + 1).Select(i => T.CreateChecked(i - 3))];
        T[] y = [.. Enumerable.Range(0, count + 1).Select(i => T.CreateChecked(5 - (2 * i)))];
        var (a, b, c) = (Simd<V, T>.Load(ref x[0], 1), Simd<V, T>.Load(ref y[0], 1), Simd<V, T>.Broadcast(T.CreateChecked(7)));
        T seven = T.CreateChecked(7);
        for (int i = 0; i < count; i++)
        {
            T p = x[i + 1], q = y[i + 1];
            Assert.Equal(p + q, Lane(a + b, i));
            Assert.Equal(p - q, Lane(a - b, i));
            Assert.Equal(p * q, Lane(a * b, i));
            Assert.Equal(p / q, Lane(a / b, i));
            Assert.Equal(-p, Lane(-a, i));
            Assert.Equal(T.Max(p, q), Lane(Simd<V, T>.Max(a, b), i));
            Assert.Equal((p * q) + seven, Lane(Simd<V, T>.MultiplyAdd(a, b, c), i));
        }
    }

    /// <summary>To the last bit those of <see cref="Math"/>, rounded to T; only the logarithm is another.</summary>
    private static void Functions<V, T>() where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = [.. Numbers.Select(T.CreateChecked)];
        OfOne(Simd.Abs, Math.Abs);
        OfOne(Simd.Sqrt, Math.Sqrt);
        OfOne(Simd.Sin, Math.Sin);
        OfOne(Simd.Cos, Math.Cos);
        OfOne(Simd.Log, Math.Log, tolerance: typeof(T) == typeof(float) ? 1e-6 : 1e-15);
        foreach (double exponent in Numbers) OfOne(a => Simd.Pow(a, exponent), a => Math.Pow(a, exponent));
        OfTwo(Simd.Max, Math.Max);
        OfTwo(Simd.Min, Math.Min);
        OfTwo((a, b) => Simd.Where(Simd.Equal(a, b), a, 5), (a, b) => a == b ? a : 5);

        void OfOne(Func<Simd<V, T>, Simd<V, T>> function, Func<double, double> exact, double tolerance = 0)
        {
            for (int at = 0; at < x.Length; at += Simd<V, T>.Count)
            {
                Simd<V, T> results = function(Simd<V, T>.Load(ref x[0], at));
                for (int i = 0; i < Simd<V, T>.Count; i++)
                    AssertAre(T.CreateChecked(exact(double.CreateChecked(x[at + i]))), Lane(results, i), tolerance);
            }
        }

        // Turned by each number of places, the second operand meets every number of the first.
        void OfTwo(Func<Simd<V, T>, Simd<V, T>, Simd<V, T>> function, Func<double, double, double> exact)
        {
            for (int turn = 0; turn < x.Length; turn++)
            {
                T[] y = [.. x[turn..], .. x[..turn]];
                for (int at = 0; at < x.Length; at += Simd<V, T>.Count)
                {
                    Simd<V, T> results = function(Simd<V, T>.Load(ref x[0], at), Simd<V, T>.Load(ref y[0], at));
                    for (int i = 0; i < Simd<V, T>.Count; i++)
                    {
                        double expected = exact(double.CreateChecked(x[at + i]), double.CreateChecked(y[at + i]));
                        AssertAre(T.CreateChecked(expected), Lane(results, i), tolerance: 0);
                    }
                }
            }
        }
    }

    /// <summary>Zeros with their signs; a NaN has none.</summary>
    private static void AssertAre<T>(T expected, T actual, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        double exact = double.CreateChecked(expected);
        Assert.Equal(exact, double.CreateChecked(actual), double.IsFinite(exact) ? tolerance * Math.Abs(exact) : 0);
        if (!T.IsNaN(expected)) Assert.Equal(T.IsNegative(expected), T.IsNegative(actual));
    }

    /// <summary>Only the first <paramref name="count"/> elements are read or written; lanes past them are zero.</summary>
    private static void Partial<V, T>(int count) where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = [.. Enumerable.Range(0, Simd<V, T>.Count + 1).Select(i => T.CreateChecked(i + 10))];
        var loaded = Simd<V, T>.LoadFirst(ref x[0], 1, count);
        for (int i = 0; i < Simd<V, T>.Count; i++) Assert.Equal(i < count ? x[i + 1] : T.Zero, Lane(loaded, i));
        var y = new T[Simd<V, T>.Count + 1];
        Simd<V, T>.Load(ref x[0], 1).StoreFirst(ref y[0], 1, count);
        for (int i = 0; i < y.Length; i++) Assert.Equal(i >= 1 && i <= count ? x[i] : T.Zero, y[i]);
    }

    private static T Lane<V, T>(Simd<V, T> vector, int lane) where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lanes = new T[Simd<V, T>.Count];
        vector.Store(ref lanes[0], 0);
        return lanes[lane];
    }
}
