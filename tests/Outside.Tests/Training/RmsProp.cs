using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Outside.Tests.Training;

/// <summary>
/// Divides each step by the gradient's recent size: s ← decay · s + (1 − decay) · g², p ← p − rate · g / (√s + ε).
/// Tieleman, Hinton, "Neural Networks for Machine Learning" (2012), lecture 6.5.
/// </summary>
public sealed class RmsProp<T> : Optimizer<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T decay;
    private readonly Tensor<T>[] squares; // s

    public RmsProp(IEnumerable<Parameter<T>> parameters, double decay = 0.9) : base(parameters)
    {
        this.decay = T.CreateChecked(decay);
        squares = AddState("square"); // state that has a name is saved and loaded
    }

    protected override void Move(int index, double rate)
    {
        T size = T.CreateChecked(rate), epsilon = T.CreateChecked(1e-8);
        Span<T> p = Parameters[index].Value, g = Parameters[index].Gradient, s = squares[index];
        for (int i = 0; i < p.Length; i++)
        {
            s[i] = (decay * s[i]) + ((T.One - decay) * g[i] * g[i]);
            p[i] -= size * g[i] / (T.Sqrt(s[i]) + epsilon);
        }
    }
}
