using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Makemore.Tensors;

/// <summary>
/// Several numbers that are computed with at once, as if they were one. A formula over them, such as <c>1 - y * y</c>, is written once and
/// serves every width: V is <see cref="Vector512{T}"/>, <see cref="Vector256{T}"/> or <see cref="Vector128{T}"/>, T is float or double. The
/// kernel that runs the formula chooses the widest vector that the hardware has.
/// </summary>
/// <remarks>
/// The compiler knows V and T, so of each method below one branch is left: a single instruction. The types are compared in the branch
/// itself, not in a property: the compiler would see through a call, even an inlined one, too late to keep the other branches out of its
/// budget for inlining, and a kernel needs all of that budget.
/// <para>The bits are taken out as a whole and not through the field. To the JIT compiler it is the same. But in a browser the code is
/// interpreted, and the interpreter would copy the field each time, which takes twice as long. They are put in through the field, but for
/// <see cref="MultiplyAdd"/>, where most of the time goes: if they were not, the interpreter would lose them in some places, once it has
/// optimized the code. So whatever changes here is to be checked in a browser, a thousand times over: <c>EngineCheck</c>.</para>
/// </remarks>
public readonly partial struct Simd<V, T>
{
    private readonly V lanes;

    internal Simd(V lanes) => this.lanes = lanes;

    /// <summary>How many elements a vector holds.</summary>
    internal static int Count => Unsafe.SizeOf<V>() / Unsafe.SizeOf<T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal U As<U>() => Unsafe.BitCast<Simd<V, T>, U>(this);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Simd<V, T> From<U>(U vector) => new(Unsafe.BitCast<U, V>(vector));

    /// <summary>The elements start[offset], start[offset + 1], ...</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Simd<V, T> Load(ref readonly T start, int offset) =>
        Unsafe.ReadUnaligned<Simd<V, T>>(in Unsafe.As<T, byte>(ref Unsafe.Add(ref Unsafe.AsRef(in start), offset)));

    /// <summary>Writes start[offset], start[offset + 1], ...</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Store(ref T start, int offset) =>
        Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref start, offset)), this);

    /// <summary>The first <paramref name="count"/> elements (0 to <see cref="Count"/>), then zeros; nothing past them is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Simd<V, T> LoadFirst(ref readonly T start, int offset, int count)
    {
        ref T first = ref Unsafe.Add(ref Unsafe.AsRef(in start), offset);
        if (typeof(V) == typeof(Vector512<T>)) return From(PartialVector.Load512(ref first, count));
        if (typeof(V) == typeof(Vector256<T>)) return From(PartialVector.Load256(ref first, count));
        return From(PartialVector.Load128(ref first, count));
    }

    /// <summary>Writes the first <paramref name="count"/> elements (0 to <see cref="Count"/>); nothing past them is touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void StoreFirst(ref T start, int offset, int count)
    {
        ref T first = ref Unsafe.Add(ref start, offset);
        if (typeof(V) == typeof(Vector512<T>)) PartialVector.Store(As<Vector512<T>>(), ref first, count);
        else if (typeof(V) == typeof(Vector256<T>)) PartialVector.Store(As<Vector256<T>>(), ref first, count);
        else PartialVector.Store(As<Vector128<T>>(), ref first, count);
    }

    /// <summary>The same element in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Simd<V, T> Broadcast(T element)
    {
        if (typeof(V) == typeof(Vector512<T>)) return From(Vector512.Create(element));
        if (typeof(V) == typeof(Vector256<T>)) return From(Vector256.Create(element));
        return From(Vector128.Create(element));
    }

    /// <summary>The same number in every lane, rounded to T: so a formula may say <c>1 - y * y</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Simd<V, T>(double number) => typeof(T) == typeof(float)
        ? Broadcast(Unsafe.BitCast<float, T>((float)number))
        : Broadcast(Unsafe.BitCast<double, T>(number));

    /// <summary>The element start[offset] in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Simd<V, T> Broadcast(ref readonly T start, nint offset)
    {
        if (typeof(V) == typeof(Vector512<T>)) return From(Vector512.Create(Unsafe.Add(ref Unsafe.AsRef(in start), offset)));
        if (typeof(V) == typeof(Vector256<T>)) return From(Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in start), offset)));
        return From(Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in start), offset)));
    }

    /// <summary>x + y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> operator +(Simd<V, T> x, Simd<V, T> y)
    {
        if (typeof(V) == typeof(Vector512<T>)) return From(x.As<Vector512<T>>() + y.As<Vector512<T>>());
        if (typeof(V) == typeof(Vector256<T>)) return From(x.As<Vector256<T>>() + y.As<Vector256<T>>());
        return From(x.As<Vector128<T>>() + y.As<Vector128<T>>());
    }

    /// <summary>−x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> operator -(Simd<V, T> x) => x * -1;

    /// <summary>x − y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> operator -(Simd<V, T> x, Simd<V, T> y)
    {
        if (typeof(V) == typeof(Vector512<T>)) return From(x.As<Vector512<T>>() - y.As<Vector512<T>>());
        if (typeof(V) == typeof(Vector256<T>)) return From(x.As<Vector256<T>>() - y.As<Vector256<T>>());
        return From(x.As<Vector128<T>>() - y.As<Vector128<T>>());
    }

    /// <summary>x · y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd<V, T> operator *(Simd<V, T> x, Simd<V, T> y)
    {
        if (typeof(V) == typeof(Vector512<T>)) return From(x.As<Vector512<T>>() * y.As<Vector512<T>>());
        if (typeof(V) == typeof(Vector256<T>)) return From(x.As<Vector256<T>>() * y.As<Vector256<T>>());
        return From(x.As<Vector128<T>>() * y.As<Vector128<T>>());
    }

    /// <summary>The larger of two elements in every lane; NaN if either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Simd<V, T> Max(Simd<V, T> x, Simd<V, T> y)
    {
        if (typeof(V) == typeof(Vector512<T>)) return From(Vector512.Max(x.As<Vector512<T>>(), y.As<Vector512<T>>()));
        if (typeof(V) == typeof(Vector256<T>)) return From(Vector256.Max(x.As<Vector256<T>>(), y.As<Vector256<T>>()));
        return From(Vector128.Max(x.As<Vector128<T>>(), y.As<Vector128<T>>()));
    }

    /// <summary>x·y + z, rounded once if the hardware has a fused instruction, otherwise twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Simd<V, T> MultiplyAdd(Simd<V, T> x, Simd<V, T> y, Simd<V, T> z)
    {
        if (typeof(V) == typeof(Vector512<float>))
            return From(Vector512.MultiplyAddEstimate(x.As<Vector512<float>>(), y.As<Vector512<float>>(), z.As<Vector512<float>>()));
        if (typeof(V) == typeof(Vector512<double>))
            return From(Vector512.MultiplyAddEstimate(x.As<Vector512<double>>(), y.As<Vector512<double>>(), z.As<Vector512<double>>()));
        if (typeof(V) == typeof(Vector256<float>))
            return From(Vector256.MultiplyAddEstimate(x.As<Vector256<float>>(), y.As<Vector256<float>>(), z.As<Vector256<float>>()));
        if (typeof(V) == typeof(Vector256<double>))
            return From(Vector256.MultiplyAddEstimate(x.As<Vector256<double>>(), y.As<Vector256<double>>(), z.As<Vector256<double>>()));
        // In a browser, the estimate calls a method for each lane.
        if (!Fma.IsSupported && !AdvSimd.IsSupported)
            return Unsafe.BitCast<Vector128<T>, Simd<V, T>>((x.As<Vector128<T>>() * y.As<Vector128<T>>()) + z.As<Vector128<T>>());
        if (typeof(V) == typeof(Vector128<float>))
            return From(Vector128.MultiplyAddEstimate(x.As<Vector128<float>>(), y.As<Vector128<float>>(), z.As<Vector128<float>>()));
        return From(Vector128.MultiplyAddEstimate(x.As<Vector128<double>>(), y.As<Vector128<double>>(), z.As<Vector128<double>>()));
    }
}
