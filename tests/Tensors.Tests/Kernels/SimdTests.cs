using System.Numerics;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors.Tests;

/// <summary>Every width, whether the hardware has it or not, against plain loops.</summary>
public class SimdTests
{
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
        for (int count = 0; count <= floats; count++) Partial<F, float>(count);
        for (int count = 0; count <= doubles; count++) Partial<D, double>(count);
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
            Assert.Equal(T.Max(p, q), Lane(Simd<V, T>.Max(a, b), i));
            Assert.Equal((p * q) + seven, Lane(Simd<V, T>.MultiplyAdd(a, b, c), i));
        }
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
