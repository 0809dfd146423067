using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace Makemore.Tensors;

/// <content>The variance.</content>
public sealed partial class Reduction
{
    /// <summary>
    /// y = Σ (x − mean)² / (n − correction) over the n elements along the axes that <c>to</c> lacks: the mean first, then the squares about
    /// it, which keeps the digits that Σ x² − (Σ x)²/n would lose. NaN if n is not above the correction.
    /// </summary>
    /// <param name="x">In the shape <c>from</c>.</param>
    /// <param name="mean">In the shape <c>to</c>, overwritten: the mean of x, for the gradient.</param>
    /// <param name="y">In the shape <c>to</c>, overwritten.</param>
    /// <param name="correction">
    /// 1 (Bessel's) makes y an unbiased estimate if the x are a sample and the mean is theirs; 0 makes it the variance of just these x.
    /// </param>
    /// <exception cref="ArgumentException">A span does not have as many elements as its shape says.</exception>
    public void Variance<T>(ReadOnlySpan<T> x, Span<T> mean, Span<T> y, int correction) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Kernels.Require("Variance", "x", x.Length, from);
        Kernels.Require("Variance", "mean", mean.Length, to);
        Kernels.Require("Variance", "y", y.Length, to);
        Sum(x, mean);
        TensorPrimitives.Divide(mean, T.CreateChecked(Terms), mean);

        T[] rented = ArrayPool<T>.Shared.Rent(x.Length);
        Span<T> squares = rented.AsSpan(0, x.Length);
        for (int i = 0; i < Runs.Starts.Length; i++)
        {
            Span<T> run = squares.Slice(i * Runs.Length, Runs.Length);
            Deviations(x, mean, i, run);
            TensorPrimitives.Multiply(run, run, run);
        }

        Sum<T>(squares, y);
        TensorPrimitives.Divide(y, Divisor<T>(correction), y);
        ArrayPool<T>.Shared.Return(rented);
    }

    /// <summary>
    /// dx = dy · 2(x − mean) / (n − correction). (The mean depends on x too; but its part is Σ (x − mean) = 0.) The mean is the one that
    /// <see cref="Variance"/> left.
    /// </summary>
    /// <exception cref="ArgumentException">A span does not have as many elements as its shape says.</exception>
    public void VarianceGradient<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> mean, ReadOnlySpan<T> dy, Destination<T> dx, int correction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!dx.IsWanted) return;
        Kernels.Require("VarianceGradient", "x", x.Length, from);
        Kernels.Require("VarianceGradient", "mean", mean.Length, to);
        Kernels.Require("VarianceGradient", "dy", dy.Length, to);
        Kernels.Require("VarianceGradient", "dx", dx.Span.Length, from);
        T[] rented = ArrayPool<T>.Shared.Rent(Runs.Length);
        Span<T> run = rented.AsSpan(0, Runs.Length);
        T factor = T.CreateChecked(2) / Divisor<T>(correction);
        for (int i = 0; i < Runs.Starts.Length; i++)
        {
            Deviations(x, mean, i, run);
            TensorPrimitives.Multiply(run, factor, run);
            ReadOnlySpan<T> upstream = dy[Runs.Starts[i]..];
            Destination<T> part = dx.Slice(i * Runs.Length, Runs.Length);
            if (Runs.Moves) Kernels.Product(run, upstream[..Runs.Length], part);
            else Kernels.Scale(run, upstream[0], part);
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    /// <summary>How many elements come together in one.</summary>
    internal int Terms => from.Elements / Math.Max(1, to.Elements);

    private T Divisor<T>(int correction) where T : unmanaged, IFloatingPointIeee754<T> => T.CreateChecked(Math.Max(0, Terms - correction));

    /// <summary>x − mean, along one run.</summary>
    private void Deviations<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> mean, int run, Span<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> own = mean[Runs.Starts[run]..];
        if (Runs.Moves) TensorPrimitives.Subtract(RunOf(x, run), own[..Runs.Length], result);
        else TensorPrimitives.Subtract(RunOf(x, run), own[0], result);
    }
}
