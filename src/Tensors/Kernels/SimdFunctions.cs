using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Makemore.Tensors;

/// <summary>Functions of <see cref="Simd{V, T}"/> values, number by number, for formulas.</summary>
public static partial class Simd
{
    /// <summary>
    /// Computes the coefficients of tanh, erf and exp before any kernel is compiled: the compiler makes constants of static fields that have
    /// their values by then. If they do not, and the kernel is never compiled again, tanh takes up to five times as long.
    /// </summary>
    internal static void ComputeCoefficients()
    {
        RuntimeHelpers.RunClassConstructor(typeof(FloatExp).TypeHandle);
        RuntimeHelpers.RunClassConstructor((Avx512F.IsSupported ? typeof(OddTable<TanhFunction>) : typeof(FloatTanh)).TypeHandle);
        RuntimeHelpers.RunClassConstructor((Avx512F.IsSupported ? typeof(OddTable<ErfFunction>) : typeof(FloatErf)).TypeHandle);
    }

    /// <summary>mask ? then : otherwise, for a mask such as <c>x &lt; y</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> Where<V, T>(Simd<V, T> mask, Simd<V, T> then, Simd<V, T> otherwise) =>
        Simd<V, T>.Select(mask, then, otherwise);

    /// <summary>Where x equals y: in each lane all bits are set, or none; NaN equals nothing. For <see cref="Where"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> Equal<V, T>(Simd<V, T> x, Simd<V, T> y)
    {
        if (typeof(V) == typeof(Vector512<T>)) return Simd<V, T>.From(Vector512.Equals(x.As<Vector512<T>>(), y.As<Vector512<T>>()));
        if (typeof(V) == typeof(Vector256<T>)) return Simd<V, T>.From(Vector256.Equals(x.As<Vector256<T>>(), y.As<Vector256<T>>()));
        return Simd<V, T>.From(Vector128.Equals(x.As<Vector128<T>>(), y.As<Vector128<T>>()));
    }

    /// <summary>|x|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> Abs<V, T>(Simd<V, T> x) => Simd<V, T>.Abs(x);

    /// <summary>The larger of x and y; NaN if either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> Max<V, T>(Simd<V, T> x, Simd<V, T> y) => Simd<V, T>.Max(x, y);

    /// <summary>The smaller of x and y; NaN if either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> Min<V, T>(Simd<V, T> x, Simd<V, T> y)
    {
        if (typeof(V) == typeof(Vector512<T>)) return Simd<V, T>.From(Vector512.Min(x.As<Vector512<T>>(), y.As<Vector512<T>>()));
        if (typeof(V) == typeof(Vector256<T>)) return Simd<V, T>.From(Vector256.Min(x.As<Vector256<T>>(), y.As<Vector256<T>>()));
        return Simd<V, T>.From(Vector128.Min(x.As<Vector128<T>>(), y.As<Vector128<T>>()));
    }

    /// <summary>√x; NaN if x is negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> Sqrt<V, T>(Simd<V, T> x)
    {
        if (typeof(V) == typeof(Vector512<T>)) return Simd<V, T>.From(Vector512.Sqrt(x.As<Vector512<T>>()));
        if (typeof(V) == typeof(Vector256<T>)) return Simd<V, T>.From(Vector256.Sqrt(x.As<Vector256<T>>()));
        return Simd<V, T>.From(Vector128.Sqrt(x.As<Vector128<T>>()));
    }

    /// <summary>ln x; −∞ at 0, NaN if x is negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> Log<V, T>(Simd<V, T> x)
    {
        if (typeof(V) == typeof(Vector512<float>)) return Simd<V, T>.From(Vector512.Log(x.As<Vector512<float>>()));
        if (typeof(V) == typeof(Vector512<double>)) return Simd<V, T>.From(Vector512.Log(x.As<Vector512<double>>()));
        if (typeof(V) == typeof(Vector256<float>)) return Simd<V, T>.From(Vector256.Log(x.As<Vector256<float>>()));
        if (typeof(V) == typeof(Vector256<double>)) return Simd<V, T>.From(Vector256.Log(x.As<Vector256<double>>()));
        if (typeof(V) == typeof(Vector128<float>)) return Simd<V, T>.From(Vector128.Log(x.As<Vector128<float>>()));
        return Simd<V, T>.From(Vector128.Log(x.As<Vector128<double>>()));
    }

    /// <summary>sin x, for x in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> Sin<V, T>(Simd<V, T> x) => EachLane(x, Math.Sin);

    /// <summary>cos x, for x in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> Cos<V, T>(Simd<V, T> x) => EachLane(x, Math.Cos);

    /// <summary>xᵖ; NaN if x is negative and p is not a whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> Pow<V, T>(Simd<V, T> x, double exponent) => EachLane(x, exponent, Math.Pow);

    /// <summary>A call for each number, in float64, of a function that has no vector form.</summary>
    private static Simd<V, T> EachLane<V, T>(Simd<V, T> x, Func<double, double> function) =>
        EachLane(x, function, static (value, call) => call(value));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Simd<V, T> EachLane<V, T, TArgument>(Simd<V, T> x, TArgument argument, Func<double, TArgument, double> function)
    {
        foreach (ref T value in MemoryMarshal.CreateSpan(ref Unsafe.As<Simd<V, T>, T>(ref x), Simd<V, T>.Count))
        {
            value = typeof(T) == typeof(float)
                ? Unsafe.BitCast<float, T>((float)function(Unsafe.BitCast<T, float>(value), argument))
                : Unsafe.BitCast<double, T>(function(Unsafe.BitCast<T, double>(value), argument));
        }

        return x;
    }
}
