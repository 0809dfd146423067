using Makemore.Autograd;
using Makemore.Models;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>The mean loss of a set of examples with every example computed, equal contexts too, in chunks over one recorded graph.</summary>
internal sealed class OneByOneLoss
{
    private const int ChunkRows = 256;

    private readonly Indices contexts, targets; // (examples, block) and (examples)
    private readonly Chunk whole, last;

    public OneByOneLoss(NeuralModel<float> model, Examples examples)
    {
        contexts = new Indices([examples.Count, examples.BlockSize]);
        targets = new Indices([examples.Count]);
        examples.Fill([.. Enumerable.Range(0, examples.Count)], contexts.Span, targets.Span);
        whole = new Chunk(model, Math.Min(ChunkRows, examples.Count));
        last = examples.Count % whole.Rows is var rest && rest > 0 ? new Chunk(model, rest) : whole;
    }

    public double Compute()
    {
        double sum = 0;
        for (int start = 0; start < targets.Length;)
        {
            Chunk chunk = targets.Length - start >= whole.Rows ? whole : last;
            sum += chunk.Rows * chunk.Loss(contexts.Span[(start * contexts.Shape[1])..], targets.Span[start..]);
            start += chunk.Rows;
        }

        return sum / targets.Length;
    }

    private sealed class Chunk
    {
        private readonly Indices contexts, targets;
        private readonly Graph<float> graph;

        public Chunk(NeuralModel<float> model, int rows)
        {
            contexts = new Indices([rows, model.BlockSize]);
            targets = new Indices([rows]);
            graph = new Graph<float>(model.Logits(contexts).CrossEntropy(targets));
        }

        public int Rows => targets.Length;

        /// <summary>The mean loss of the first rows of what is given.</summary>
        public double Loss(ReadOnlySpan<int> contextsLeft, ReadOnlySpan<int> targetsLeft)
        {
            contextsLeft[..contexts.Length].CopyTo(contexts.Span);
            targetsLeft[..targets.Length].CopyTo(targets.Span);
            graph.Forward();
            return graph.Loss.Value.ToScalar();
        }
    }
}
