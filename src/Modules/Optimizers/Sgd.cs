using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// Stochastic gradient descent, p ← p − rate · g; with momentum µ, v ← µ·v + g and p ← p − rate · v.
/// Polyak, "Some methods of speeding up the convergence of iteration methods" (1964), as PyTorch writes it.
/// </summary>
public sealed class Sgd<T> : Optimizer<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T momentum;
    private readonly Tensor<T>[]? velocities; // v; null without momentum

    /// <summary>Descent for these parameters; <paramref name="momentum"/> is µ.</summary>
    /// <exception cref="ArgumentException">The momentum is not from 0 to below 1.</exception>
    public Sgd(IEnumerable<Parameter<T>> parameters, double momentum = 0) : base(parameters)
    {
        if (!(momentum >= 0 && momentum < 1))
            throw new ArgumentException($"Sgd: the momentum must be at least 0 and below 1, and is {momentum}");
        this.momentum = T.CreateChecked(momentum);
        if (momentum > 0) velocities = AddState("velocity");
    }

    /// <inheritdoc/>
    protected override void Move(int index, double rate)
    {
        Parameter<T> parameter = Parameters[index];
        Span<T> direction = parameter.Gradient;
        if (velocities is not null)
        {
            Span<T> g = direction, v = velocities[index];
            for (int i = 0; i < v.Length; i++) v[i] = (momentum * v[i]) + g[i];
            direction = v;
        }

        Kernels.Descend<T>(parameter.Value, direction, T.CreateChecked(rate));
    }
}
