namespace Makemore.Autograd;

/// <summary>
/// Everything that happens in one pass through a graph, written down to be looked at: every value, every gradient, what each gradient is
/// the sum of, and what an experiment says about it. Interior values are nudged too, not only parameters.
/// </summary>
public sealed record GraphTrace
{
    // The part of a difference quotient that may depend on h. If more does, h is tried at the scale of each element.
    private const double LargestDoubt = 1e-6;

    private GraphTrace(IReadOnlyList<NodeTrace> nodes) => Nodes = nodes;

    /// <summary>Every node, each after all of its inputs; the loss is the last.</summary>
    public IReadOnlyList<NodeTrace> Nodes { get; }

    /// <summary>Runs the graph forward and backward, and again for nudges of every element that has a gradient.</summary>
    /// <exception cref="InvalidOperationException">The loss is not a scalar, or does not depend on any parameter.</exception>
    public static GraphTrace Record(Graph<double> graph)
    {
        graph.Forward();
        graph.Backward();
        Dictionary<Variable<double>, int> places = graph.Nodes.Index().ToDictionary(node => node.Item, node => node.Index);
        List<ContributionTrace>[] contributions = Contributions(graph, places);
        return new GraphTrace([.. graph.Nodes.Select((node, place) => Trace(graph, node, places, contributions[place]))]);
    }

    private static NodeTrace Trace(
        Graph<double> graph,
        Variable<double> node,
        Dictionary<Variable<double>, int> places,
        IReadOnlyList<ContributionTrace> contributions)
    {
        Nudges? nudges = node.NeedsGradient ? NudgedLosses(graph, node) : null;
        return new NodeTrace
        {
            Label = node.Label,
            Operation = node.Operation,
            Inputs = [.. node.Inputs.Select(input => places[input])],
            Shape = node.Shape,
            Value = node.Value.Span.ToArray(),
            Gradient = node.NeedsGradient ? node.Gradient.Span.ToArray() : null,
            Contributions = contributions,
            LossBelow = nudges?.Below,
            LossAbove = nudges?.Above,
            NudgesAreRelative = nudges?.AreRelative ?? false,
            Indices = node switch
            {
                Embedding<double> lookup => lookup.Indices.Span.ToArray(),
                Pick<double> pick => pick.Indices.Span.ToArray(),
                _ => null,
            },
        };
    }

    // Once all gradients are known, each node's Backward can be run again to see what it sends to whom.
    private static List<ContributionTrace>[] Contributions(Graph<double> graph, Dictionary<Variable<double>, int> places)
    {
        List<ContributionTrace>[] contributions = [.. graph.Nodes.Select(_ => new List<ContributionTrace>())];
        for (int place = graph.Nodes.Length - 1; place >= 0; place--)
        {
            Variable<double> node = graph.Nodes[place];
            foreach (Variable<double> input in node.Inputs) input.Ledger = new Ledger<double>();
            node.RunBackward(checksParameters: false);
            foreach ((int slot, Variable<double> input) in node.Inputs.Index())
            {
                if (input.Ledger!.TakeRow() is { } row)
                    contributions[places[input]].Add(new ContributionTrace(place, slot, row.Span.ToArray()));
            }

            foreach (Variable<double> input in node.Inputs) input.Ledger = null;
        }

        return contributions;
    }

    // Runs only what is computed from the node, not the node itself: so an interior value can be nudged like a parameter.
    private static Nudges NudgedLosses(Graph<double> graph, Variable<double> node)
    {
        var reached = new HashSet<Variable<double>> { node };
        bool Follows(Variable<double> later) => later.Inputs.Any(reached.Contains) && reached.Add(later);
        Variable<double>[] after = [.. graph.Nodes.Where(Follows)];
        (Nudges nudges, double doubt) = Try(relative: false);
        if (!(doubt < LargestDoubt) && Try(relative: true) is { } other && !(other.Doubt >= doubt)) nudges = other.Nudges;
        foreach (Variable<double> later in after) later.RunForward(remembersParameters: true);
        return nudges;

        // Halving h should change nothing. If it does, h is not a small nudge: a probability of 1e-9 needs a smaller one.
        (Nudges Nudges, double Doubt) Try(bool relative)
        {
            var nudges = new Nudges(new double[node.Value.Length], new double[node.Value.Length], relative);
            double change = 0, total = 0;
            for (int i = 0; i < nudges.Below.Length; i++)
            {
                double value = node.Value.Span[i], size = Math.Abs(value);
                double h = GradientCheck.Nudge * (relative && value != 0 ? size : Math.Max(1, size));
                (nudges.Below[i], nudges.Above[i]) = (LossAt(i, value - h), LossAt(i, value + h));
                double whole = (nudges.Above[i] - nudges.Below[i]) / h;
                double half = (LossAt(i, value + (h / 2)) - LossAt(i, value - (h / 2))) / (h / 2);
                node.Value.Span[i] = value;
                change += Math.Abs(whole - half);
                total += Math.Abs(whole);
            }

            return (nudges, change / total);
        }

        double LossAt(int element, double nudged)
        {
            node.Value.Span[element] = nudged;
            foreach (Variable<double> later in after) later.RunForward(remembersParameters: false);
            return graph.Loss.Value.Item;
        }
    }

    /// <summary>The losses with each element nudged down and up.</summary>
    private sealed record Nudges(double[] Below, double[] Above, bool AreRelative);
}
