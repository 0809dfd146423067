using System.Numerics;

namespace Makemore.Tensors;

public static partial class Reference
{
    /// <summary>
    /// y = z · scale + shift with z = (x − mean) / √(variance + ε), where all are stretched to x's shape. With mean and variance (columns)
    /// it is what <see cref="Kernels.NormalizeColumns"/> computes, and with those of the rows (rows, 1) what
    /// <see cref="Kernels.NormalizeRows"/> does.
    /// </summary>
    public static Tensor<T> Normalize<T>(
        Tensor<T> x, Tensor<T> mean, Tensor<T> variance, Tensor<T> scale, Tensor<T> shift, T epsilon)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var y = new Tensor<T>(x.Shape);
        foreach (int[] place in Places(x.Shape))
        {
            T z = (x[place] - At(mean, place)) / T.Sqrt(At(variance, place) + epsilon);
            y[place] = (z * At(scale, place)) + At(shift, place);
        }

        return y;
    }

    /// <summary>
    /// The gradients of x, scale and shift, from dy, the gradient of y. Where mean and variance are x's own, all x that they were made from
    /// have a part in each of them: the formulas of Ioffe, Szegedy, "Batch Normalization" (2015), section 3, one by one, with a variance
    /// divided by n − correction. Null for the correction says that mean and variance are given numbers.
    /// </summary>
    public static (Tensor<T> X, Tensor<T> Scale, Tensor<T> Shift) NormalizeGradients<T>(
        Tensor<T> x, Tensor<T> mean, Tensor<T> variance, Tensor<T> scale, Tensor<T> dy, T epsilon, int? correction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> dx = new(x.Shape), dscale = new(scale.Shape), dshift = new(scale.Shape);
        Tensor<T> dmean = new(mean.Shape), dvariance = new(mean.Shape);
        T half = T.CreateChecked(0.5), n = T.CreateChecked(x.Length / Math.Max(1, mean.Length));
        foreach (int[] place in Places(x.Shape))
        {
            T deviation = x[place] - At(mean, place), inverse = T.One / T.Sqrt(At(variance, place) + epsilon);
            At(dshift, place) += dy[place];
            At(dscale, place) += dy[place] * deviation * inverse;
            T dz = dy[place] * At(scale, place);
            dx[place] = dz * inverse;
            At(dmean, place) -= dz * inverse;
            At(dvariance, place) -= half * dz * deviation * inverse * inverse * inverse;
        }

        if (correction is null) return (dx, dscale, dshift);
        T divisor = n - T.CreateChecked(correction.Value);
        foreach (int[] place in Places(x.Shape))
            dx[place] += (At(dmean, place) / n) + ((T.One + T.One) * At(dvariance, place) * (x[place] - At(mean, place)) / divisor);
        return (dx, dscale, dshift);
    }
}
