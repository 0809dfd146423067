using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// A large batch, shared out between threads. It is cut into chunks of a few rows, which stay in the processor's cache, and its gradient
/// is the sum of the chunks' gradients. The chunks are dealt out to a fixed number of lanes, each with its own gradients. Threads take
/// whole lanes, and the lanes are added up in order. So the result is the same, bit for bit, for any number of threads.
/// </summary>
public sealed class SharedBatch<T> : Batch<T>, IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MaximumLanes = 8;

    private readonly int maximumRows, chunkRows;
    private readonly Func<int> draw;
    private readonly LaneState[] lanes;
    private readonly Workers workers;
    private int rows; // of the batch that was drawn last

    /// <summary>A batch that is cut into chunks.</summary>
    /// <param name="module">The module that is trained.</param>
    /// <param name="maximumRows">The most rows that a batch has.</param>
    /// <param name="chunkRows">The rows of a chunk; the last of a batch may have fewer.</param>
    /// <param name="draw">Chooses the examples of a step, and returns how many rows they make, at least 1.</param>
    /// <param name="newLane">
    /// Makes the lane of this number. Lane 0 works on the module itself, the others on copies of it for another thread
    /// (<see cref="Module{T}.CopyForThread"/>).
    /// </param>
    /// <param name="threads">How many threads work. The result does not depend on it.</param>
    /// <exception cref="ArgumentException">The module's rows are not independent, or a number is below 1.</exception>
    public SharedBatch(
        Module<T> module, int maximumRows, int chunkRows, Func<int> draw, Func<int, Lane<T>> newLane, int threads = 1)
    {
        if (!module.RowsAreIndependent)
            throw new ArgumentException(
                $"SharedBatch: a part of {module.GetType().Name.Split('`')[0]}, such as a BatchNorm, looks at all rows of a batch " +
                "together, so a batch cannot be cut into pieces; train it on a whole one, such as a GraphBatch");
        if (maximumRows < 1 || chunkRows < 1)
            throw new ArgumentException($"SharedBatch: {maximumRows} rows in chunks of {chunkRows}; both must be at least 1");
        (this.maximumRows, this.chunkRows, this.draw) = (maximumRows, chunkRows, draw);
        lanes = [.. Enumerable.Range(0, Math.Min(MaximumLanes, Chunks(maximumRows))).Select(number => new LaneState(newLane(number)))];
        workers = new Workers(Math.Min(threads, lanes.Length), (lane, _) => RunLane(lane));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters => lanes[0].Work.Parameters;

    /// <inheritdoc/>
    public override void Draw()
    {
        rows = draw();
        if (rows < 1 || rows > maximumRows)
            throw new InvalidOperationException($"SharedBatch: {rows} rows were drawn, and 1 to {maximumRows} were expected");
    }

    /// <inheritdoc/>
    public override double ComputeGradients()
    {
        int used = Math.Min(lanes.Length, Chunks(rows));
        workers.Run(used);

        double loss = lanes[0].Loss;
        for (int i = 1; i < used; i++)
        {
            loss += lanes[i].Loss;
            for (int p = 0; p < Parameters.Count; p++)
                Kernels.Copy(lanes[i].Work.Parameters[p].Gradient, Destination<T>.AddTo(Parameters[p].Gradient));
        }

        return loss;
    }

    /// <inheritdoc/>
    public override Variable<T>? FirstNonFinite() =>
        lanes.Select(lane => lane.Graph?.FirstNonFinite()).FirstOrDefault(variable => variable is not null);

    /// <summary>Ends the threads.</summary>
    public void Dispose() => workers.Dispose();

    // Chunks i, i + lanes, i + 2 lanes, ... are lane i's.
    private void RunLane(int index)
    {
        LaneState lane = lanes[index];
        lane.Loss = 0;
        for (int chunk = index; chunk < Chunks(rows); chunk += lanes.Length)
        {
            int start = chunk * chunkRows;
            lane.Graph = lane.Work.Fill(start, Math.Min(chunkRows, rows - start));
            lane.Graph.ForwardAndBackward(accumulate: chunk != index);
            lane.Loss += double.CreateChecked(lane.Graph.Loss.Value.Item);
        }
    }

    private int Chunks(int rows) => (rows + chunkRows - 1) / chunkRows;

    private sealed class LaneState(Lane<T> work)
    {
        public Lane<T> Work => work;

        public double Loss { get; set; } // of its chunks

        public Graph<T>? Graph { get; set; } // of its last chunk
    }
}

/// <summary>Where one thread at a time computes chunks of a <see cref="SharedBatch{T}"/>, one after another.</summary>
public abstract class Lane<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The parameters of this lane, in the same order in every lane, with gradients that no other lane has.</summary>
    public abstract IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>
    /// Fills the buffers of a graph over this lane's parameters with some rows of the batch, and returns the graph. Its loss is what these
    /// rows add to the batch's: their mean loss, times their share of the batch's examples.
    /// </summary>
    /// <param name="start">The first row.</param>
    /// <param name="rows">How many; fewer than in a whole chunk only at the end of a batch.</param>
    public abstract Graph<T> Fill(int start, int rows);
}
