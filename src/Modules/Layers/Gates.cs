using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Modules;

/// <summary>
/// The layers of a recurrent cell's gates, cut in two: what the inputs add, and what the state does. Each layer's weights are
/// (inputs + width, width), for inputs and state side by side: [x, h]·W = x·Wx + h·Wh.
/// </summary>
internal static class Gates
{
    /// <summary>x·Wx + b of all gates side by side: x (…, inputs) to (…, gates · width).</summary>
    public static Variable<T> InputSums<T>(Variable<T> x, LinearLayer<T>[] gates) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T>[] sums = Array.ConvertAll(gates, gate => x.Linear(gate.Weights.Slice(0, 0, x.Shape[^1]), gate.Bias!));
        return sums.Length == 1 ? sums[0] : sums[0].Concat(-1, sums.AsSpan(1));
    }

    /// <summary>Wh of all gates, one after another: (gates, width, width).</summary>
    public static Variable<T> StateWeights<T>(int width, LinearLayer<T>[] gates) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T>[] weights = Array.ConvertAll(gates, gate => gate.Weights.Slice(0, gate.Weights.Shape[0] - width, width));
        return weights[0].Stack(0, weights.AsSpan(1));
    }
}
