using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Modules;

/// <summary>
/// Puts the vectors of neighbours in a sequence side by side: (n, time, c) to (n, time / count, count · c). If only one place is left, its
/// axis is dropped: (n, count · c). A tree of these is the WaveNet of van den Oord et al. (2016), section 2.1, without overlap.
/// </summary>
/// <param name="count">How many neighbours become one.</param>
public sealed class FlattenConsecutive<T>(int count) : Module<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>(n, time, c) to (n, time / count, count · c).</summary>
    /// <exception cref="ArgumentException">x does not have three axes, or its time does not divide into such groups.</exception>
    public Variable<T> Forward(Variable<T> x)
    {
        if (count < 1 || x.Shape.Rank != 3 || x.Shape[1] % count != 0)
            throw new ArgumentException(
                $"FlattenConsecutive: x must be (n, time, c), with a time that divides into groups of {count}; it is {x.Shape}");
        (int n, int groups, int size) = (x.Shape[0], x.Shape[1] / count, count * x.Shape[2]);
        return groups == 1 ? x.Reshape([n, size]) : x.Reshape([n, groups, size]);
    }
}
