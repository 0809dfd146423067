using System.Numerics;

namespace Makemore.Autograd;

/// <summary>Inputs for an operation, and how to apply it to them, or to other variables of the same shapes.</summary>
/// <param name="Inputs">The differentiable inputs, named.</param>
/// <param name="Build">Applies the operation.</param>
public sealed record OperationCase<T>(IReadOnlyList<Parameter<T>> Inputs, Func<IReadOnlyList<Variable<T>>, Variable<T>> Build)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The operation on <see cref="Inputs"/>.</summary>
    public Variable<T> Output() => Build(Inputs);
}
