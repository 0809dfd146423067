using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// A batch of rows drawn at random, for a sequence model: the mean loss over all their targets. Most names are much shorter than the longest.
/// So the rows are put in the order of their lengths and computed a few at a time, each few as long as the longest of them. The loss and
/// its gradient are the same, for half of the work.
/// </summary>
public sealed class RowBatch<T> : Batch<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly NeuralModel<T> model;
    private readonly NameRows rows;
    private readonly TorchGenerator generator;
    private readonly int together; // how many rows at a time
    private readonly int[] chosen, lengths, order; // the rows of a step; by rising length, the lengths and the places in the step
    private readonly Dictionary<(int Rows, int Length), SequenceGraph<T>> graphs = [];
    private Graph<T>? latest;

    internal RowBatch(NeuralModel<T> model, NameRows rows, int size, TorchGenerator generator)
    {
        (this.model, this.rows, this.generator) = (model, rows, generator);
        (chosen, lengths, order) = (new int[size], new int[size], new int[size]);
        together = model.RowsAreIndependent ? model.RowsTogether : size;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters => model.Parameters;

    /// <inheritdoc/>
    public override void Draw()
    {
        generator.Integers(chosen, 0, rows.Count);
        for (int place = 0; place < chosen.Length; place++) (lengths[place], order[place]) = (rows.LengthOf(chosen[place]), place);
        Array.Sort(lengths, order);
    }

    /// <inheritdoc/>
    public override double ComputeGradients()
    {
        int targets = 0;
        foreach (int row in chosen) targets += rows.CountsOf(row, 1).Length;
        double loss = 0;
        for (int first = 0; first < order.Length && double.IsFinite(loss); first += together)
        {
            ReadOnlySpan<int> part = order.AsSpan(first, Math.Min(together, order.Length - first));
            SequenceGraph<T> graph = GraphOf(part.Length, lengths[first + part.Length - 1]);
            int counted = 0;
            for (int i = 0; i < part.Length; i++)
            {
                int row = chosen[part[i]];
                graph.Fill(i, rows.TokensOf(row), rows.TargetsOf(row));
                counted += rows.CountsOf(row, 1).Length;
            }

            graph.Share = (double)counted / targets;
            latest = graph.Graph;
            latest.ForwardAndBackward(accumulate: first > 0);
            loss += double.CreateChecked(latest.Loss.Value.Item);
        }

        return loss;
    }

    /// <inheritdoc/>
    public override Variable<T>? FirstNonFinite() => latest?.FirstNonFinite();

    private SequenceGraph<T> GraphOf(int count, int length)
    {
        if (!graphs.TryGetValue((count, length), out SequenceGraph<T>? graph))
            graphs.Add((count, length), graph = new SequenceGraph<T>(model, count, length));
        return graph;
    }
}
