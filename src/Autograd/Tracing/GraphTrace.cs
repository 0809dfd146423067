namespace Makemore.Autograd;

/// <summary>
/// Everything that happens in one pass through a graph, written down for someone to look at: every value, every gradient, what each gradient was
/// added up from, and what an experiment says about it. Interior values are nudged too, not only parameters.
/// </summary>
public sealed record GraphTrace
{
    private GraphTrace(IReadOnlyList<NodeTrace> nodes) => Nodes = nodes;

    /// <summary>
    /// How far an element v is nudged, as a part of max(1, |v|): ∛ε balances a central difference's two errors, truncation, which grows as
    /// h², and rounding, as ε / h.
    /// </summary>
    public static double Nudge { get; } = Math.Cbrt(double.BitIncrement(1) - 1);

    /// <summary>Every node, each after all of its inputs; the loss is the last.</summary>
    public IReadOnlyList<NodeTrace> Nodes { get; }

    /// <summary>Runs the graph forward and backward, and again for two nudges of every element that has a gradient.</summary>
    /// <exception cref="InvalidOperationException">The loss is no scalar, or does not depend on any parameter.</exception>
    public static GraphTrace Record(Graph<double> graph)
    {
        graph.Forward();
        graph.Backward();
        Dictionary<Variable<double>, int> places = graph.Nodes.Index().ToDictionary(node => node.Item, node => node.Index);
        List<ContributionTrace>[] contributions = Contributions(graph, places);
        return new GraphTrace([.. graph.Nodes.Select((node, place) => Trace(graph, node, places, contributions[place]))]);
    }

    private static NodeTrace Trace(
        Graph<double> graph, Variable<double> node, Dictionary<Variable<double>, int> places, IReadOnlyList<ContributionTrace> contributions)
    {
        (double[]? below, double[]? above) = node.NeedsGradient ? NudgedLosses(graph, places[node]) : default;
        return new NodeTrace
        {
            Label = node.Label,
            Operation = node.GetType().Name.Split('`')[0],
            Inputs = [.. node.Inputs.Select(input => places[input])],
            Depth = node.Depth,
            Shape = node.Shape,
            Value = node.Value.Span.ToArray(),
            Gradient = node.NeedsGradient ? node.Gradient.Span.ToArray() : null,
            Contributions = contributions,
            LossBelow = below,
            LossAbove = above,
            Indices = node switch
            {
                Embedding<double> lookup => lookup.Indices.Span.ToArray(),
                Pick<double> pick => pick.Indices.Span.ToArray(),
                _ => null,
            },
        };
    }

    // Once all gradients are known, each node's Backward can be asked again what it sends to whom.
    private static List<ContributionTrace>[] Contributions(Graph<double> graph, Dictionary<Variable<double>, int> places)
    {
        List<ContributionTrace>[] contributions = [.. graph.Nodes.Select(_ => new List<ContributionTrace>())];
        for (int place = graph.Nodes.Length - 1; place >= 0; place--)
        {
            Variable<double> node = graph.Nodes[place];
            foreach (Variable<double> input in node.Inputs) input.Ledger = new Ledger<double>();
            node.RunBackward();
            foreach ((int slot, Variable<double> input) in node.Inputs.Index())
            {
                if (input.Ledger!.TakeRow() is { } row)
                    contributions[places[input]].Add(new ContributionTrace(place, slot, row.Span.ToArray()));
            }

            foreach (Variable<double> input in node.Inputs) input.Ledger = null;
        }

        return contributions;
    }

    // Leaves what is not computed from the node as it is, and the node itself too: so an interior value can be nudged like a parameter.
    private static (double[] Below, double[] Above) NudgedLosses(Graph<double> graph, int place)
    {
        Variable<double> node = graph.Nodes[place];
        var reached = new HashSet<Variable<double>> { node };
        Variable<double>[] after = [.. graph.Nodes.Skip(place + 1).Where(later => later.Inputs.Any(reached.Contains) && reached.Add(later))];
        double[] below = new double[node.Value.Length], above = new double[node.Value.Length];
        for (int i = 0; i < below.Length; i++)
        {
            double value = node.Value.Span[i], h = Nudge * Math.Max(1, Math.Abs(value));
            below[i] = LossAt(value - h, i);
            above[i] = LossAt(value + h, i);
            node.Value.Span[i] = value;
        }

        foreach (Variable<double> later in after) later.RunForward();
        return (below, above);

        double LossAt(double nudged, int element)
        {
            node.Value.Span[element] = nudged;
            foreach (Variable<double> later in after) later.RunForward();
            return graph.Loss.Value.ToScalar();
        }
    }
}
