using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Makemore.Bench;

/// <summary>The machine that the figures were measured on.</summary>
internal static class Machine
{
    public static string Describe()
    {
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        return $"{Processor()}, {Environment.ProcessorCount} cores, {bits}-bit vectors; " +
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}";
    }

    private static string Processor()
    {
        const string Linux = "/proc/cpuinfo";
        IEnumerable<string> lines = File.Exists(Linux) ? File.ReadLines(Linux) : [];
        string? line = lines.FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return line?.Split(':')[1].Trim() ?? $"{RuntimeInformation.ProcessArchitecture}";
    }
}
