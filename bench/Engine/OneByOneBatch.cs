using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Bench;

/// <summary>
/// Batches in which every example is a row of its own, equal contexts too, shared among threads: the same work that libtorch does.
/// </summary>
internal static class OneByOneBatch
{
    private const int ChunkRows = 128;

    /// <summary>Examples drawn for every step, with replacement.</summary>
    public static SharedBatch<float> Drawn(NeuralModel<float> model, Examples examples, int size, TorchGenerator generator, int threads)
    {
        var chosen = new int[size];
        return Shared(model, examples, chosen, threads, draw: () => generator.Integers(chosen, 0, examples.Count));
    }

    /// <summary>All examples at every step.</summary>
    public static SharedBatch<float> All(NeuralModel<float> model, Examples examples, int threads) =>
        Shared(model, examples, [.. Enumerable.Range(0, examples.Count)], threads, draw: () => { });

    private static SharedBatch<float> Shared(NeuralModel<float> model, Examples examples, int[] chosen, int threads, Action draw) => new(
        model,
        chosen.Length,
        ChunkRows,
        draw: () =>
        {
            draw();
            return chosen.Length;
        },
        number => new OneByOneLane(number == 0 ? model : model.CopyForThread(), examples, chosen),
        threads);

    private sealed class OneByOneLane : Lane<float>
    {
        private readonly Examples examples;
        private readonly int[] chosen;
        private readonly Chunk whole;
        private readonly Chunk? rest; // the last chunk of a batch, if it is shorter

        public OneByOneLane(NeuralModel<float> model, Examples examples, int[] chosen)
        {
            (this.examples, this.chosen) = (examples, chosen);
            Parameters = model.Parameters;
            whole = new Chunk(model, Math.Min(ChunkRows, chosen.Length), chosen.Length);
            if (chosen.Length % ChunkRows is > 0 and int rows) rest = new Chunk(model, rows, chosen.Length);
        }

        public override IReadOnlyList<Parameter<float>> Parameters { get; }

        public override Graph<float> Fill(int start, int rows)
        {
            Chunk chunk = rows == whole.Targets.Length ? whole : rest!;
            examples.Fill(chosen.AsSpan(start, rows), chunk.Contexts.Span, chunk.Targets.Span);
            return chunk.Graph;
        }
    }

    private sealed class Chunk
    {
        public Chunk(NeuralModel<float> model, int rows, int batchSize)
        {
            (Contexts, Targets) = (new Indices([rows, model.BlockSize]), new Indices([rows]));
            Graph = new Graph<float>(model.Logits(Contexts, Mode.Training).CrossEntropy(Targets) * ((float)rows / batchSize));
        }

        public Indices Contexts { get; } // (rows, block)

        public Indices Targets { get; } // (rows)

        public Graph<float> Graph { get; }
    }
}
