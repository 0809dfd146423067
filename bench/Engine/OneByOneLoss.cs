using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>
/// The mean loss of a set of examples. Every example is computed, equal contexts too, in chunks; each thread takes the next one.
/// </summary>
internal sealed class OneByOneLoss : IDisposable
{
    private const int ChunkRows = 256;

    private readonly Indices contexts, targets; // (examples, block) and (examples)
    private readonly double[] sums; // one for each chunk
    private readonly Chunk[] whole, last; // one for each thread
    private readonly Workers workers;

    public OneByOneLoss(NeuralModel<float> model, Examples examples, int threads)
    {
        contexts = new Indices([examples.Count, examples.BlockSize]);
        targets = new Indices([examples.Count]);
        examples.Fill([.. Enumerable.Range(0, examples.Count)], contexts.Span, targets.Span);
        sums = new double[(examples.Count + ChunkRows - 1) / ChunkRows];
        NeuralModel<float>[] models = [.. Enumerable.Range(0, threads).Select(_ => model.CopyForThread())];
        whole = [.. models.Select(twin => new Chunk(twin, ChunkRows))];
        last = examples.Count % ChunkRows is var rest and > 0 ? [.. models.Select(twin => new Chunk(twin, rest))] : whole;
        workers = new Workers(threads, SumChunk);
    }

    public double Compute()
    {
        workers.Run(sums.Length);
        return sums.Sum() / targets.Length;
    }

    public void Dispose() => workers.Dispose();

    private void SumChunk(int chunk, int thread)
    {
        int start = chunk * ChunkRows;
        Chunk part = (targets.Length - start >= ChunkRows ? whole : last)[thread];
        sums[chunk] = part.Rows * part.Loss(contexts.Span[(start * contexts.Shape[1])..], targets.Span[start..]);
    }

    private sealed class Chunk
    {
        private readonly Indices contexts, targets;
        private readonly Graph<float> graph;

        public Chunk(NeuralModel<float> model, int rows)
        {
            contexts = new Indices([rows, model.BlockSize]);
            targets = new Indices([rows]);
            graph = new Graph<float>(model.Logits(contexts, Mode.Inference).CrossEntropy(targets));
        }

        public int Rows => targets.Length;

        /// <summary>The mean loss of the first rows.</summary>
        public double Loss(ReadOnlySpan<int> contextsLeft, ReadOnlySpan<int> targetsLeft)
        {
            contextsLeft[..contexts.Length].CopyTo(contexts.Span);
            targetsLeft[..targets.Length].CopyTo(targets.Span);
            graph.Forward();
            return graph.Loss.Value.Item;
        }
    }
}
