using System.Collections.Immutable;
using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd;

/// <summary>
/// Everything a loss was computed from, recorded once and run many times: change the parameters, or what the input buffers hold, and call
/// <see cref="Forward"/> and <see cref="Backward"/>. A replay allocates nothing.
/// </summary>
public sealed class Graph<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Finds every variable below <paramref name="loss"/>, without recursion, and orders them by depth: inputs first.</summary>
    public Graph(Variable<T> loss)
    {
        Loss = loss;
        var found = new List<Variable<T>>();
        var seen = new HashSet<Variable<T>> { loss };
        var waiting = new Stack<Variable<T>>([loss]);
        while (waiting.TryPop(out Variable<T>? node))
        {
            found.Add(node);
            foreach (Variable<T> input in node.Inputs.Reverse()) // The stack turns them round again: as the expression names them.
                if (seen.Add(input)) waiting.Push(input);
        }

        Nodes = [.. found.OrderBy(node => node.Depth)];
        Parameters = [.. Nodes.OfType<Parameter<T>>()];
    }

    /// <summary>The variable whose gradient is 1: what the graph was recorded for.</summary>
    public Variable<T> Loss { get; }

    /// <summary>Every variable, each after all of its inputs; the loss is the last.</summary>
    public ImmutableArray<Variable<T>> Nodes { get; }

    /// <summary>The parameters that this loss depends on, which are those that an optimizer may step.</summary>
    public ImmutableArray<Parameter<T>> Parameters { get; }

    /// <summary>Computes every value anew, from the leaves to the loss.</summary>
    public void Forward()
    {
        foreach (Variable<T> node in Nodes) node.RunForward();
    }

    /// <summary>
    /// Computes ∂loss/∂node for every node, from the loss to the leaves. When a node's turn comes, all that was made from it has
    /// contributed, because what is made from a node is deeper. Calling it twice gives the same gradients twice.
    /// </summary>
    /// <param name="accumulate">Adds onto the parameters' gradients of earlier calls instead: the sum over several mini-batches.</param>
    /// <exception cref="InvalidOperationException">The loss is no scalar, or does not depend on any parameter.</exception>
    public void Backward(bool accumulate = false)
    {
        if (Loss.Value.Length != 1)
            throw new InvalidOperationException(
                $"Backward: starts from a scalar, and {Loss.Label} has shape {Loss.Shape}; take its Sum() or Mean() first");
        if (!Loss.NeedsGradient) throw new InvalidOperationException($"Backward: {Loss.Label} does not depend on any parameter");

        foreach (Variable<T> node in Nodes)
            if (!accumulate || node is not Parameter<T>) node.ForgetGradient();

        Loss.Contribution().Accumulator()[0] += T.One;
        for (int i = Nodes.Length - 1; i >= 0; i--) Nodes[i].RunBackward();
    }

    /// <summary>The first node, in the order of computation, whose value holds a NaN or an infinity; null if all are finite.</summary>
    public Variable<T>? FirstNonFinite() => Nodes.FirstOrDefault(node => !Kernels.AllFinite<T>(node.Value));
}
