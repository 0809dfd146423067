using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// The mean negative log-likelihood that a model gives a set of examples, computed again and again while the model learns. The rows are cut
/// into chunks, and each thread takes the next one. The chunks' sums are added in order, so the result is the same, bit for bit, for any
/// number of threads.
/// </summary>
public sealed class MeanLoss : IDisposable
{
    private readonly EvaluationSet examples;
    private readonly int rows;
    private readonly double[] sums; // one for each chunk
    private readonly TargetLogProbabilities[] readers; // one for each thread
    private readonly Workers workers;

    /// <summary>Prepares <paramref name="threads"/> threads, or fewer if there are fewer chunks.</summary>
    /// <exception cref="ArgumentException">The examples are not what the model takes, or there is less than 1 thread.</exception>
    public MeanLoss(ILanguageModel model, EvaluationSet examples, int threads)
    {
        examples.CheckFits(model);
        this.examples = examples;
        rows = examples.Tokens.Shape[0];
        sums = new double[(rows + TargetLogProbabilities.ChunkRows - 1) / TargetLogProbabilities.ChunkRows];
        int used = Math.Min(threads, Math.Max(1, sums.Length)), chunkRows = Math.Min(TargetLogProbabilities.ChunkRows, rows);
        workers = new Workers(used, SumChunk);
        readers = [.. Enumerable.Range(0, used).Select(thread =>
            new TargetLogProbabilities(thread == 0 ? model : model.CopyForThread(), examples, chunkRows))];
    }

    /// <summary>−1/N Σ ln p(target), in nats, over all N examples; NaN if there are none.</summary>
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
        int first = chunk * TargetLogProbabilities.ChunkRows, count = Math.Min(TargetLogProbabilities.ChunkRows, rows - first);
        double sum = 0;
        foreach (Answered answer in readers[thread].Read(first, count)) sum -= answer.Of.Times * answer.LogProbability;
        sums[chunk] = sum;
    }
}
