using BenchmarkDotNet.Attributes;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>An epoch of the bigram network: with every example computed, or with each of the 27 different contexts once.</summary>
[MemoryDiagnoser]
public class BigramBenchmarks : IDisposable
{
    private BigramEpoch? epoch;
    private Trainer<float>? trainer;

    /// <summary>Makes both.</summary>
    [GlobalSetup]
    public void Create()
    {
        Examples pairs = BenchmarkData.Load().Pairs;
        epoch = new BigramEpoch(pairs, threads: 1);
        var model = new NeuralBigram<float>(pairs.Vocabulary, new TorchGenerator(1));
        GraphBatch<float> batch = ExampleBatch.All(model, new DistinctContexts(pairs));
        trainer = new Trainer<float>(batch, new Sgd<float>(batch.Parameters));
    }

    /// <summary>Ends the epoch's threads.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        epoch?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Every example computed.</summary>
    [Benchmark]
    public void OneByOne() => epoch!.Run();

    /// <summary>Equal contexts computed once.</summary>
    [Benchmark]
    public double DistinctContexts() => trainer!.Step(10);
}
