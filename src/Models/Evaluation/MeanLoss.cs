using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// The mean negative log-likelihood that a model gives a set of examples, to be computed again and again while the model learns. The
/// different contexts are cut into chunks, which threads take as they come; the chunks' sums are added up in their order. So the result is
/// the same, bit for bit, for any number of threads.
/// </summary>
public sealed class MeanLoss : IDisposable
{
    private readonly DistinctContexts examples;
    private readonly double[] sums; // of each chunk
    private readonly TargetLogProbabilities[] readers; // one for each thread
    private readonly Workers workers;

    /// <summary>Prepares <paramref name="threads"/> threads, or fewer where there are not as many chunks.</summary>
    /// <exception cref="ArgumentException">The examples' block size is not the model's, or there is to be less than 1 thread.</exception>
    public MeanLoss(ILanguageModel model, DistinctContexts examples, int threads)
    {
        if (examples.Contexts.Shape[1] != model.BlockSize)
            throw new ArgumentException(
                $"Loss: contexts of {examples.Contexts.Shape[1]} characters for a model that looks back at {model.BlockSize}");
        this.examples = examples;
        sums = new double[(examples.Count + TargetLogProbabilities.ChunkRows - 1) / TargetLogProbabilities.ChunkRows];
        int used = Math.Min(threads, Math.Max(1, sums.Length)), rows = Math.Min(TargetLogProbabilities.ChunkRows, examples.Count);
        workers = new Workers(used, SumChunk);
        readers = [.. Enumerable.Range(0, used).Select(thread => new TargetLogProbabilities(thread == 0 ? model : model.CopyForThread(), rows))];
    }

    /// <summary>−1/N Σ ln p(target | context), in nats, over all N examples; NaN where there is none.</summary>
    public double Compute()
    {
        workers.Run(sums.Length);
        double sum = 0;
        foreach (double part in sums) sum += part;
        return sum / examples.Examples;
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => workers.Dispose();

    private void SumChunk(int chunk, int thread)
    {
        int first = chunk * TargetLogProbabilities.ChunkRows, rows = Math.Min(TargetLogProbabilities.ChunkRows, examples.Count - first);
        ReadOnlySpan<double> logProbabilities = readers[thread].Read(examples, first, rows);
        ReadOnlySpan<TargetCount> counts = examples.CountsOf(first, rows);
        double sum = 0;
        for (int i = 0; i < counts.Length; i++) sum -= counts[i].Times * logProbabilities[i];
        sums[chunk] = sum;
    }
}
