using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>A lane whose rows are the different contexts of a drawn batch, with counts of the targets that follow each.</summary>
internal sealed class DistinctLane<T> : Lane<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DistinctRows<T> batch;
    private readonly int batchSize;
    private readonly Indices contexts; // (rows, block)
    private readonly Tensor<T> counts; // (rows, vocabulary)
    private readonly Constant<T> share = new(T.One); // the share of the batch's examples that these rows stand for
    private readonly Graph<T> graph;

    public DistinctLane(NeuralModel<T> model, DistinctRows<T> batch, int rows, int batchSize)
    {
        (this.batch, this.batchSize) = (batch, batchSize);
        contexts = new Indices([rows, model.BlockSize]);
        counts = new Tensor<T>([rows, model.Vocabulary.Size]);
        counts.Span.Fill(T.One); // recording computes the loss once, which needs a target
        graph = new Graph<T>(model.Logits(contexts, Mode.Training).CrossEntropy(counts) * share);
        Parameters = [.. model.Parameters.Where(graph.Parameters.Contains)];
    }

    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    public override Graph<T> Fill(int start, int rows)
    {
        // Rows left over have no counts, so they add nothing to the loss or the gradient.
        counts.Span.Clear();
        double covered = batch.Fill(contexts.Span, counts.Span, start, rows);
        share.Value.Span[0] = T.CreateChecked(covered / batchSize);
        return graph;
    }
}
