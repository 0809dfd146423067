namespace Makemore.Autograd;

/// <summary>upstream · local derivative: what one node sends to one of its inputs.</summary>
/// <param name="From">The place of the node in <see cref="Graph{T}.Nodes"/>.</param>
/// <param name="Slot">Which of its inputs: 0 for the first.</param>
/// <param name="Values">The contribution, in the shape of the input.</param>
public sealed record Contribution(int From, int Slot, double[] Values);
