using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// y = x; and each time its gradient is computed, running ← (1 − momentum) · running + momentum · correction · statistic. So a training
/// step moves the average once, and recording or evaluating a graph leaves it as it is.
/// </summary>
internal sealed class RunningAverage<T>(
    Variable<T> x, Variable<T> statistic, Tensor<T> running, double momentum, double correction = 1)
    : Variable<T>(x.Value, x) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Nothing to compute: the value is x's own.</summary>
    protected override void Forward() { }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Kernels.Copy(Gradient, GradientOf(x));
        (T kept, T taken) = (T.CreateChecked(1 - momentum), T.CreateChecked(momentum * correction));
        Span<T> average = running;
        ReadOnlySpan<T> now = statistic.Value;
        for (int i = 0; i < average.Length; i++) average[i] = (kept * average[i]) + (taken * now[i]);
    }
}
