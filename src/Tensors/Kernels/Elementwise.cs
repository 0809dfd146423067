using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

/// <summary>A function y = f(x) of one number and its derivative: a line of a table of derivatives.</summary>
public interface IFormula
{
    /// <summary>y = f(x).</summary>
    Simd<V, T> Value<V, T>(Simd<V, T> x);

    /// <summary>dy/dx at x, where y = f(x) is known already.</summary>
    Simd<V, T> Slope<V, T>(Simd<V, T> x, Simd<V, T> y);
}

/// <summary>A formula whose slope is a function of y alone. A kernel does not read x again then, and gives the slope 0 for it.</summary>
public interface IFormulaOfOutput : IFormula;

/// <summary>A function of two variables, on all lanes of vectors of any width.</summary>
internal interface IFunction2<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    Simd<V, T> Of<V>(Simd<V, T> a, Simd<V, T> b) where V : unmanaged;
}

/// <content>
/// Formulas over arrays: the one place where element-wise kernels choose a vector width and handle the last few elements.
/// </content>
public static partial class Kernels
{
    static Kernels() => Simd.ComputeCoefficients();

    /// <summary>y[i] = f(x[i]); y may be x.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Map<T, F>(F formula, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFormula
    {
        Require(nameof(Map), "y", y.Length, x.Length);
        if (Vector512.IsHardwareAccelerated && x.Length > Vector128<T>.Count) Map<Vector512<T>, T, F>(formula, x, y);
        else if (Vector256.IsHardwareAccelerated && x.Length > Vector128<T>.Count) Map<Vector256<T>, T, F>(formula, x, y);
        else Map<Vector128<T>, T, F>(formula, x, y);
    }

    /// <summary>dx[i] = dy[i]·f′(x[i]), where y = f(x): the chain rule. dx may be x, y or dy.</summary>
    /// <exception cref="ArgumentException">y, dy or dx does not have as many elements as x.</exception>
    public static void MapGradient<T, F>(F formula, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Destination<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFormula
    {
        if (!dx.IsWanted) return;
        Require(nameof(MapGradient), "y", y.Length, x.Length);
        Require(nameof(MapGradient), "dy", dy.Length, x.Length);
        Require(nameof(MapGradient), "dx", dx.Span.Length, x.Length);
        if (Vector512.IsHardwareAccelerated && x.Length > Vector128<T>.Count) MapGradient<Vector512<T>, T, F>(formula, x, y, dy, dx);
        else if (Vector256.IsHardwareAccelerated && x.Length > Vector128<T>.Count) MapGradient<Vector256<T>, T, F>(formula, x, y, dy, dx);
        else MapGradient<Vector128<T>, T, F>(formula, x, y, dy, dx);
    }

    private static void Map<V, T, F>(F formula, ReadOnlySpan<T> x, Span<T> y)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFormula
    {
        ref readonly T from = ref MemoryMarshal.GetReference(x);
        ref T to = ref MemoryMarshal.GetReference(y);
        int i = 0;
        for (; i <= x.Length - Simd<V, T>.Count; i += Simd<V, T>.Count) formula.Value(Simd<V, T>.Load(in from, i)).Store(ref to, i);
        int rest = x.Length - i;
        if (rest > 0) formula.Value(Simd<V, T>.LoadFirst(in from, i, rest)).StoreFirst(ref to, i, rest);
    }

    private static void MapGradient<V, T, F>(F formula, ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Destination<T> dx)
        where V : unmanaged where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IFormula
    {
        ref readonly T input = ref MemoryMarshal.GetReference(x), output = ref MemoryMarshal.GetReference(y);
        ref readonly T arriving = ref MemoryMarshal.GetReference(dy);
        ref T to = ref MemoryMarshal.GetReference(dx.Span);
        bool adds = dx.Adds;
        int i = 0;
        for (; i <= x.Length - Simd<V, T>.Count; i += Simd<V, T>.Count)
        {
            Simd<V, T> read = formula is IFormulaOfOutput ? default : Simd<V, T>.Load(in input, i);
            Simd<V, T> slope = formula.Slope(read, Simd<V, T>.Load(in output, i));
            Simd<V, T> sent = Simd<V, T>.Load(in arriving, i) * slope;
            if (adds) sent += Simd<V, T>.Load(in to, i);
            sent.Store(ref to, i);
        }

        int rest = x.Length - i;
        if (rest == 0) return;
        Simd<V, T> lastSlope = formula.Slope(Simd<V, T>.LoadFirst(in input, i, rest), Simd<V, T>.LoadFirst(in output, i, rest));
        Simd<V, T> last = Simd<V, T>.LoadFirst(in arriving, i, rest) * lastSlope;
        if (adds) last += Simd<V, T>.LoadFirst(in to, i, rest);
        last.StoreFirst(ref to, i, rest);
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
