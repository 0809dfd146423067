using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace Makemore.Tensors;

/// <content>The largest and the smallest.</content>
public sealed partial class Reduction
{
    private StretchedRuns Runs => field ??= new StretchedRuns(to, from);

    /// <summary>
    /// y = the largest x over the axes that <c>to</c> lacks; NaN if one of them is NaN. x has the shape <c>from</c>, y the shape
    /// <c>to</c>.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There is nothing to choose from: an axis that <c>to</c> lacks has size 0. Or a span does not have as many elements as
    /// its shape says.
    /// </exception>
    public void Max<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireElements("Max", "largest");
        Kernels.Require("Max", "x", x.Length, from);
        Kernels.Require("Max", "y", y.Length, to);
        y.Fill(T.NegativeInfinity);
        for (int i = 0; i < Runs.Starts.Length; i++)
        {
            ReadOnlySpan<T> run = RunOf(x, i);
            Span<T> largest = y[Runs.Starts[i]..];
            if (Runs.Moves) TensorPrimitives.Max(largest[..run.Length], run, largest);
            else largest[0] = T.Max(largest[0], TensorPrimitives.Max(run));
        }
    }

    /// <summary>
    /// y = the smallest x over the axes that <c>to</c> lacks; NaN if one of them is NaN. x has the shape <c>from</c>, y the shape
    /// <c>to</c>.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There is nothing to choose from: an axis that <c>to</c> lacks has size 0. Or a span does not have as many elements as
    /// its shape says.
    /// </exception>
    public void Min<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireElements("Min", "smallest");
        Kernels.Require("Min", "x", x.Length, from);
        Kernels.Require("Min", "y", y.Length, to);
        y.Fill(T.PositiveInfinity);
        for (int i = 0; i < Runs.Starts.Length; i++)
        {
            ReadOnlySpan<T> run = RunOf(x, i);
            Span<T> smallest = y[Runs.Starts[i]..];
            if (Runs.Moves) TensorPrimitives.Min(smallest[..run.Length], run, smallest);
            else smallest[0] = T.Min(smallest[0], TensorPrimitives.Min(run));
        }
    }

    /// <summary>
    /// The gradient of <see cref="Max"/> or <see cref="Min"/>: dy goes to the x that is y. If several are, each receives an equal share (as
    /// in PyTorch's <c>amax</c> and <c>amin</c>); if y is NaN, those that are NaN do (as in its <c>max()</c>).
    /// </summary>
    /// <exception cref="ArgumentException">A span does not have as many elements as its shape says.</exception>
    public void ExtremeGradient<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Destination<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!dx.IsWanted) return;
        Kernels.Require("ExtremeGradient", "x", x.Length, from);
        Kernels.Require("ExtremeGradient", "y", y.Length, to);
        Kernels.Require("ExtremeGradient", "dy", dy.Length, to);
        Kernels.Require("ExtremeGradient", "dx", dx.Span.Length, from);
        T[] rented = ArrayPool<T>.Shared.Rent(y.Length);
        Span<T> shares = rented.AsSpan(0, y.Length), gradient = dx.Accumulator();
        int length = Runs.Length, own = Runs.Moves ? length : 1;

        // How many x are equal to each y, and then what each of them receives.
        shares.Clear();
        for (int i = 0; i < Runs.Starts.Length; i++)
            CountEqual(RunOf(x, i), y.Slice(Runs.Starts[i], own), shares.Slice(Runs.Starts[i], own));
        TensorPrimitives.Divide(dy, shares, shares);
        for (int i = 0; i < Runs.Starts.Length; i++)
        {
            AddWhereEqual(
                RunOf(x, i), y.Slice(Runs.Starts[i], own), shares.Slice(Runs.Starts[i], own), gradient.Slice(i * length, length));
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    // Along a run each x has its own y, or all have one.
    private static void CountEqual<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> counts) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int step = y.Length == x.Length ? 1 : 0;
        for (int i = 0, at = 0; i < x.Length; i++, at += step)
            if (Same(x[i], y[at])) counts[at]++;
    }

    private static void AddWhereEqual<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> shares, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int step = y.Length == x.Length ? 1 : 0;
        for (int i = 0, at = 0; i < x.Length; i++, at += step)
            if (Same(x[i], y[at])) gradient[i] += shares[at];
    }

    /// <summary>Equal, where NaN is equal to NaN.</summary>
    private static bool Same<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => x == y || (T.IsNaN(y) && T.IsNaN(x));

    private ReadOnlySpan<T> RunOf<T>(ReadOnlySpan<T> x, int run) => x.Slice(run * Runs.Length, Runs.Length);

    private void RequireElements(string operation, string which)
    {
        if (from.Elements == 0 && to.Elements > 0)
            throw new ArgumentException($"{operation}: shape {from} has an axis of size 0, along which there is no {which} element");
    }
}
