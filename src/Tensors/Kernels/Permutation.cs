using System.Numerics;

namespace Makemore.Tensors;

/// <summary>
/// The axes of a tensor in another order: axis i of the result is axis <c>axes[i]</c> of the source. (2, 0, 1) turns (n, t, features) into
/// (features, n, t), and (1, 0) transposes a matrix. Worked out once from the shape: axes of size 1 are left out, and neighbours that stay
/// together become one. The core that remains copies whole runs, or transposes matrices.
/// </summary>
public sealed class Permutation
{
    private readonly Shape from;
    private readonly int[] inverse;
    private readonly Axis[] outer;
    private readonly Axis second, innermost; // of the core; second is the one along which the source's elements are neighbours

    /// <summary>The permutation of one shape.</summary>
    /// <exception cref="ArgumentException">
    /// An axis is missing, is given twice, or does not exist; the message names <paramref name="operation"/>.
    /// </exception>
    public Permutation(string operation, Shape from, params ReadOnlySpan<int> axes)
    {
        this.from = from;
        Result = from.Permute(operation, axes);
        inverse = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++) inverse[from.Axis(operation, axes[i])] = i;

        List<Axis> merged = MergedAxes(from, Result, inverse);
        innermost = TakeOut(merged, merged.Count - 1);
        second = TakeOut(merged, innermost.From == 1 ? merged.Count - 1 : merged.FindIndex(axis => axis.From == 1));
        outer = [.. merged];
    }

    /// <summary>The shape of the result.</summary>
    public Shape Result { get; }

    /// <summary>The way back, which is also the way of the gradient.</summary>
    public Permutation Inverse => field ??= new Permutation("Permute", Result, inverse);

    /// <summary>y[i, j, ...] = x[...]: every element to its new place, for x of the source's shape and y of the result's.</summary>
    /// <exception cref="ArgumentException">A span does not have as many elements as its shape says.</exception>
    public void Apply<T>(ReadOnlySpan<T> x, Destination<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!y.IsWanted) return;
        Kernels.Require("Permute", "x", x.Length, from);
        Kernels.Require("Permute", "y", y.Span.Length, Result);
        if (!x.IsEmpty) Apply(outer, x, y);
    }

    private void Apply<T>(ReadOnlySpan<Axis> axes, ReadOnlySpan<T> x, Destination<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (axes is [Axis axis, .. ReadOnlySpan<Axis> inner])
        {
            for (int i = 0; i < axis.Size; i++)
                Apply(inner, x[(i * axis.From)..], y.Slice(i * axis.To, y.Span.Length - (i * axis.To)));
        }
        else if (innermost.From == 1)
        {
            Kernels.CopyBlocks(x, 0, second.From, y, 0, second.To, innermost.Size, second.Size);
        }
        else
        {
            Kernels.Transpose(x, innermost.From, y, second.To, innermost.Size, second.Size);
        }
    }

    // In the result's order, from outside to inside.
    private static List<Axis> MergedAxes(Shape from, Shape to, ReadOnlySpan<int> inverse)
    {
        Span<int> fromStrides = stackalloc int[from.Rank];
        for (int axis = from.Rank - 1, stride = 1; axis >= 0; stride *= from[axis--]) fromStrides[inverse[axis]] = stride;
        var axes = new List<Axis>();
        for (int axis = to.Rank - 1, stride = 1; axis >= 0; stride *= to[axis--])
        {
            if (to[axis] == 1) continue;
            if (axes.Count > 0 && axes[0].Size * axes[0].From == fromStrides[axis])
                axes[0] = axes[0] with { Size = axes[0].Size * to[axis] };
            else axes.Insert(0, new Axis(to[axis], fromStrides[axis], stride));
        }

        return axes;
    }

    private static Axis TakeOut(List<Axis> axes, int index)
    {
        if (index < 0) return new Axis(Size: 1, From: 1, To: 1);
        Axis axis = axes[index];
        axes.RemoveAt(index);
        return axis;
    }

    /// <summary>A step along the axis is <see cref="From"/> elements in the source and <see cref="To"/> in the result.</summary>
    private readonly record struct Axis(int Size, int From, int To);
}
