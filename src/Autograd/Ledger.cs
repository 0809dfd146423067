using System.Numerics;
using System.Runtime.InteropServices;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// The contributions to one variable's gradient, each on its own row, in order of arrival. The tracer reads them, and the gradient check
/// looks at whether all of a row was written.
/// </summary>
/// <param name="startsAtOne">
/// True to begin each row as if ones had arrived before, which a contribution has to be added to.
/// </param>
internal sealed class Ledger<T>(bool startsAtOne = false) where T : unmanaged, IFloatingPointIeee754<T>
{
    // Elements of these bytes are a NaN that no computation gives, so they were never written.
    private const byte Unwritten = 0xff;

    private readonly Queue<Tensor<T>> rows = [];

    public Destination<T> NewRow(Shape shape)
    {
        var row = new Tensor<T>(shape);
        rows.Enqueue(row);
        if (startsAtOne)
        {
            row.Span.Fill(T.One);
            return Destination<T>.AddTo(row);
        }

        MemoryMarshal.AsBytes(row.Span).Fill(Unwritten);
        return row;
    }

    /// <summary>The oldest row that was not taken yet; null if there is none.</summary>
    public Tensor<T>? TakeRow() => rows.TryDequeue(out Tensor<T>? row) ? row : null;

    /// <summary>The first element of a row that was never written; null if all were.</summary>
    public static int? FirstUnwritten(Tensor<T> row)
    {
        for (int i = 0; i < row.Length; i++)
            if (MemoryMarshal.AsBytes(row.Span.Slice(i, 1)).IndexOfAnyExcept(Unwritten) < 0) return i;
        return null;
    }
}
