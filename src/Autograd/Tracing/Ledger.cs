using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>The contributions to one variable's gradient, each on a row of its own, in the order in which they arrive.</summary>
internal sealed class Ledger<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Queue<Tensor<T>> rows = [];

    public Destination<T> NewRow(Shape shape)
    {
        var row = new Tensor<T>(shape);
        rows.Enqueue(row);
        return row;
    }

    /// <summary>The oldest row that was not taken yet; null where there is none.</summary>
    public Tensor<T>? TakeRow() => rows.TryDequeue(out Tensor<T>? row) ? row : null;
}
