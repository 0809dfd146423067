using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

/// <content>What element-wise functions and row reductions need beyond the arithmetic of a matrix product.</content>
public readonly partial struct Simd<V, T>
{
    /// <summary>x / y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> operator /(Simd<V, T> x, Simd<V, T> y)
    {
        if (typeof(V) == typeof(Vector512<T>)) return From(x.As<Vector512<T>>() / y.As<Vector512<T>>());
        if (typeof(V) == typeof(Vector256<T>)) return From(x.As<Vector256<T>>() / y.As<Vector256<T>>());
        return From(x.As<Vector128<T>>() / y.As<Vector128<T>>());
    }

    /// <summary>|x|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Simd<V, T> Abs(Simd<V, T> x)
    {
        if (typeof(V) == typeof(Vector512<T>)) return From(Vector512.Abs(x.As<Vector512<T>>()));
        if (typeof(V) == typeof(Vector256<T>)) return From(Vector256.Abs(x.As<Vector256<T>>()));
        return From(Vector128.Abs(x.As<Vector128<T>>()));
    }

    /// <summary>The magnitude of x with the sign of <paramref name="sign"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Simd<V, T> CopySign(Simd<V, T> x, Simd<V, T> sign)
    {
        if (typeof(V) == typeof(Vector512<T>)) return From(Vector512.CopySign(x.As<Vector512<T>>(), sign.As<Vector512<T>>()));
        if (typeof(V) == typeof(Vector256<T>)) return From(Vector256.CopySign(x.As<Vector256<T>>(), sign.As<Vector256<T>>()));
        return From(Vector128.CopySign(x.As<Vector128<T>>(), sign.As<Vector128<T>>()));
    }

    /// <summary>The smaller of two elements, in one instruction: if either is NaN, x64 takes <paramref name="y"/> and Arm NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Simd<V, T> MinNative(Simd<V, T> x, Simd<V, T> y)
    {
        if (typeof(V) == typeof(Vector512<T>)) return From(Vector512.MinNative(x.As<Vector512<T>>(), y.As<Vector512<T>>()));
        if (typeof(V) == typeof(Vector256<T>)) return From(Vector256.MinNative(x.As<Vector256<T>>(), y.As<Vector256<T>>()));
        return From(Vector128.MinNative(x.As<Vector128<T>>(), y.As<Vector128<T>>()));
    }

    /// <summary>The larger of two elements, in one instruction: if either is NaN, x64 takes <paramref name="y"/> and Arm NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Simd<V, T> MaxNative(Simd<V, T> x, Simd<V, T> y)
    {
        if (typeof(V) == typeof(Vector512<T>)) return From(Vector512.MaxNative(x.As<Vector512<T>>(), y.As<Vector512<T>>()));
        if (typeof(V) == typeof(Vector256<T>)) return From(Vector256.MaxNative(x.As<Vector256<T>>(), y.As<Vector256<T>>()));
        return From(Vector128.MaxNative(x.As<Vector128<T>>(), y.As<Vector128<T>>()));
    }

    /// <summary>Where x &lt; y: in each lane all bits are set, or none; NaN is not less. For <see cref="Simd.Where"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> operator <(Simd<V, T> x, Simd<V, T> y)
    {
        if (typeof(V) == typeof(Vector512<T>)) return From(Vector512.LessThan(x.As<Vector512<T>>(), y.As<Vector512<T>>()));
        if (typeof(V) == typeof(Vector256<T>)) return From(Vector256.LessThan(x.As<Vector256<T>>(), y.As<Vector256<T>>()));
        return From(Vector128.LessThan(x.As<Vector128<T>>(), y.As<Vector128<T>>()));
    }

    /// <summary>Where x &gt; y: in each lane all bits are set, or none; NaN is not greater. For <see cref="Simd.Where"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> operator >(Simd<V, T> x, Simd<V, T> y) => y < x;

    /// <summary>Where x ≤ y: in each lane all bits are set, or none; NaN is not. For <see cref="Simd.Where"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> operator <=(Simd<V, T> x, Simd<V, T> y)
    {
        if (typeof(V) == typeof(Vector512<T>)) return From(Vector512.LessThanOrEqual(x.As<Vector512<T>>(), y.As<Vector512<T>>()));
        if (typeof(V) == typeof(Vector256<T>)) return From(Vector256.LessThanOrEqual(x.As<Vector256<T>>(), y.As<Vector256<T>>()));
        return From(Vector128.LessThanOrEqual(x.As<Vector128<T>>(), y.As<Vector128<T>>()));
    }

    /// <summary>Where x ≥ y: in each lane all bits are set, or none; NaN is not. For <see cref="Simd.Where"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> operator >=(Simd<V, T> x, Simd<V, T> y) => y <= x;

    /// <summary>mask ? then : otherwise, bit by bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Simd<V, T> Select(Simd<V, T> mask, Simd<V, T> then, Simd<V, T> otherwise)
    {
        if (typeof(V) == typeof(Vector512<T>))
            return From(Vector512.ConditionalSelect(mask.As<Vector512<T>>(), then.As<Vector512<T>>(), otherwise.As<Vector512<T>>()));
        if (typeof(V) == typeof(Vector256<T>))
            return From(Vector256.ConditionalSelect(mask.As<Vector256<T>>(), then.As<Vector256<T>>(), otherwise.As<Vector256<T>>()));
        return From(Vector128.ConditionalSelect(mask.As<Vector128<T>>(), then.As<Vector128<T>>(), otherwise.As<Vector128<T>>()));
    }

    /// <summary>The first <paramref name="count"/> lanes of x, then <paramref name="padding"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Simd<V, T> First(Simd<V, T> x, int count, T padding)
    {
        T end = typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>(count) : Unsafe.BitCast<double, T>(count);
        if (typeof(V) == typeof(Vector512<T>))
        {
            Vector512<T> isFirst = Vector512.LessThan(Vector512<T>.Indices, Vector512.Create(end));
            return From(Vector512.ConditionalSelect(isFirst, x.As<Vector512<T>>(), Vector512.Create(padding)));
        }

        if (typeof(V) == typeof(Vector256<T>))
        {
            Vector256<T> isFirst = Vector256.LessThan(Vector256<T>.Indices, Vector256.Create(end));
            return From(Vector256.ConditionalSelect(isFirst, x.As<Vector256<T>>(), Vector256.Create(padding)));
        }

        Vector128<T> areFirst = Vector128.LessThan(Vector128<T>.Indices, Vector128.Create(end));
        return From(Vector128.ConditionalSelect(areFirst, x.As<Vector128<T>>(), Vector128.Create(padding)));
    }

    /// <summary>2ⁿ for float and whole n from -126 to 127: n plus the bias of 127, shifted to a float's exponent bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Simd<V, T> PowerOfTwo(Simd<V, T> n)
    {
        // From 2^23 on, floats are the whole numbers: the sum's last bits are n + 127.
        Simd<V, T> biased = n + ((1 << 23) + 127);
        if (typeof(V) == typeof(Vector512<T>)) return From(Vector512.ShiftLeft(biased.As<Vector512<int>>(), 23));
        if (typeof(V) == typeof(Vector256<T>)) return From(Vector256.ShiftLeft(biased.As<Vector256<int>>(), 23));
        return From(Vector128.ShiftLeft(biased.As<Vector128<int>>(), 23));
    }

    /// <summary>The sum of all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T Sum()
    {
        if (typeof(V) == typeof(Vector512<T>)) return Vector512.Sum(As<Vector512<T>>());
        if (typeof(V) == typeof(Vector256<T>)) return Vector256.Sum(As<Vector256<T>>());
        return Vector128.Sum(As<Vector128<T>>());
    }

    /// <summary>The largest of all lanes; if one is NaN, either NaN or the largest of others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal T Largest()
    {
        if (typeof(V) == typeof(Vector512<T>))
        {
            Vector512<T> all = As<Vector512<T>>();
            return new Simd<Vector256<T>, T>(Vector256.MaxNative(all.GetLower(), all.GetUpper())).Largest();
        }

        if (typeof(V) == typeof(Vector256<T>))
        {
            Vector256<T> all = As<Vector256<T>>();
            return new Simd<Vector128<T>, T>(Vector128.MaxNative(all.GetLower(), all.GetUpper())).Largest();
        }

        if (typeof(T) == typeof(float))
        {
            Vector128<float> floats = As<Vector128<float>>();
            float largest = float.MaxNative(float.MaxNative(float.MaxNative(floats[0], floats[1]), floats[2]), floats[3]);
            return Unsafe.BitCast<float, T>(largest);
        }

        Vector128<double> doubles = As<Vector128<double>>();
        return Unsafe.BitCast<double, T>(double.MaxNative(doubles[0], doubles[1]));
    }
}
