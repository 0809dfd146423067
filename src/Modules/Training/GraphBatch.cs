using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Modules;

/// <summary>A batch whose loss is one recorded graph over buffers that are filled again for every step.</summary>
/// <param name="loss">The mean loss, a scalar.</param>
/// <param name="draw">Fills the buffers that the loss is computed from; null if they never change.</param>
public sealed class GraphBatch<T>(Variable<T> loss, Action? draw = null) : Batch<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Graph<T> graph = new(loss);

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters => graph.Parameters;

    /// <inheritdoc/>
    public override void Draw() => draw?.Invoke();

    /// <inheritdoc/>
    public override double ComputeGradients()
    {
        graph.ForwardAndBackward();
        return double.CreateChecked(graph.Loss.Value.Item);
    }

    /// <inheritdoc/>
    public override Variable<T>? FirstNonFinite() => graph.FirstNonFinite();
}
