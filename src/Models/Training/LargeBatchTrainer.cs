using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>How a <see cref="LargeBatchTrainer{T}"/> works.</summary>
public sealed record LargeBatchOptions
{
    /// <summary>Examples a step, drawn with replacement; null takes all examples every time, in their order.</summary>
    public int? BatchSize { get; init; }

    /// <summary>
    /// Contexts that occur several times in a drawn batch are computed once, weighted by what follows them: the same loss for less work.
    /// </summary>
    public bool EqualContextsOnce { get; init; } = true;

    /// <summary>How many threads work. The result does not depend on it.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>
/// Gradient descent on large batches. A batch is cut into chunks of a few rows, which stay near the processor, and the gradient of its mean
/// loss is the sum of the chunks' gradients, each weighted by its share of the examples. Chunks are dealt out to a fixed number of lanes
/// with gradients of their own; threads take whole lanes, and the lanes are added up in their order. So the result is the same, bit for
/// bit, for any number of threads.
/// </summary>
public sealed class LargeBatchTrainer<T> : Trainer<T>, IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MaximumLanes = 8;

    private readonly Examples examples;
    private readonly TorchGenerator? generator;
    private readonly int[] chosen; // the drawn examples; empty where all are taken
    private readonly DistinctRows<T>? distinct;
    private readonly int chunkRows;
    private readonly Lane[] lanes;
    private readonly Workers workers;

    /// <summary>A trainer of <paramref name="model"/>; <paramref name="generator"/> draws the examples by <c>randint</c>.</summary>
    /// <exception cref="ArgumentException">
    /// The batch size or the number of threads is below 1, there are no examples, or no generator draws them.
    /// </exception>
    public LargeBatchTrainer(NeuralModel<T> model, Examples examples, TorchGenerator? generator, LargeBatchOptions options)
    {
        if (options.BatchSize is < 1) throw new ArgumentException($"the batch size must be at least 1, and is {options.BatchSize}");
        if (examples.Count == 0) throw new ArgumentException("there are no examples to train on");
        if (options.BatchSize is not null && generator is null)
            throw new ArgumentException("a batch is drawn by a generator, and there is none");
        (this.examples, this.generator, Reached) = (examples, generator, [.. model.Parameters]);
        chosen = new int[options.BatchSize ?? 0];
        distinct = options is { EqualContextsOnce: true, BatchSize: int drawn } ? new DistinctRows<T>(examples, drawn) : null;

        // Rows that are filled up to a whole chunk are wasted, so different contexts, whose number varies, go into smaller ones.
        chunkRows = distinct is null ? 128 : 64;
        int rows = options.BatchSize ?? examples.Count, chunks = Chunks(rows);
        lanes = new Lane[Math.Min(MaximumLanes, chunks)];
        for (int i = 0; i < lanes.Length; i++)
        {
            // The first lane's gradients are the model's own; the others are added to them.
            NeuralModel<T> twin = i == 0 ? model : model.Twin();
            bool hasRest = distinct is null && rows % chunkRows != 0 && i == (chunks - 1) % lanes.Length;
            Chunk whole = new(twin, chunkRows, distinct is not null);
            lanes[i] = new Lane(twin, whole, hasRest ? new Chunk(twin, rows % chunkRows, counted: false) : null);
        }

        workers = new Workers(Math.Min(options.Threads, lanes.Length), (lane, _) => RunLane(lane));
    }

    /// <inheritdoc/>
    public override string? FirstNonFinite() =>
        lanes.Select(lane => lane.Whole.Graph.FirstNonFinite()?.Label).FirstOrDefault(label => label is not null);

    /// <summary>Ends the threads.</summary>
    public void Dispose() => workers.Dispose();

    private protected override Parameter<T>[] Reached { get; }

    private int ExamplesInBatch => chosen.Length > 0 ? chosen.Length : examples.Count;

    private int RowsInBatch => distinct?.Count ?? ExamplesInBatch;

    private protected override double ComputeGradients()
    {
        generator?.Integers(chosen, 0, examples.Count);
        distinct?.Find(chosen);
        int used = Math.Min(lanes.Length, Chunks(RowsInBatch));
        workers.Run(used);

        double loss = lanes[0].Loss;
        for (int i = 1; i < used; i++)
        {
            loss += lanes[i].Loss;
            for (int p = 0; p < Reached.Length; p++)
                Kernels.Copy(lanes[i].Parameters[p].Gradient, Destination<T>.AddTo(Reached[p].Gradient));
        }

        return loss;
    }

    // Chunks i, i + lanes, i + 2 lanes, ... are lane i's.
    private void RunLane(int index)
    {
        Lane lane = lanes[index];
        lane.Loss = 0;
        for (int chunk = index; chunk < Chunks(RowsInBatch); chunk += lanes.Length)
        {
            int start = chunk * chunkRows, rows = Math.Min(chunkRows, RowsInBatch - start);
            Chunk part = rows < chunkRows && lane.Rest is { } rest ? rest : lane.Whole;
            double covered = distinct is null ? FillOneByOne(part, start) : FillDifferent(part, start, rows);
            part.Share.Value.Span[0] = T.CreateChecked(covered / ExamplesInBatch);
            part.Graph.Forward();
            part.Graph.Backward(accumulate: chunk != index);
            lane.Loss += double.CreateChecked(part.Graph.Loss.Value.Item);
        }
    }

    // Every example is a row of its own. Returns how many examples the rows stand for.
    private int FillOneByOne(Chunk chunk, int start)
    {
        if (chosen.Length > 0) chosen.AsSpan(start, chunk.Numbers.Length).CopyTo(chunk.Numbers);
        else
            for (int row = 0; row < chunk.Numbers.Length; row++) chunk.Numbers[row] = start + row;
        examples.Fill(chunk.Numbers, chunk.Contexts.Span, chunk.Targets.Span);
        return chunk.Numbers.Length;
    }

    // Every different context is a row. Rows that are left over have no counts, and so no part in loss and gradient.
    private double FillDifferent(Chunk chunk, int start, int rows)
    {
        chunk.Counts.Span.Clear();
        return distinct!.Fill(chunk.Contexts.Span, chunk.Counts.Span, start, rows);
    }

    private int Chunks(int rows) => (rows + chunkRows - 1) / chunkRows;

    /// <summary>
    /// What one thread at a time works in: gradients of its own, and graphs over a whole chunk and, if it gets the last one, over what
    /// is left.
    /// </summary>
    private sealed class Lane(NeuralModel<T> model, Chunk whole, Chunk? rest)
    {
        public Chunk Whole => whole;

        public Chunk? Rest => rest;

        public Parameter<T>[] Parameters { get; } = [.. model.Parameters];

        public double Loss { get; set; }
    }

    /// <summary>A graph over some rows: of one example each, with a target, or of one context each, with counts of its targets.</summary>
    private sealed class Chunk
    {
        public Chunk(NeuralModel<T> model, int rows, bool counted)
        {
            Numbers = new int[rows];
            Contexts = new Indices([rows, model.BlockSize]);
            Targets = new Indices([rows]);
            Counts = new Tensor<T>([counted ? rows : 0, model.Vocabulary.Size]);
            Counts.Span.Fill(T.One);
            Variable<T> logits = model.Logits(Contexts);
            Graph = new Graph<T>((counted ? logits.CrossEntropy(Counts) : logits.CrossEntropy(Targets)) * Share);
        }

        public int[] Numbers { get; } // of the chunk's examples

        public Indices Contexts { get; } // (rows, block)

        public Indices Targets { get; } // (rows)

        public Tensor<T> Counts { get; } // (rows, vocabulary)

        public Constant<T> Share { get; } = new(T.One); // of the batch's examples that the rows stand for

        public Graph<T> Graph { get; }
    }
}
