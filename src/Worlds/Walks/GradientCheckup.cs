namespace Makemore.Worlds;

/// <summary>A gradient beside an experiment.</summary>
/// <param name="Node">The node.</param>
/// <param name="Cell">The element of its value where both differ most.</param>
/// <param name="Gradient">The gradient there.</param>
/// <param name="Experiment">The experiment there.</param>
/// <param name="Error">How far they are apart, relative to the larger; of a table, to its largest gradient.</param>
/// <param name="Agrees">Whether all of the node's gradients are as the experiments say.</param>
public sealed record GradientCheckup(int Node, int Cell, double Gradient, Experiment Experiment, double Error, bool Agrees)
{
    /// <summary>
    /// <code>{ "node": 0, "cell": 0, "gradient": float64, "quotient": float64, "error": float64, "agrees": true }</code> with float64 as in
    /// <see cref="WorldJson"/>.
    /// </summary>
    public string ToJson() => WorldJson.Write(json =>
    {
        json.WriteNumber("node", Node);
        json.WriteNumber("cell", Cell);
        json.WriteNumbers("gradient", [Gradient]);
        json.WriteNumbers("quotient", [Experiment.Quotient]);
        json.WriteNumbers("error", [Error]);
        json.WriteBoolean("agrees", Agrees);
    });
}
