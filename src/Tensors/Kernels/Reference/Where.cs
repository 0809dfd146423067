using System.Numerics;

namespace Makemore.Tensors;

public static partial class Reference
{
    /// <summary>y = a where the mask, stretched to a's shape, is not 0, else b. What <see cref="Masking.Where"/> computes.</summary>
    public static Tensor<T> Where<T>(Tensor<T> mask, Tensor<T> a, Tensor<T> b) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var y = new Tensor<T>(a.Shape);
        foreach (int[] place in Places(y.Shape)) y[place] = At(mask, place) != T.Zero ? a[place] : b[place];
        return y;
    }
}
