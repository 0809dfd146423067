namespace Makemore.Autograd;

/// <summary>
/// Asks a graph what would be if: what a node would send if some gradient had arrived at it, and what the loss would be if one number were
/// another. After each answer, everything is as before. The graph's values must be current: call <see cref="Graph{T}.Forward"/> first.
/// </summary>
public sealed class GraphProbe
{
    // The part of a difference quotient that may depend on h. If more does, h is tried at the scale of each element.
    private const double LargestDoubt = 1e-6;

    private readonly int[][] inputs;
    private readonly Variable<double>[]?[] following; // what is computed from each node; null where nobody has asked

    /// <summary>A probe of this graph.</summary>
    public GraphProbe(Graph<double> graph)
    {
        Graph = graph;
        Dictionary<Variable<double>, int> places = graph.Nodes.Index().ToDictionary(node => node.Item, node => node.Index);
        inputs = [.. graph.Nodes.Select(node => node.Inputs.Select(input => places[input]).ToArray())];
        following = new Variable<double>[]?[inputs.Length];
    }

    /// <summary>What is asked. A node is called by its place in <see cref="Graph{T}.Nodes"/>.</summary>
    public Graph<double> Graph { get; }

    /// <summary>The places of a node's inputs, in the operation's order.</summary>
    public IReadOnlyList<int> InputsOf(int place) => inputs[place];

    /// <summary>
    /// What a node sends to its inputs, by its own <c>Backward</c>, once <paramref name="upstream"/> has arrived at it: a row for each
    /// input that needs a gradient. A 1 at one element and 0 elsewhere gives that element's local slopes.
    /// </summary>
    /// <param name="place">A node that needs a gradient.</param>
    /// <param name="upstream">∂loss/∂value, an element for each of the node's.</param>
    public IReadOnlyList<Contribution> Sent(int place, ReadOnlySpan<double> upstream)
    {
        Variable<double> node = Graph.Nodes[place];
        var rows = new List<Contribution>();
        foreach (Variable<double> input in node.Inputs) input.Ledger = new Ledger<double>();
        node.RunBackward(upstream);
        foreach ((int slot, Variable<double> input) in node.Inputs.Index())
            if (input.Ledger!.TakeRow() is { } row) rows.Add(new Contribution(place, slot, row.Span.ToArray()));
        foreach (Variable<double> input in node.Inputs) input.Ledger = null;
        return rows;
    }

    /// <summary>The losses where one element of a node's value is each of these, and all that follows from it does.</summary>
    public double[] LossesWhere(int place, int element, IReadOnlyList<double> values) =>
        Trying(place, lossAt => values.Select(value => lossAt(element, value)).ToArray());

    /// <summary>
    /// The losses with each element nudged down and up. h is the same part of every scale, unless small elements show that they need a
    /// smaller one: <see cref="Nudges.AreRelative"/>.
    /// </summary>
    public Nudges Nudge(int place) => Nudge(place, 0, Graph.Nodes[place].Value.Length);

    /// <summary>The losses with this element alone nudged down and up, by what suits it.</summary>
    public Nudges Nudge(int place, int element) => Nudge(place, element, 1);

    private Nudges Nudge(int place, int start, int count)
    {
        double[] values = Graph.Nodes[place].Value.Span.Slice(start, count).ToArray();
        return Trying(place, lossOfElement =>
        {
            double LossAt(int i, double value) => lossOfElement(start + i, value);
            (Nudges nudges, double doubt) = Try(relative: false);
            return !(doubt < LargestDoubt) && Try(relative: true) is { } other && !(other.Doubt >= doubt) ? other.Nudges : nudges;

            // Halving h should change nothing. If it does, h is not a small nudge: a probability of 1e-9 needs a smaller one.
            (Nudges Nudges, double Doubt) Try(bool relative)
            {
                var nudges = new Nudges(new double[values.Length], new double[values.Length], new double[values.Length], relative);
                double change = 0, total = 0;
                for (int i = 0; i < values.Length; i++)
                {
                    double value = values[i], h = nudges.Step(value);
                    (nudges.Below[i], nudges.Above[i]) = (LossAt(i, value - h), LossAt(i, value + h));
                    double whole = (nudges.Above[i] - nudges.Below[i]) / h;
                    double half = (LossAt(i, value + (h / 2)) - LossAt(i, value - (h / 2))) / (h / 2);
                    nudges.Doubts[i] = Math.Abs(whole - half) / 2;
                    change += Math.Abs(whole - half);
                    total += Math.Abs(whole);
                }

                return (nudges, change / total);
            }
        });
    }

    /// <summary>
    /// The rows or elements that an <see cref="Embedding{T}"/> or a <see cref="Pick{T}"/> chose; null for other operations.
    /// </summary>
    public static int[]? ChosenBy(Variable<double> node) => node switch
    {
        Embedding<double> lookup => lookup.Indices.Span.ToArray(),
        Pick<double> pick => pick.Indices.Span.ToArray(),
        _ => null,
    };

    // Runs only what is computed from the node, not the node itself: so an interior value can be nudged like a parameter.
    private R Trying<R>(int place, Func<Func<int, double, double>, R> experiment)
    {
        Variable<double> node = Graph.Nodes[place];
        Variable<double>[] after = following[place] ??= Following(node);
        R result = experiment(LossAt);
        foreach (Variable<double> later in after) later.RunForward(remembersParameters: true);
        return result;

        double LossAt(int element, double tried)
        {
            double value = node.Value.Span[element];
            node.Value.Span[element] = tried;
            foreach (Variable<double> later in after) later.RunForward(remembersParameters: false);
            double loss = Graph.Loss.Value.Item;
            node.Value.Span[element] = value;
            return loss;
        }
    }

    private Variable<double>[] Following(Variable<double> node)
    {
        var reached = new HashSet<Variable<double>> { node };
        bool Follows(Variable<double> later) => later.Inputs.Any(reached.Contains) && reached.Add(later);
        return [.. Graph.Nodes.Where(Follows)];
    }
}

/// <summary>The losses with each element of a node's value nudged: the experiment that proves a gradient.</summary>
/// <param name="Below">For each element v that was nudged, the loss where v alone is v − h.</param>
/// <param name="Above">For each element v, the loss where v alone is v + h.</param>
/// <param name="Doubts">How far each difference quotient moves if h is halved.</param>
/// <param name="AreRelative">True if max(1, |v|) was too large a scale for h, and it is |v| where that is not 0.</param>
public sealed record Nudges(double[] Below, double[] Above, double[] Doubts, bool AreRelative)
{
    /// <summary>h, for an element of this value.</summary>
    public double Step(double value)
    {
        double size = Math.Abs(value);
        return GradientCheck.Nudge * (AreRelative && value != 0 ? size : Math.Max(1, size));
    }
}
