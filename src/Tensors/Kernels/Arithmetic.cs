using System.Numerics;
using System.Numerics.Tensors;

namespace Makemore.Tensors;

public static partial class Kernels
{
    /// <summary>y = x, element by element: a gradient passed on unchanged.</summary>
    public static void Copy<T>(ReadOnlySpan<T> x, Destination<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        if (y.Adds) TensorPrimitives.Add(x, y.Span, y.Span);
        else x.CopyTo(y.Span);
    }

    /// <summary>y = factor · x, element by element.</summary>
    public static void Scale<T>(ReadOnlySpan<T> x, T factor, Destination<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        if (y.Adds) TensorPrimitives.MultiplyAddEstimate(x, factor, y.Span, y.Span);
        else TensorPrimitives.Multiply(x, factor, y.Span);
    }

    /// <summary>z = x · y, element by element.</summary>
    public static void Product<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Destination<T> z) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!z.IsWanted) return;
        if (z.Adds) TensorPrimitives.MultiplyAddEstimate(x, y, z.Span, z.Span);
        else TensorPrimitives.Multiply(x, y, z.Span);
    }

    /// <summary>z = x / y, element by element.</summary>
    public static void Quotient<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Destination<T> z) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!z.IsWanted) return;
        if (!z.Adds)
        {
            TensorPrimitives.Divide(x, y, z.Span);
            return;
        }

        Span<T> sum = z.Span;
        for (int i = 0; i < x.Length; i++) sum[i] += x[i] / y[i];
    }

    /// <summary>One step of gradient descent, in place: p ← p − rate · g.</summary>
    public static void Descend<T>(Span<T> parameters, ReadOnlySpan<T> gradient, T rate) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.MultiplyAddEstimate(gradient, -rate, parameters, parameters);

    /// <summary>y = x, in double: exact for float.</summary>
    public static void Widen<T>(ReadOnlySpan<T> x, Span<double> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.ConvertTruncating(x, y);

    /// <summary>True if no element is NaN or infinite.</summary>
    public static bool AllFinite<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (T value in x)
            if (!T.IsFinite(value)) return false;
        return true;
    }
}
