using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>How a <see cref="LargeBatchTrainer{T}"/> works.</summary>
public sealed record LargeBatchOptions
{
    /// <summary>Examples a step, drawn with replacement; null takes all examples every time, in their order.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Contexts that occur several times in a drawn batch are computed once, weighted by what follows them: the same loss for less work.</summary>
    public bool EqualContextsOnce { get; init; } = true;

    /// <summary>How many threads work. The result does not depend on it.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>
/// Gradient descent on large batches. A batch is cut into chunks of a few rows, which stay near the processor, and the gradient of its mean loss is the
/// sum of the chunks' gradients, each weighted by its share of the examples. Chunks are dealt out to a fixed number of lanes with gradients of their own;
/// threads take whole lanes, and the lanes are added up in their order. So the result is the same, bit for bit, for any number of threads.
/// </summary>
public sealed class LargeBatchTrainer<T> : Trainer<T>, IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int ChunkRows = 64;
    private const int MaximumLanes = 8;

    private readonly Examples examples;
    private readonly TorchGenerator? generator;
    private readonly int[] chosen; // the drawn examples; empty where all are taken
    private readonly DistinctRows<T>? distinct;
    private readonly Lane[] lanes;
    private readonly Workers workers;

    /// <summary>A trainer of <paramref name="model"/>; <paramref name="generator"/> draws the examples by <c>randint</c>.</summary>
    /// <exception cref="ArgumentException">The batch size or the number of threads is below 1, there are no examples, or no generator draws them.</exception>
    public LargeBatchTrainer(NeuralModel<T> model, Examples examples, TorchGenerator? generator, LargeBatchOptions options)
    {
        if (options.BatchSize is < 1) throw new ArgumentException($"the batch size must be at least 1, and is {options.BatchSize}");
        if (examples.Count == 0) throw new ArgumentException("there are no examples to train on");
        if (options.BatchSize is not null && generator is null) throw new ArgumentException("a batch is drawn by a generator, and there is none");
        (this.examples, this.generator, Reached) = (examples, generator, [.. model.Parameters]);
        chosen = new int[options.BatchSize ?? 0];
        distinct = options is { EqualContextsOnce: true, BatchSize: int drawn } ? new DistinctRows<T>(examples, drawn) : null;

        // The first lane's gradients are the model's own; the others are added to them.
        int chunks = Chunks(options.BatchSize ?? examples.Count);
        lanes = [.. Enumerable.Range(0, Math.Min(MaximumLanes, chunks)).Select(i => new Lane(i == 0 ? model : model.Twin()))];
        workers = new Workers(Math.Min(options.Threads, lanes.Length), RunLane);
    }

    /// <inheritdoc/>
    public override string? FirstNonFinite() => lanes.Select(lane => lane.Graph.FirstNonFinite()?.Label).FirstOrDefault(label => label is not null);

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
            for (int p = 0; p < Reached.Length; p++) Kernels.Copy(lanes[i].Parameters[p].Gradient, Destination<T>.AddTo(Reached[p].Gradient));
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
            int start = chunk * ChunkRows, rows = Math.Min(ChunkRows, RowsInBatch - start);
            lane.Counts.Span.Clear();
            double covered = distinct is null ? FillOneByOne(lane, start, rows) : distinct.Fill(lane.Contexts.Span, lane.Counts, start, rows);
            lane.Share.Value.Span[0] = T.CreateChecked(covered / ExamplesInBatch);
            lane.Graph.Forward();
            lane.Graph.Backward(accumulate: chunk != index);
            lane.Loss += double.CreateChecked(lane.Graph.Loss.Value.ToScalar());
        }
    }

    // Every example is a row of its own, with a count of 1 at its target. Returns how many examples the rows stand for.
    private int FillOneByOne(Lane lane, int start, int rows)
    {
        Span<int> numbers = lane.Numbers.AsSpan(0, rows), targets = lane.Targets.AsSpan(0, rows);
        if (chosen.Length > 0) chosen.AsSpan(start, rows).CopyTo(numbers);
        else
            for (int row = 0; row < rows; row++) numbers[row] = start + row;
        examples.Fill(numbers, lane.Contexts.Span[..(rows * examples.BlockSize)], targets);
        for (int row = 0; row < rows; row++) lane.Counts.Span[(row * examples.Vocabulary.Size) + targets[row]] = T.One;
        return rows;
    }

    private static int Chunks(int rows) => (rows + ChunkRows - 1) / ChunkRows;

    /// <summary>A graph over one chunk, and gradients of its own. Rows that a chunk does not fill have no counts, and so no part in loss and gradient.</summary>
    private sealed class Lane
    {
        public Lane(NeuralModel<T> model)
        {
            Contexts = new Indices([ChunkRows, model.BlockSize]);
            Counts = new Tensor<T>([ChunkRows, model.Vocabulary.Size]);
            Counts.Span.Fill(T.One);
            Graph = new Graph<T>(model.Logits(Contexts).CrossEntropy(Counts) * Share);
            Parameters = [.. model.Parameters];
        }

        public int[] Numbers { get; } = new int[ChunkRows]; // of the chunk's examples

        public int[] Targets { get; } = new int[ChunkRows];

        public Indices Contexts { get; } // (chunk, block)

        public Tensor<T> Counts { get; } // (chunk, vocabulary)

        public Constant<T> Share { get; } = new(T.One); // of the batch's examples that the chunk stands for

        public Graph<T> Graph { get; }

        public Parameter<T>[] Parameters { get; }

        public double Loss { get; set; }
    }
}
