using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// y = x, but taken as given: the loss sees the number and not where it came from, so no gradient flows back. A replay follows x.
/// </summary>
public sealed class Detach<T>(Variable<T> x) : Variable<T>(x.Shape, x) where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected override bool PassesGradientsOn => false;

    /// <inheritdoc/>
    protected override void Forward() => Kernels.Copy<T>(x.Value, Value);

    /// <inheritdoc/>
    protected override void Backward() { }
}

public abstract partial class Variable<T>
{
    /// <inheritdoc cref="Autograd.Detach{T}"/>
    public Variable<T> Detach() => new Detach<T>(this);
}
