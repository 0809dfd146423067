using System.Numerics;

namespace Makemore.Tensors;

public static partial class Reference
{
    /// <summary>y[..., i, j] = Σₖ a[..., i, k] · b[..., k, j]. What <see cref="BatchedProduct.Multiply"/> computes.</summary>
    public static Tensor<T> MatMul<T>(Tensor<T> a, Tensor<T> b) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var y = new Tensor<T>(new BatchedProduct("MatMul", a.Shape, b.Shape).Result);
        foreach (int[] place in Places(y.Shape))
        {
            (int[] batch, int i, int j) = (place[..^2], place[^2], place[^1]);
            for (int k = 0; k < a.Shape[^1]; k++) y[place] += At(a, [.. batch, i, k]) * At(b, [.. batch, k, j]);
        }

        return y;
    }

    /// <summary>
    /// The gradients of a and b, from dy, the gradient of y: every product a · b above sends dy · b to its a, and dy · a to its b. What
    /// <see cref="BatchedProduct.GradientOfA"/> and <see cref="BatchedProduct.GradientOfB"/> compute.
    /// </summary>
    public static (Tensor<T> A, Tensor<T> B) MatMulGradients<T>(Tensor<T> a, Tensor<T> b, Tensor<T> dy)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> da = new(a.Shape), db = new(b.Shape);
        foreach (int[] place in Places(dy.Shape))
        {
            (int[] batch, int i, int j) = (place[..^2], place[^2], place[^1]);
            for (int k = 0; k < a.Shape[^1]; k++)
            {
                At(da, [.. batch, i, k]) += dy[place] * At(b, [.. batch, k, j]);
                At(db, [.. batch, k, j]) += dy[place] * At(a, [.. batch, i, k]);
            }
        }

        return (da, db);
    }
}
