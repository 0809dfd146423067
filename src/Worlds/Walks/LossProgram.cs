using Makemore.Autograd;
using Makemore.Models;

namespace Makemore.Worlds;

/// <summary>
/// What a <see cref="Walk"/> goes through: a program that computes a loss, line by line, each line a node of the graph. A node is called by
/// its place in the graph's nodes; the loss is the last.
/// </summary>
/// <param name="graph">From the parameters to the loss, a scalar.</param>
/// <param name="lineOf">The line that made a node; null for a leaf.</param>
/// <param name="learns">Whether the update moves a parameter. One that it does not move is data.</param>
public sealed class LossProgram(
    Graph<double> graph, Func<Variable<double>, ProgramLine?> lineOf, Func<Parameter<double>, bool> learns)
{
    private readonly Dictionary<(int Place, int Cell), Experiment> experiments = [];
    private double[][] experimentsAre = []; // the values that they were made at

    /// <summary>The graph.</summary>
    public Graph<double> Graph => Probe.Graph;

    /// <summary>What the graph would do if.</summary>
    public GraphProbe Probe { get; } = new(graph);

    /// <summary>How many nodes there are.</summary>
    public int Count => Graph.Nodes.Length;

    /// <summary>The nodes.</summary>
    internal Variable<double> this[int place] => Graph.Nodes[place];

    /// <summary>The line that made a node; null for a leaf.</summary>
    public ProgramLine? LineOf(int place) => lineOf(this[place]);

    /// <summary>Whether the update moves a node: a parameter, unless it is data.</summary>
    public bool Learns(int place) => this[place] is Parameter<double> parameter && learns(parameter);

    /// <summary>Whether a node is given, and not computed.</summary>
    public bool IsLeaf(int place) => this[place].Inputs.IsEmpty;

    /// <summary>How many contributions are due to a node: one from each place that uses it; 1 for the loss.</summary>
    public int Uses(int place) => Math.Max(1, Enumerable.Range(0, Count).Sum(user => Probe.InputsOf(user).Count(input => input == place)));

    /// <summary>
    /// Whether a mistake can change anything here. Without a value that is used twice, there is nothing to add up and no order to get
    /// wrong; without tanh, there is no slope of it to leave out.
    /// </summary>
    public bool Matters(Mistake mistake) => mistake switch
    {
        Mistake.Overwrite => Graph.Nodes.Index().Any(node => node.Item.NeedsGradient && Uses(node.Index) > 1),
        Mistake.Recursion or Mistake.Early => Graph.Nodes.Index().Any(node => !IsLeaf(node.Index) && Uses(node.Index) > 1),
        Mistake.Slopeless => Graph.Nodes.Any(node => node is Tanh<double>),
        _ => true,
    };

    /// <summary>The values of all nodes.</summary>
    internal double[][] Values() => [.. Graph.Nodes.Select(node => node.Value.Span.ToArray())];

    /// <summary>Computes the loss from the present values. Experiments at other values are forgotten.</summary>
    internal double[][] Compute()
    {
        Graph.Forward();
        double[][] now = Values();
        if (experimentsAre.Length == 0 || !AreSame(experimentsAre, now)) experiments.Clear();
        return experimentsAre = now;
    }

    /// <summary>Whether two sets of values are the same, NaN included.</summary>
    internal static bool AreSame(IEnumerable<double[]> some, IEnumerable<double[]> others) =>
        some.Zip(others).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    /// <summary>What an experiment says about one number, at the values of the last <see cref="Compute"/>. It is made once.</summary>
    internal Experiment ExperimentAt(int place, int cell)
    {
        if (!experiments.TryGetValue((place, cell), out Experiment? made))
            experiments.Add((place, cell), made = Experiment.At(Probe, place, cell));
        return made;
    }
}
