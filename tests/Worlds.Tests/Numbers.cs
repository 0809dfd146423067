using System.Runtime.InteropServices;
using System.Text.Json;

namespace Makemore.Worlds.Tests;

/// <summary>Numbers as a page reads them.</summary>
internal static class Numbers
{
    public static double[] Of(JsonElement text) => MemoryMarshal.Cast<byte, double>(text.GetBytesFromBase64()).ToArray();
}
