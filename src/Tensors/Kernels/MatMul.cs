using System.Numerics;

namespace Makemore.Tensors;

/// <summary>The inner loops: spans and sizes in, spans out. They know nothing of graphs and allocate nothing.</summary>
public static partial class Kernels
{
    /// <summary>C = A·B: c[i, j] = Σₖ a[i, k]·b[k, j], for A (rows, inner) and B (inner, columns), C (rows, columns).</summary>
    /// <exception cref="ArgumentException">A span does not have as many elements as the sizes say.</exception>
    public static void MatMul<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Destination<T> c, int rows, int inner, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!c.IsWanted) return;
        Require("MatMul", "a", a.Length, rows, inner);
        Require("MatMul", "b", b.Length, inner, columns);
        Require("MatMul", "c", c.Span.Length, rows, columns);
        MatrixProduct.Compute(Matrix<T>.Of(a, inner), Matrix<T>.Of(b, columns), c, rows, inner, columns);
    }

    /// <summary>
    /// Y = X·W + b: y[i, j] = b[j] + Σₖ x[i, k]·w[k, j], for X (rows, inner), W (inner, columns), b (columns), Y (rows, columns).
    /// The bias is added while the sums are still in registers, so it needs no second pass; the result equals that of two passes, bit for
    /// bit.
    /// </summary>
    /// <exception cref="ArgumentException">A span does not have as many elements as the sizes say.</exception>
    public static void Linear<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> y, int rows, int inner, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require("Linear", "x", x.Length, rows, inner);
        Require("Linear", "weights", weights.Length, inner, columns);
        Require("Linear", "bias", bias.Length, 1, columns);
        Require("Linear", "y", y.Length, rows, columns);
        if (inner == 0) RepeatRows(bias, y, rows);
        else MatrixProduct.Compute(Matrix<T>.Of(x, inner), Matrix<T>.Of(weights, columns), y, rows, inner, columns, bias);
    }

    /// <summary>C = Aᵀ·B: c[i, j] = Σₖ a[k, i]·b[k, j], for A (inner, rows) and B (inner, columns), C (rows, columns).</summary>
    /// <exception cref="ArgumentException">A span does not have as many elements as the sizes say.</exception>
    public static void MatMulTransposedA<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Destination<T> c, int rows, int inner, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!c.IsWanted) return;
        Require("MatMulTransposedA", "a", a.Length, inner, rows);
        Require("MatMulTransposedA", "b", b.Length, inner, columns);
        Require("MatMulTransposedA", "c", c.Span.Length, rows, columns);
        MatrixProduct.Compute(Matrix<T>.Of(a, rows).Transposed, Matrix<T>.Of(b, columns), c, rows, inner, columns);
    }

    /// <summary>C = A·Bᵀ: c[i, j] = Σₖ a[i, k]·b[j, k], for A (rows, inner) and B (columns, inner), C (rows, columns).</summary>
    /// <exception cref="ArgumentException">A span does not have as many elements as the sizes say.</exception>
    public static void MatMulTransposedB<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Destination<T> c, int rows, int inner, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!c.IsWanted) return;
        Require("MatMulTransposedB", "a", a.Length, rows, inner);
        Require("MatMulTransposedB", "b", b.Length, columns, inner);
        Require("MatMulTransposedB", "c", c.Span.Length, rows, columns);
        MatrixProduct.Compute(Matrix<T>.Of(a, inner), Matrix<T>.Of(b, inner).Transposed, c, rows, inner, columns);
    }
}
