using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using Makemore.Worlds;

namespace Makemore.Playground;

/// <summary>What a page may ask of the scores of what follows one letter: <see cref="LetterRow"/>.</summary>
[SupportedOSPlatform("browser")]
internal static partial class Letters
{
    /// <summary>Begins with random scores for what begins a name.</summary>
    [JSExport]
    [return: JSMarshalAs<JSType.Any>]
    internal static object Start(string names, string seed) => new LetterRow(names, Texts.Seed(seed));

    /// <summary>The letters, the boundary first.</summary>
    [JSExport]
    internal static string[] All([JSMarshalAs<JSType.Any>] object row) => Texts.Letters(Of(row).Vocabulary);

    /// <summary>Goes to the row of another letter.</summary>
    [JSExport]
    internal static void Choose([JSMarshalAs<JSType.Any>] object row, int letter) => Of(row).Choose(letter);

    /// <summary>Looks at one example, in which this letter followed; at all of them for a letter below 0.</summary>
    [JSExport]
    internal static void See([JSMarshalAs<JSType.Any>] object row, int next) => Of(row).See(next < 0 ? null : next);

    /// <summary>One step.</summary>
    [JSExport]
    internal static void Step([JSMarshalAs<JSType.Any>] object row, double rate) => Of(row).Step(rate);

    /// <summary>The probabilities, then the targets, then the gradient, and at last the loss, the least loss and the number of examples.</summary>
    [JSExport]
    internal static double[] Look([JSMarshalAs<JSType.Any>] object row)
    {
        LetterRow one = Of(row);
        return [.. one.Probabilities, .. one.Target, .. one.Gradient, one.Loss, one.Least, one.Examples];
    }

    private static LetterRow Of(object row) => (LetterRow)row;
}
