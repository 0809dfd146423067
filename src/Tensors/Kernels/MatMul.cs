using System.Numerics;

namespace Makemore.Tensors;

/// <summary>The inner loops: spans and sizes in, spans out. They know nothing of graphs and allocate nothing.</summary>
public static partial class Kernels
{
    /// <summary>C = A·B: c[i, j] = Σₖ a[i, k]·b[k, j], for A (rows, inner) and B (inner, columns), C (rows, columns).</summary>
    public static void MatMul<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Destination<T> c, int rows, int inner, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!c.IsWanted) return;
        Span<T> sum = c.Accumulator();
        for (int i = 0; i < rows; i++)
            for (int k = 0; k < inner; k++)
                for (int j = 0; j < columns; j++)
                    sum[(i * columns) + j] += a[(i * inner) + k] * b[(k * columns) + j];
    }

    /// <summary>C = Aᵀ·B: c[i, j] = Σₖ a[k, i]·b[k, j], for A (inner, rows) and B (inner, columns), C (rows, columns).</summary>
    public static void MatMulTransposedA<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Destination<T> c, int rows, int inner, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!c.IsWanted) return;
        Span<T> sum = c.Accumulator();
        for (int k = 0; k < inner; k++)
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++)
                    sum[(i * columns) + j] += a[(k * rows) + i] * b[(k * columns) + j];
    }

    /// <summary>C = A·Bᵀ: c[i, j] = Σₖ a[i, k]·b[j, k], for A (rows, inner) and B (columns, inner), C (rows, columns).</summary>
    public static void MatMulTransposedB<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Destination<T> c, int rows, int inner, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!c.IsWanted) return;
        Span<T> sum = c.Accumulator();
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                for (int k = 0; k < inner; k++)
                    sum[(i * columns) + j] += a[(i * inner) + k] * b[(j * inner) + k];
    }
}
