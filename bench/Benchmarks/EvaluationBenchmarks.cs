using BenchmarkDotNet.Attributes;
using Makemore.Models;

namespace Makemore.Bench;

/// <summary>The MLP's loss over the training set: with every example computed, or with each different context once.</summary>
public class EvaluationBenchmarks : IDisposable
{
    private OneByOneLoss? oneByOne;
    private MeanLoss? distinct;

    /// <summary>The sizes to measure. The mini-batch does not matter here.</summary>
    public static IEnumerable<PerceptronSize> Sizes => PerceptronSize.All.Take(2);

    /// <summary>The sizes being measured.</summary>
    [ParamsSource(nameof(Sizes))]
    public PerceptronSize Size { get; set; } = PerceptronSize.All[0];

    /// <summary>Makes the model and the sets.</summary>
    [GlobalSetup]
    public void Create()
    {
        Examples train = BenchmarkData.Load().Train;
        MultilayerPerceptron<float> model = PerceptronTraining.NewModel(train.Vocabulary, Size);
        oneByOne = new OneByOneLoss(model, train, threads: 1);
        distinct = new MeanLoss(model, new DistinctContexts(train), threads: 1);
    }

    /// <summary>Ends the threads.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        oneByOne?.Dispose();
        distinct?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Every example computed.</summary>
    [Benchmark]
    public double OneByOne() => oneByOne!.Compute();

    /// <summary>Equal contexts computed once.</summary>
    [Benchmark]
    public double DistinctContexts() => distinct!.Compute();
}
