using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// y = x; and each time its gradient is computed, running ← (1 − momentum) · running + momentum · correction · statistic. So a training
/// step moves the average once, and recording or evaluating a graph leaves it as it is. The statistic is left there by what is made from
/// y: its gradient comes from there, so by then the statistic is this step's.
/// </summary>
internal sealed class RunningAverage<T>(
    Variable<T> x, Tensor<T> statistic, Tensor<T> running, double momentum, double correction = 1)
    : Variable<T>(x.Shape, x) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Forward() => Kernels.Copy<T>(x.Value, Value);

    /// <inheritdoc/>
    protected override void Backward()
    {
        Kernels.Copy<T>(Gradient, GradientOf(x));
        (T kept, T taken) = (T.CreateChecked(1 - momentum), T.CreateChecked(momentum * correction));
        Span<T> average = running;
        ReadOnlySpan<T> now = statistic;
        for (int i = 0; i < average.Length; i++) average[i] = (kept * average[i]) + (taken * now[i]);
    }
}
