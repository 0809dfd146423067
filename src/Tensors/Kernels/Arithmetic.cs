using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Makemore.Tensors;

public static partial class Kernels
{
    /// <summary>y = x, element by element: a gradient passed on unchanged.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Copy<T>(ReadOnlySpan<T> x, Destination<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        Require(nameof(Copy), "y", y.Span.Length, x.Length);
        if (y.Adds) TensorPrimitives.Add(x, y.Span, y.Span);
        else x.CopyTo(y.Span);
    }

    /// <summary>y = factor · x, element by element.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Scale<T>(ReadOnlySpan<T> x, T factor, Destination<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        Require(nameof(Scale), "y", y.Span.Length, x.Length);
        if (y.Adds) TensorPrimitives.MultiplyAddEstimate(x, factor, y.Span, y.Span);
        else TensorPrimitives.Multiply(x, factor, y.Span);
    }

    /// <summary>z = x · y, element by element.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Product<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Destination<T> z) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!z.IsWanted) return;
        Require(nameof(Product), "y", y.Length, x.Length);
        Require(nameof(Product), "z", z.Span.Length, x.Length);
        if (z.Adds) TensorPrimitives.MultiplyAddEstimate(x, y, z.Span, z.Span);
        else TensorPrimitives.Multiply(x, y, z.Span);
    }

    /// <summary>
    /// One step of gradient descent, in place: p ← p − rate · g. The product is rounded before it is subtracted, as PyTorch does in two
    /// operations: at large rates training is chaotic, and the originals' figures are those of this rounding.
    /// </summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Descend<T>(Span<T> parameters, ReadOnlySpan<T> gradient, T rate) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require(nameof(Descend), "gradient", gradient.Length, parameters.Length);
        Map(new DescentFunction<T>(rate), parameters, gradient, parameters);
    }

    /// <summary>y = x, in double: exact for float.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Widen<T>(ReadOnlySpan<T> x, Span<double> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require(nameof(Widen), "y", y.Length, x.Length);
        TensorPrimitives.ConvertTruncating(x, y);
    }

    /// <summary>True if no element is NaN or infinite.</summary>
    public static bool AllFinite<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x.IsEmpty || TensorPrimitives.IsFiniteAll(x);

    private readonly struct DescentFunction<T>(T rate) : IFunction2<T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Simd<V, T> Of<V>(Simd<V, T> parameter, Simd<V, T> gradient) where V : unmanaged =>
            parameter - (Simd<V, T>.Broadcast(rate) * gradient);
    }
}
