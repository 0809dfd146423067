namespace Makemore.Worlds;

/// <summary>What can be done wrong in a step of learning. A walk makes the mistake: nothing is pretended.</summary>
public enum Mistake
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>= instead of +=.</summary>
    Overwrite,

    /// <summary>A node passes on its whole gradient at every arrival.</summary>
    Recursion,

    /// <summary>A node passes on its gradient before all of it has arrived.</summary>
    Early,

    /// <summary>The gradients of the last step are kept.</summary>
    Leftover,

    /// <summary>+ rate instead of − rate.</summary>
    Uphill,

    /// <summary>The slope of tanh is left out.</summary>
    Slopeless,
}

/// <summary>A mistake in words.</summary>
/// <param name="Mistake">The mistake.</param>
/// <param name="Label">What is done: "= instead of +=".</param>
/// <param name="Says">What happens then.</param>
public sealed record MistakeText(Mistake Mistake, string Label, string Says)
{
    /// <summary>All of them, from none on.</summary>
    public static IReadOnlyList<MistakeText> All { get; } =
    [
        new(Mistake.None, "no mistake", "Everything is done as it should be."),
        new(Mistake.Overwrite, "= instead of +=", "The last contribution replaces those before it."),
        new(
            Mistake.Recursion,
            "pass on at every arrival",
            "A node passes on its whole gradient each time something arrives, so the first part is sent again."),
        new(
            Mistake.Early,
            "visit before all have arrived",
            "A node is visited once, as soon as it is found; what arrives later is never passed on."),
        new(
            Mistake.Leftover,
            "keep the last step’s gradients",
            "They were not set back to 0. += adds this step’s gradient to the last one’s, and the parameters move twice too far."),
        new(Mistake.Uphill, "+ rate instead of − rate", "The update goes up the slope."),
        new(
            Mistake.Slopeless, "leave out tanh’s slope", "What arrives at tanh is passed on as if its slope were 1."),
    ];

    /// <summary>The mistake in JSON: "none", "overwrite".</summary>
    public static string Name(Mistake mistake) => mistake switch
    {
        Mistake.Overwrite => "overwrite",
        Mistake.Recursion => "recursion",
        Mistake.Early => "early",
        Mistake.Leftover => "leftover",
        Mistake.Uphill => "uphill",
        Mistake.Slopeless => "slopeless",
        _ => "none",
    };

    /// <summary>The mistake of this name; none for another text.</summary>
    public static Mistake Named(string name) => All.Select(text => text.Mistake).FirstOrDefault(mistake => Name(mistake) == name);

    /// <summary>
    /// Every mistake and every operation in words:
    /// <code>
    /// {
    ///   "mistakes": [{ "name": "overwrite", "label": "= instead of +=", "says": "…" }],
    ///   "operations": [{ "name": "Tanh", "written": "tanh({0})", "rule": "∂y/∂x = 1 − y²", "why": "…" }]
    /// }
    /// </code>
    /// </summary>
    public static string AllToJson() => WorldJson.Write(json =>
    {
        json.WriteObjects("mistakes", All, text =>
        {
            json.WriteString("name", Name(text.Mistake));
            json.WriteString("label", text.Label);
            json.WriteString("says", text.Says);
        });
        json.WriteObjects("operations", OperationText.Operations, operation =>
        {
            OperationText text = OperationText.Of(operation)!;
            json.WriteString("name", operation);
            json.WriteString("written", text.Written);
            json.WriteString("rule", text.Rule);
            json.WriteString("why", text.Why);
        });
    });
}
