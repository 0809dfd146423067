using System.Runtime.InteropServices;
using System.Text.Json;

namespace Makemore.Worlds.Tests;

/// <summary>Numbers as a page reads them.</summary>
internal static class Numbers
{
    public static double[] Of(JsonElement text) => MemoryMarshal.Cast<byte, double>(text.GetBytesFromBase64()).ToArray();

    /// <summary>Each pair differs by at most the tolerance, as a part of numbers above 1.</summary>
    public static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach ((double one, double other) in expected.Zip(actual)) AssertClose(one, other, tolerance);
    }

    public static void AssertClose(double expected, double actual, double tolerance) =>
        Assert.InRange(actual, expected - (tolerance * Math.Max(1, Math.Abs(expected))), expected + (tolerance * Math.Max(1, Math.Abs(expected))));
}
