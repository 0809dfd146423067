namespace Makemore.Worlds;

/// <summary>The result of an expression as one variable goes over a range.</summary>
/// <param name="Variable">The variable that moves.</param>
/// <param name="X">Its values.</param>
/// <param name="Y">The result at each.</param>
/// <param name="Slopes">∂result/∂variable at each.</param>
public sealed record Curve(string Variable, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> Slopes)
{
    /// <summary>
    /// <code>{ "variable": "a", "x": float64, "y": float64, "slopes": float64 }</code> with float64 as in <see cref="WorldJson"/>.
    /// </summary>
    public string ToJson() => WorldJson.Write(json =>
    {
        json.WriteString("variable", Variable);
        json.WriteNumbers("x", [.. X]);
        json.WriteNumbers("y", [.. Y]);
        json.WriteNumbers("slopes", [.. Slopes]);
    });
}
