using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using Makemore.Worlds;

namespace Makemore.Playground;

/// <summary>Whether the engine is right in this browser: <see cref="EngineCheck"/>.</summary>
[SupportedOSPlatform("browser")]
internal static partial class Checks
{
    /// <summary>What can be checked.</summary>
    [JSExport]
    internal static string[] Everything() => [.. EngineCheck.Everything];

    /// <summary>Checks one of them: <see cref="EngineVerdict.ToJson"/>.</summary>
    [JSExport]
    internal static string Check(string name, int repeats, int seed) => EngineCheck.Check(name, repeats, (ulong)seed).ToJson();
}
