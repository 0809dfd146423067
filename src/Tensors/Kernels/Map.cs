using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Makemore.Tensors;

/// <summary>A function of one variable, on all lanes of a vector of any width.</summary>
internal interface IFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    Simd<V, T> Of<V>(Simd<V, T> x) where V : unmanaged;
}

/// <summary>A function of two variables, on all lanes of vectors of any width.</summary>
internal interface IFunction2<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    Simd<V, T> Of<V>(Simd<V, T> a, Simd<V, T> b) where V : unmanaged;
}

/// <content>The one place where element-wise kernels choose a width and treat the elements behind the last whole vector.</content>
public static partial class Kernels
{
    /// <summary>
    /// Computes the coefficients of tanh and exp before any kernel is compiled: the compiler makes constants of static fields that have
    /// their values by then. Where they have not, and the kernel is never compiled again, tanh takes up to five times as long.
    /// </summary>
    static Kernels()
    {
        RuntimeHelpers.RunClassConstructor(typeof(FloatExp).TypeHandle);
        RuntimeHelpers.RunClassConstructor((Avx512F.IsSupported ? typeof(TanhTable) : typeof(TanhFormula)).TypeHandle);
    }

    /// <summary>y[i] = f(x[i]); y may be x.</summary>
    private static void Map<T, F>(F f, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFunction<T>
    {
        if (Vector512.IsHardwareAccelerated) Map<Vector512<T>, T, F>(f, x, y);
        else if (Vector256.IsHardwareAccelerated) Map<Vector256<T>, T, F>(f, x, y);
        else Map<Vector128<T>, T, F>(f, x, y);
    }

    private static void Map<V, T, F>(F f, ReadOnlySpan<T> x, Span<T> y)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFunction<T>
    {
        ref readonly T from = ref MemoryMarshal.GetReference(x);
        ref T to = ref MemoryMarshal.GetReference(y[..x.Length]);
        int i = 0;
        for (; i <= x.Length - Simd<V, T>.Count; i += Simd<V, T>.Count) f.Of(Simd<V, T>.Load(in from, i)).Store(ref to, i);
        int rest = x.Length - i;
        if (rest > 0) f.Of(Simd<V, T>.LoadFirst(in from, i, rest)).StoreFirst(ref to, i, rest);
    }

    /// <summary>y[i] = f(a[i], b[i]), or y[i] += f(a[i], b[i]); y may be a or b.</summary>
    private static void Map<T, F>(F f, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Destination<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFunction2<T>
    {
        if (!y.IsWanted) return;
        if (Vector512.IsHardwareAccelerated) Map<Vector512<T>, T, F>(f, a, b, y.Span, y.Adds);
        else if (Vector256.IsHardwareAccelerated) Map<Vector256<T>, T, F>(f, a, b, y.Span, y.Adds);
        else Map<Vector128<T>, T, F>(f, a, b, y.Span, y.Adds);
    }

    private static void Map<V, T, F>(F f, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, bool adds)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFunction2<T>
    {
        ref readonly T left = ref MemoryMarshal.GetReference(a), right = ref MemoryMarshal.GetReference(b[..a.Length]);
        ref T to = ref MemoryMarshal.GetReference(y[..a.Length]);
        int i = 0;
        for (; i <= a.Length - Simd<V, T>.Count; i += Simd<V, T>.Count)
        {
            Simd<V, T> result = f.Of(Simd<V, T>.Load(in left, i), Simd<V, T>.Load(in right, i));
            if (adds) result += Simd<V, T>.Load(in to, i);
            result.Store(ref to, i);
        }

        int rest = a.Length - i;
        if (rest == 0) return;
        Simd<V, T> last = f.Of(Simd<V, T>.LoadFirst(in left, i, rest), Simd<V, T>.LoadFirst(in right, i, rest));
        if (adds) last += Simd<V, T>.LoadFirst(in to, i, rest);
        last.StoreFirst(ref to, i, rest);
    }
}
