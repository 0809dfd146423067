using System.Numerics;
using System.Numerics.Tensors;

namespace Makemore.Tensors;

/// <summary>
/// Brings a tensor down to a smaller shape: a sum, the largest or smallest, or the variance, over the axes that the smaller shape lacks or
/// has at size 1.
/// Summing, and spreading the smaller shape out again, are each other's gradient: broadcasting copies a value to many places, so its
/// gradient is the sum over them; a sum sends its gradient to every term.
/// </summary>
public sealed partial class Reduction
{
    private readonly Shape from, to;

    // The larger shape from outside to inside, neighbouring axes of a kind merged: kept or summed, in turns.
    private readonly (int Size, bool Kept)[] axes;

    /// <summary>
    /// Brings <paramref name="from"/> down to <paramref name="to"/>, whose axes, aligned at the innermost, are equal, 1 or missing.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="to"/> cannot be stretched to <paramref name="from"/>.</exception>
    public Reduction(Shape from, Shape to)
    {
        if (!Shape.Broadcast("Reduction", to, from).Equals(from))
            throw new ArgumentException($"Reduction: shape {from} cannot be brought down to {to}, which is larger along an axis");
        (this.from, this.to) = (from, to);
        var merged = new List<(int Size, bool Kept)>();
        for (int axis = 0; axis < from.Rank; axis++)
        {
            int aligned = axis - (from.Rank - to.Rank);
            bool kept = aligned >= 0 && to[aligned] == from[axis];
            if (from[axis] == 1) continue;
            if (merged is [.., var (size, same)] && same == kept) merged[^1] = (size * from[axis], kept);
            else merged.Add((from[axis], kept));
        }

        axes = [.. merged];
    }

    /// <summary>y = the sum of x over the axes that <c>to</c> lacks; x has the shape <c>from</c>, y the shape <c>to</c>.</summary>
    /// <exception cref="ArgumentException">A span does not have as many elements as its shape says.</exception>
    public void Sum<T>(ReadOnlySpan<T> x, Destination<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        Kernels.Require("Sum", "x", x.Length, from);
        Kernels.Require("Sum", "y", y.Span.Length, to);
        if (x.IsEmpty) y.Accumulator(); // an empty sum is 0
        else Sum(axes, x, y);
    }

    /// <summary>y = factor · x, copied to every place that was summed; x has the shape <c>to</c>, y the shape <c>from</c>.</summary>
    /// <exception cref="ArgumentException">A span does not have as many elements as its shape says.</exception>
    public void Spread<T>(ReadOnlySpan<T> x, T factor, Destination<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        Kernels.Require("Spread", "x", x.Length, to);
        Kernels.Require("Spread", "y", y.Span.Length, from);
        if (!y.Span.IsEmpty) Spread(axes, x, factor, y);
    }

    private static void Sum<T>(ReadOnlySpan<(int Size, bool Kept)> axes, ReadOnlySpan<T> x, Destination<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (axes)
        {
            case [] or [{ Kept: true }]:
                Kernels.Copy(x, y);
                break;
            case [{ Kept: false }, { Kept: true } columns]:
                Kernels.SumRows(x, y, columns.Size);
                break;
            case [{ Kept: true }, { Kept: false } columns]:
                Kernels.SumColumns(x, y, columns.Size);
                break;
            case [{ Kept: false }]:
                Kernels.SumColumns(x, y, x.Length);
                break;
            case [{ Kept: true } outer, .. var inner]:
                int from = x.Length / outer.Size, to = y.Span.Length / outer.Size;
                for (int i = 0; i < outer.Size; i++) Sum(inner, x.Slice(i * from, from), y.Slice(i * to, to));
                break;
            case [{ Kept: false } outer, .. var inner]:
                int length = x.Length / outer.Size;
                Sum(inner, x[..length], y);
                for (int i = 1; i < outer.Size; i++) Sum(inner, x.Slice(i * length, length), y.AfterTheFirst());
                break;
        }
    }

    private static void Spread<T>(ReadOnlySpan<(int Size, bool Kept)> axes, ReadOnlySpan<T> x, T factor, Destination<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (axes)
        {
            case [] or [{ Kept: true }]:
                Kernels.Scale(x, factor, y);
                break;
            case [{ Kept: false }]:
                if (y.Adds) TensorPrimitives.Add(y.Span, factor * x[0], y.Span);
                else y.Span.Fill(factor * x[0]);
                break;
            case [var outer, .. var inner]:
                int from = x.Length / outer.Size, to = y.Span.Length / outer.Size;
                for (int i = 0; i < outer.Size; i++)
                    Spread(inner, outer.Kept ? x.Slice(i * from, from) : x, factor, y.Slice(i * to, to));

                break;
        }
    }
}
