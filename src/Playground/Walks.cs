using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using Makemore.Worlds;

namespace Makemore.Playground;

/// <summary>What a page may ask of a step of learning that it walks through: <see cref="Walk"/>.</summary>
[SupportedOSPlatform("browser")]
internal static partial class Walks
{
    /// <summary>Takes a step of learning, event by event.</summary>
    /// <param name="source">What learns: an expression, or a network's step on a name or on a point.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="mistake">What is done wrong: a name in <see cref="MistakeText"/>.</param>
    [JSExport]
    [return: JSMarshalAs<JSType.Any>]
    internal static object Take([JSMarshalAs<JSType.Any>] object source, double rate, string mistake) => Walk.Take(
        source switch
        {
            Expression expression => expression.Program,
            ExplorableStep step => step.Program,
            PointStep step => step.Program,
            _ => throw new ArgumentException($"nothing can be walked through in {source}"),
        },
        rate,
        MistakeText.Named(mistake));

    /// <summary>Everything that happens: <see cref="Walk.ToJson"/>.</summary>
    [JSExport]
    internal static string Describe([JSMarshalAs<JSType.Any>] object walk) => Of(walk).ToJson();

    /// <summary>The gradient of a node beside experiments: <see cref="GradientCheckup.ToJson"/>. It nudges every number of the node.</summary>
    [JSExport]
    internal static string Check([JSMarshalAs<JSType.Any>] object walk, int node) => Of(walk).Check(node).ToJson();

    /// <summary>One number from close by: <see cref="Look.ToJson"/>.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="node">The place of the number's node.</param>
    /// <param name="cell">Which of its numbers.</param>
    /// <param name="nudge">The size of the nudge; 0 for the one that suits.</param>
    [JSExport]
    internal static string Look([JSMarshalAs<JSType.Any>] object walk, int node, int cell, double nudge) =>
        Of(walk).Look(node, cell, nudge == 0 ? null : nudge).ToJson();

    /// <summary>The learning rates that a walk tries, and that a reader may take: <see cref="Walk.Rates"/>.</summary>
    [JSExport]
    internal static double[] Rates() => [.. Walk.Rates];

    /// <summary>Mistakes and operations in words: <see cref="MistakeText.AllToJson"/>.</summary>
    [JSExport]
    internal static string Words() => MistakeText.AllToJson();

    /// <summary>The engine's own lines of an operation: <see cref="SourceText.ToJson"/>.</summary>
    [JSExport]
    internal static string Source(string operation) => SourceText.ToJson(operation);

    private static Walk Of(object walk) => (Walk)walk;
}
