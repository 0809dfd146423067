using System.Numerics;

namespace Makemore.Tensors;

public static partial class Reference
{
    /// <summary>y = the largest of the x that are reduced to it; NaN if one is. What <see cref="Reduction.Max"/> computes.</summary>
    public static Tensor<T> Max<T>(Tensor<T> x, Shape to) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> y = Tensor<T>.Full(to, T.NegativeInfinity);
        foreach (int[] place in Places(x.Shape)) At(y, place) = T.Max(At(y, place), x[place]);
        return y;
    }

    /// <summary>
    /// Each dy goes in equal shares to the x that equal its y; NaN equals NaN here. What
    /// <see cref="Reduction.ExtremeGradient"/> computes.
    /// </summary>
    public static Tensor<T> ExtremeGradient<T>(Tensor<T> x, Tensor<T> y, Tensor<T> dy) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> dx = new(x.Shape), equals = new(y.Shape);
        foreach (int[] place in Places(x.Shape))
            if (x[place].Equals(At(y, place))) At(equals, place)++;
        foreach (int[] place in Places(x.Shape))
            if (x[place].Equals(At(y, place))) dx[place] = At(dy, place) / At(equals, place);
        return dx;
    }

    /// <summary>
    /// y = Σ (x − mean)² / (n − correction) over the n elements x that are reduced to y. What <see cref="Reduction.Variance"/>
    /// computes.
    /// </summary>
    public static Tensor<T> Variance<T>(Tensor<T> x, Shape to, int correction) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> count = new(to), mean = new(to), y = new(to);
        foreach (int[] place in Places(x.Shape)) At(count, place)++;
        foreach (int[] place in Places(x.Shape)) At(mean, place) += x[place] / At(count, place);
        foreach (int[] place in Places(x.Shape))
        {
            T deviation = x[place] - At(mean, place);
            At(y, place) += deviation * deviation / T.Max(T.Zero, At(count, place) - T.CreateChecked(correction));
        }

        return y;
    }
}
