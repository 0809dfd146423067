using System.Globalization;
using Makemore.Models;

namespace Makemore.Playground;

/// <summary>What the page and the engine tell each other as text.</summary>
internal static class Texts
{
    /// <summary>A seed that the page gives as text, because JavaScript's numbers end at 2⁵³.</summary>
    public static ulong Seed(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The letters of a vocabulary, the boundary first.</summary>
    public static string[] Letters(Vocabulary vocabulary) => [.. Enumerable.Range(0, vocabulary.Size).Select(vocabulary.TextOf)];
}
