using Makemore.Autograd;

namespace Makemore.Tests;

/// <summary>
/// Everything that happens in one pass through a graph, written down to be looked at: every value, every gradient, what each gradient is
/// the sum of, and what an experiment says about it. Interior values are nudged too, not only parameters.
/// </summary>
public sealed record GraphTrace
{
    private GraphTrace(IReadOnlyList<NodeTrace> nodes) => Nodes = nodes;

    /// <summary>Every node, each after all of its inputs; the loss is the last.</summary>
    public IReadOnlyList<NodeTrace> Nodes { get; }

    /// <summary>Runs the graph forward and backward, and again for nudges of every element that has a gradient.</summary>
    /// <exception cref="InvalidOperationException">The loss is not a scalar, or does not depend on any parameter.</exception>
    public static GraphTrace Record(Graph<double> graph)
    {
        graph.Forward();
        graph.Backward();
        var probe = new GraphProbe(graph);
        List<Contribution>[] contributions = [.. graph.Nodes.Select(_ => new List<Contribution>())];
        foreach ((int place, Variable<double> node) in graph.Nodes.Index().Reverse())
        {
            if (!node.NeedsGradient) continue;
            foreach (Contribution row in probe.Sent(place, node.Gradient.Span))
                contributions[probe.InputsOf(place)[row.Slot]].Add(row);
        }

        return new GraphTrace([.. graph.Nodes.Select((_, place) => Trace(probe, place, contributions[place]))]);
    }

    private static NodeTrace Trace(GraphProbe probe, int place, IReadOnlyList<Contribution> contributions)
    {
        Variable<double> node = probe.Graph.Nodes[place];
        Nudges? nudges = node.NeedsGradient ? probe.Nudge(place) : null;
        return new NodeTrace
        {
            Label = node.Label,
            Operation = node.Operation,
            Inputs = probe.InputsOf(place),
            Shape = node.Shape,
            Value = node.Value.Span.ToArray(),
            Gradient = node.NeedsGradient ? node.Gradient.Span.ToArray() : null,
            Contributions = contributions,
            LossBelow = nudges?.Below,
            LossAbove = nudges?.Above,
            NudgesAreRelative = nudges?.AreRelative ?? false,
            Indices = GraphProbe.ChosenBy(node),
        };
    }
}
