using BenchmarkDotNet.Attributes;

namespace Makemore.Bench;

/// <summary>A network of single numbers, in micrograd's way: its recorded graph run again, and all of it written again.</summary>
[MemoryDiagnoser]
public class ScalarGraphBenchmarks
{
    private readonly ScalarNetwork network = new();

    /// <summary>Forward and backward through the recorded graph.</summary>
    [Benchmark(Baseline = true)]
    public void Replay() => network.Replay();

    /// <summary>The expression written again, and its gradient.</summary>
    [Benchmark]
    public void Rebuild() => network.Rebuild();
}
