using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y[i…, :] = table[indices[i…], :]: each index becomes its row of the table, so (32, 3) indices into a (27, 2) table give (32, 3, 2). It
/// equals the one-hot matrix of the indices times the table. ∂L/∂table[r, :] = the sum of ∂L/∂y over all places where r was chosen.
/// </summary>
/// <exception cref="ArgumentException">The table is not a matrix, or, at each computation, an index is not a row of it.</exception>
public sealed class Embedding<T>(Variable<T> table, Indices indices) : Variable<T>(RowsShape(table.Shape, indices.Shape), table)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int columns = RowsShape(table.Shape, indices.Shape)[^1];

    /// <summary>The rows that are looked up.</summary>
    public Indices Indices => indices;

    /// <inheritdoc/>
    protected override void Forward() => Kernels.Gather<T>(table.Value, indices.Span, Value, columns, "Embedding");

    /// <inheritdoc/>
    protected override void Backward() => Kernels.ScatterAdd<T>(Gradient, indices.Span, GradientOf(table), columns, "Embedding");

    private static Shape RowsShape(Shape table, Shape indices) => table.Rank == 2
        ? [.. indices, table[1]]
        : throw new ArgumentException($"Embedding: the table must be a matrix, and has shape {table}");
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Embedding{T}"/>
    public Variable<T> Embedding(Indices indices) => new Embedding<T>(this, indices);
}
