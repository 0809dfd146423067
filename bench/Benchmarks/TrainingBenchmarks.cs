using BenchmarkDotNet.Attributes;

namespace Makemore.Bench;

/// <summary>One training step of the MLP.</summary>
[MemoryDiagnoser]
public class TrainingBenchmarks : IDisposable
{
    private PerceptronTraining? training;

    /// <summary>The sizes to measure.</summary>
    public static IEnumerable<PerceptronSize> Sizes => PerceptronSize.All;

    /// <summary>The sizes being measured.</summary>
    [ParamsSource(nameof(Sizes))]
    public PerceptronSize Size { get; set; } = PerceptronSize.All[0];

    /// <summary>Makes the model and the trainer.</summary>
    [GlobalSetup]
    public void Create() => training = new PerceptronTraining(BenchmarkData.Load().Train, Size);

    /// <summary>Ends the trainer's threads.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        training?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Draw, forward, backward, update.</summary>
    [Benchmark]
    public void Step() => training!.Step();
}
