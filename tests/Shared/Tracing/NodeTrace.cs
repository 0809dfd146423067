using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Tests;

/// <summary>What one forward and one backward pass did at one node. Arrays are row-major.</summary>
public sealed record NodeTrace
{
    /// <summary>The name of the variable, or else the kind of operation.</summary>
    public required string Label { get; init; }

    /// <summary>The kind of operation, such as "Tanh"; "Parameter" or "Constant" for a leaf.</summary>
    public required string Operation { get; init; }

    /// <summary>The places of the inputs in <see cref="GraphTrace.Nodes"/>, in the operation's order.</summary>
    public required IReadOnlyList<int> Inputs { get; init; }

    /// <summary>The shape of the value.</summary>
    public required Shape Shape { get; init; }

    /// <summary>What the node computed.</summary>
    public required double[] Value { get; init; }

    /// <summary>∂loss/∂value, as <see cref="Graph{T}.Backward"/> gives it; null if it does not depend on a parameter.</summary>
    public double[]? Gradient { get; init; }

    /// <summary>What <see cref="Gradient"/> is the sum of, in the order of arrival.</summary>
    public required IReadOnlyList<Contribution> Contributions { get; init; }

    /// <summary>
    /// For each element v, the loss where v alone is v − h, and all that is computed from it follows; null without a gradient.
    /// </summary>
    /// <remarks>
    /// h = <see cref="GradientCheck.Nudge"/> · max(1, |v|), or · |v| where <see cref="NudgesAreRelative"/> and v is not 0.
    /// </remarks>
    public double[]? LossBelow { get; init; }

    /// <summary>For each element v, the loss where v alone is v + h.</summary>
    public double[]? LossAbove { get; init; }

    /// <summary>
    /// True if max(1, |v|) was too large a scale for the elements, such as small probabilities whose logarithm is taken.
    /// </summary>
    public bool NudgesAreRelative { get; init; }

    /// <summary>
    /// The rows or elements that an <see cref="Embedding{T}"/> or a <see cref="Pick{T}"/> chose; null for other operations.
    /// </summary>
    public int[]? Indices { get; init; }
}
