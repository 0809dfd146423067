using BenchmarkDotNet.Attributes;

namespace Makemore.Bench;

/// <summary>A network of single numbers, in micrograd's way: its recorded graph run again, and all of it written again.</summary>
[MemoryDiagnoser]
public class ScalarGraphBenchmarks
{
    private readonly ScalarNetwork network = new();

    [Benchmark(Baseline = true)]
    public void Replay() => network.Replay();

    [Benchmark]
    public void Rebuild() => network.Rebuild();
}
