using System.Numerics;

namespace Makemore.Tensors;

public static partial class Reference
{
    /// <summary>
    /// Every element keeps its index along each axis, and the axes are reordered: with axes (2, 0, 1), y[k, i, j] = x[i, j, k]. What
    /// <see cref="Permutation"/> computes.
    /// </summary>
    public static Tensor<T> Permute<T>(Tensor<T> x, params int[] axes) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var y = new Tensor<T>(x.Shape.Permute("Permute", axes));
        foreach (int[] place in Places(x.Shape)) y[Array.ConvertAll(axes, axis => place[x.Shape.Axis("Permute", axis)])] = x[place];
        return y;
    }
}
