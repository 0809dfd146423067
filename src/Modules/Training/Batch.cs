using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Modules;

/// <summary>What a training step learns from: the examples that it looks at, and how their loss and its gradient are computed.</summary>
public abstract class Batch<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The parameters that the loss depends on: give these to an optimizer.</summary>
    public abstract IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Chooses the examples of a step. It does nothing if every step looks at the same ones.</summary>
    public abstract void Draw();

    /// <summary>
    /// Computes the mean loss of the chosen examples, and its gradient for each of <see cref="Parameters"/>. Returns the loss.
    /// </summary>
    public abstract double ComputeGradients();

    /// <summary>The first variable, in order of computation, whose value is not finite; null if all are.</summary>
    public abstract Variable<T>? FirstNonFinite();
}
