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
    private readonly Constant<T>? stale; // holds what another node computed; null if there is none

    /// <summary>Finds every variable below <paramref name="loss"/>, without recursion, and orders them by depth: inputs first.</summary>
    public Graph(Variable<T> loss)
    {
        Loss = loss;
        var found = new List<Variable<T>>();
        var seen = new List<Variable<T>>();
        var waiting = new Stack<Variable<T>>();
        See(loss);
        while (waiting.TryPop(out Variable<T>? node))
        {
            found.Add(node);
            for (int i = node.Inputs.Length - 1; i >= 0; i--) See(node.Inputs[i]); // The last to be pushed comes first: the first input.
        }

        Nodes = ByDepth(found, loss.Depth);
        Parameters = [.. WithoutDetached(Nodes, loss).OfType<Parameter<T>>()];
        stale = Nodes.OfType<Constant<T>>().FirstOrDefault(constant => constant.Value.Producer is not null);

        // A node was seen before if it stands at the place that it remembers. (It may remember its place in another graph.)
        void See(Variable<T> node)
        {
            if (node.Place < seen.Count && seen[node.Place] == node) return;
            node.Place = seen.Count;
            seen.Add(node);
            waiting.Push(node);
        }
    }

    /// <summary>What the graph was recorded for: the variable whose gradient is 1.</summary>
    public Variable<T> Loss { get; }

    /// <summary>Every variable, each after all of its inputs; the loss is the last.</summary>
    public ImmutableArray<Variable<T>> Nodes { get; }

    /// <summary>The parameters that this loss depends on: those that an optimizer may step.</summary>
    public ImmutableArray<Parameter<T>> Parameters { get; }

    /// <summary>Computes every value again, from the leaves to the loss.</summary>
    /// <exception cref="InvalidOperationException">A constant holds what another node computed, and would go stale.</exception>
    public void Forward() => RunForward(remembersParameters: true);

    /// <summary>
    /// <see cref="Forward"/> and then <see cref="Backward"/>, as in a step of training. Nothing can change in between, so nothing is
    /// checked, which saves reading every parameter twice.
    /// </summary>
    /// <param name="accumulate">Adds to the parameters' gradients of earlier calls instead: the sum over several mini-batches.</param>
    /// <exception cref="InvalidOperationException">As for the two.</exception>
    public void ForwardAndBackward(bool accumulate = false)
    {
        RunForward(remembersParameters: false);
        RunBackward(accumulate, checksParameters: false);
    }

    /// <summary>
    /// Computes ∂loss/∂node for every node that a gradient flows to, from the loss to the leaves. Everything made from a node is deeper, so
    /// it has sent its contribution before the node's turn comes. Calling this twice gives the same gradients twice, not their sum.
    /// </summary>
    /// <param name="accumulate">Adds to the parameters' gradients of earlier calls instead: the sum over several mini-batches.</param>
    /// <exception cref="InvalidOperationException">
    /// The loss is not a scalar, does not depend on any parameter, or was computed before a parameter changed.
    /// </exception>
    public void Backward(bool accumulate = false) => RunBackward(accumulate, checksParameters: true);

    /// <summary>The first node, in order of computation, whose value holds NaN or an infinity; null if all are finite.</summary>
    public Variable<T>? FirstNonFinite() => Nodes.FirstOrDefault(node => !Kernels.AllFinite<T>(node.Value));

    private void RunForward(bool remembersParameters)
    {
        if (stale is not null)
            throw new InvalidOperationException(
                $"Forward: {stale.Label} is a constant over the value of {(stale.Value.Producer as Variable<T>)?.Label}, " +
                "which a replay does not compute for it; use Detach() to take a variable as given");
        foreach (Variable<T> node in Nodes) node.RunForward(remembersParameters);
    }

    private void RunBackward(bool accumulate, bool checksParameters)
    {
        if (Loss.Value.Length != 1)
            throw new InvalidOperationException(
                $"Backward: starts from a scalar, and {Loss.Label} has shape {Loss.Shape}; take its Sum() or Mean() first");
        if (!Loss.NeedsGradient) throw new InvalidOperationException($"Backward: {Loss.Label} does not depend on any parameter");

        foreach (Variable<T> node in Nodes)
            if (!accumulate || node is not Parameter<T>) node.ForgetGradient();

        Loss.NextContribution().Accumulator()[0] += T.One;
        for (int i = Nodes.Length - 1; i >= 0; i--) Nodes[i].RunBackward(checksParameters);
    }

    // What the loss sees only through Detach receives no gradient.
    private static IEnumerable<Variable<T>> WithoutDetached(ImmutableArray<Variable<T>> nodes, Variable<T> loss)
    {
        if (!nodes.Any(node => node is Detach<T>)) return nodes;
        var reached = new HashSet<Variable<T>> { loss };
        foreach (Variable<T> node in nodes.Reverse())
            if (node.NeedsGradient && reached.Contains(node)) reached.UnionWith(node.Inputs);
        return nodes.Where(reached.Contains);
    }

    // A counting sort: nodes of the same depth stay in the order in which they were found.
    private static ImmutableArray<Variable<T>> ByDepth(List<Variable<T>> found, int deepest)
    {
        var next = new int[deepest + 2];
        foreach (Variable<T> node in found) next[node.Depth + 1]++;
        for (int depth = 0; depth < deepest; depth++) next[depth + 1] += next[depth];
        ImmutableArray<Variable<T>>.Builder ordered = ImmutableArray.CreateBuilder<Variable<T>>(found.Count);
        ordered.Count = found.Count;
        foreach (Variable<T> node in found) ordered[next[node.Depth]++] = node;
        return ordered.MoveToImmutable();
    }
}
