using System.Numerics;

namespace Makemore.Tensors;

/// <summary>
/// Y = A·B, matrix by matrix: for A (..., rows, inner) and B (..., inner, columns), Y is (..., rows, columns). The leading axes broadcast:
/// if an operand has size 1 there, or lacks the axis, its matrix is used again and again, and its gradient is the sum over the uses.
/// <para>Worked out once from the two shapes. If all of A shares one matrix B, there is one product over all rows of A: a batch of
/// sequences (n, t, features) is one matrix (n·t, features).</para>
/// </summary>
public sealed class BatchedProduct
{
    private readonly string operation;
    private readonly Shape a, b;
    private readonly int rows, inner, columns;
    private readonly Use[] aUses, bUses; // for each matrix of Y, in order: the factors that it is made of

    /// <summary>The product of two shapes.</summary>
    /// <exception cref="ArgumentException">
    /// An operand has fewer than two axes, the inner sizes differ, or the leading axes do not broadcast; the message names
    /// <paramref name="operation"/> and both shapes.
    /// </exception>
    public BatchedProduct(string operation, Shape a, Shape b)
    {
        (this.operation, this.a, this.b) = (operation, a, b);
        if (a.Rank < 2 || b.Rank < 2) throw new ArgumentException($"{operation}: {a} x {b}: both need at least two axes");
        if (a[^1] != b[^2]) throw new ArgumentException($"{operation}: {a} x {b}: inner sizes {a[^1]} and {b[^2]} differ");
        (rows, inner, columns) = (a[^2], a[^1], b[^1]);
        ReadOnlySpan<int> aBatch = a.Sizes[..^2], bBatch = b.Sizes[..^2];
        ReadOnlySpan<int> batch = Shape.Broadcast($"{operation}: {a} x {b}: leading axes", Shape.Create(aBatch), Shape.Create(bBatch));
        Result = Shape.Create([.. batch, rows, columns]);

        // As long as the innermost leading axis has one matrix of B for all of A's, these are the rows of one taller matrix.
        while (!batch.IsEmpty && Innermost(bBatch) == 1)
        {
            rows *= batch[^1];
            aBatch = WithoutInnermost(aBatch);
            bBatch = WithoutInnermost(bBatch);
            batch = batch[..^1];
        }

        aUses = Uses(aBatch, batch, rows * inner);
        bUses = Uses(bBatch, batch, inner * columns);
    }

    /// <summary>The shape of Y.</summary>
    public Shape Result { get; }

    /// <summary>Y = A·B.</summary>
    /// <exception cref="ArgumentException">A span is not as long as its shape says.</exception>
    public void Multiply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Destination<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        Require(a.Length, b.Length, y.Span.Length);
        for (int i = 0; i < aUses.Length; i++)
            Kernels.MatMul(OfA(a, i), OfB(b, i), y.Slice(i * rows * columns, rows * columns), rows, inner, columns);
    }

    /// <summary>dA = dY·Bᵀ, summed over the uses of each matrix of A.</summary>
    /// <exception cref="ArgumentException">A span is not as long as its shape says.</exception>
    public void GradientOfA<T>(ReadOnlySpan<T> dy, ReadOnlySpan<T> b, Destination<T> da) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!da.IsWanted) return;
        Require(da.Span.Length, b.Length, dy.Length);
        if (aUses.Length == 0) da.Accumulator(); // never used
        for (int i = 0; i < aUses.Length; i++)
            Kernels.MatMulTransposedB(OfY(dy, i), OfB(b, i), Contribution(da, aUses[i], rows * inner), rows, columns, inner);
    }

    /// <summary>dB = Aᵀ·dY, summed over the uses of each matrix of B.</summary>
    /// <exception cref="ArgumentException">A span is not as long as its shape says.</exception>
    public void GradientOfB<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> dy, Destination<T> db) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!db.IsWanted) return;
        Require(a.Length, db.Span.Length, dy.Length);
        if (bUses.Length == 0) db.Accumulator(); // never used
        for (int i = 0; i < bUses.Length; i++)
            Kernels.MatMulTransposedA(OfA(a, i), OfY(dy, i), Contribution(db, bUses[i], inner * columns), inner, rows, columns);
    }

    /// <summary>Checks the lengths of A, B and Y, or of gradients in their places.</summary>
    private void Require(int ofA, int ofB, int ofY)
    {
        Kernels.Require(operation, "a or its gradient", ofA, a);
        Kernels.Require(operation, "b or its gradient", ofB, b);
        Kernels.Require(operation, "y or its gradient", ofY, Result);
    }

    private ReadOnlySpan<T> OfA<T>(ReadOnlySpan<T> a, int i) => a.Slice(aUses[i].Start, rows * inner);

    private ReadOnlySpan<T> OfB<T>(ReadOnlySpan<T> b, int i) => b.Slice(bUses[i].Start, inner * columns);

    private ReadOnlySpan<T> OfY<T>(ReadOnlySpan<T> y, int i) => y.Slice(i * rows * columns, rows * columns);

    private static Destination<T> Contribution<T>(Destination<T> gradient, Use use, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Destination<T> part = gradient.Slice(use.Start, length);
        return use.IsFirst ? part : part.AfterTheFirst();
    }

    private static Use[] Uses(ReadOnlySpan<int> own, ReadOnlySpan<int> batch, int matrixLength)
    {
        var seen = new HashSet<int>();
        return Array.ConvertAll(StretchedRuns.Places(own, batch), place => new Use(place * matrixLength, seen.Add(place)));
    }

    private static int Innermost(ReadOnlySpan<int> sizes) => sizes.IsEmpty ? 1 : sizes[^1];

    private static ReadOnlySpan<int> WithoutInnermost(ReadOnlySpan<int> sizes) => sizes.IsEmpty ? sizes : sizes[..^1];

    /// <summary>A factor: where its matrix begins, and whether this is its first use.</summary>
    private readonly record struct Use(int Start, bool IsFirst);
}
