using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Modules;

/// <summary>What a training step learns from: the examples that it looks at, and how their loss and its gradient are computed.</summary>
public abstract class Batch<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The parameters that the loss depends on: those to give to an optimizer.</summary>
    public abstract IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Chooses the examples of a step. Nothing to do where every step looks at the same.</summary>
    public abstract void Draw();

    /// <summary>
    /// Computes the mean loss of the chosen examples, which it returns, and the gradient of it for each of <see cref="Parameters"/>.
    /// </summary>
    public abstract double ComputeGradients();

    /// <summary>The first variable, in the order of computation, whose value is not finite; null if all are.</summary>
    public abstract Variable<T>? FirstNonFinite();
}
