using System.Numerics;

namespace Makemore.Tensors;

public static partial class Reference
{
    /// <summary>
    /// w[s, h, i, j]: how much place i of sequence s looks at place j with head h. It is the softmax over j of q·k / √size, and 0 where j is
    /// later than i. Of the last axis of q and k, (n, time, features), each head has its own part.
    /// </summary>
    public static Tensor<T> AttentionWeights<T>(Tensor<T> q, Tensor<T> k, int heads) where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int n, int time, int size) = (q.Shape[0], q.Shape[1], q.Shape[2] / heads);
        var w = new Tensor<T>([n, heads, time, time]);
        for (int s = 0; s < n; s++)
            for (int h = 0; h < heads; h++)
                for (int i = 0; i < time; i++)
                {
                    T largest = T.NegativeInfinity, sum = T.Zero;
                    for (int j = 0; j <= i; j++)
                    {
                        for (int d = h * size; d < (h + 1) * size; d++) w[s, h, i, j] += q[s, i, d] * k[s, j, d];
                        w[s, h, i, j] /= T.Sqrt(T.CreateChecked(size));
                        largest = T.Max(largest, w[s, h, i, j]);
                    }

                    for (int j = 0; j <= i; j++) sum += w[s, h, i, j] = T.Exp(w[s, h, i, j] - largest);
                    for (int j = 0; j <= i; j++) w[s, h, i, j] /= sum;
                }

        return w;
    }

    /// <summary>y[s, i, d] = Σⱼ w[s, h, i, j] · v[s, j, d], where d is of head h. What <see cref="AttentionHeads.Attend{T}"/> computes.</summary>
    public static Tensor<T> CausalAttention<T>(Tensor<T> q, Tensor<T> k, Tensor<T> v, int heads) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> w = AttentionWeights(q, k, heads), y = new(q.Shape);
        int size = q.Shape[2] / heads;
        foreach (int[] place in Places(q.Shape))
        {
            (int s, int i, int d) = (place[0], place[1], place[2]);
            for (int j = 0; j <= i; j++) y[place] += w[s, d / size, i, j] * v[s, j, d];
        }

        return y;
    }

    /// <summary>
    /// The gradients of q, k and v, from dy, that of y: dv from the products above; dw[i, j] = dyᵢ·vⱼ; the gradient of each row's softmax,
    /// ds[i, j] = w[i, j] · (dw[i, j] − Σₖ w[i, k]·dw[i, k]); and from the products that it was taken of, dq and dk. What
    /// <see cref="AttentionHeads.Gradient{T}"/> computes.
    /// </summary>
    public static (Tensor<T> Q, Tensor<T> K, Tensor<T> V) CausalAttentionGradients<T>(
        Tensor<T> q, Tensor<T> k, Tensor<T> v, int heads, Tensor<T> dy) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tensor<T> w = AttentionWeights(q, k, heads), dq = new(q.Shape), dk = new(q.Shape), dv = new(q.Shape);
        (int n, int time, int size) = (q.Shape[0], q.Shape[1], q.Shape[2] / heads);
        for (int s = 0; s < n; s++)
            for (int h = 0; h < heads; h++)
                for (int i = 0; i < time; i++)
                {
                    var dw = new T[i + 1];
                    T dot = T.Zero;
                    for (int j = 0; j <= i; j++)
                    {
                        for (int d = h * size; d < (h + 1) * size; d++) dw[j] += dy[s, i, d] * v[s, j, d];
                        dot += w[s, h, i, j] * dw[j];
                    }

                    for (int j = 0; j <= i; j++)
                    {
                        T ds = w[s, h, i, j] * (dw[j] - dot) / T.Sqrt(T.CreateChecked(size));
                        for (int d = h * size; d < (h + 1) * size; d++)
                        {
                            dq[s, i, d] += ds * k[s, j, d];
                            dk[s, j, d] += ds * q[s, i, d];
                            dv[s, j, d] += w[s, h, i, j] * dy[s, i, d];
                        }
                    }
                }

        return (dq, dk, dv);
    }
}
