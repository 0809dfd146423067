using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>The graph of a sequence model's loss for a number of rows of one length, to be filled again and again.</summary>
internal sealed class SequenceGraph<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Indices tokens, targets; // (rows, time) each
    private readonly Constant<T> share = new(new Tensor<T>([], [T.One]));

    public SequenceGraph(NeuralModel<T> model, int rows, int time)
    {
        (tokens, targets) = (new Indices([rows, time]), new Indices([rows, time]));
        Graph = new Graph<T>(model.Logits(tokens, Mode.Training).CrossEntropy(targets, NameRows.Ignored) * share);
    }

    /// <summary>The mean loss of the rows, times <see cref="Share"/>.</summary>
    public Graph<T> Graph { get; }

    /// <summary>The share that the rows have in the loss of a step: by default all of it.</summary>
    public double Share
    {
        set => share.Value.Item = T.CreateChecked(value);
    }

    /// <summary>Sets a row. Of longer ones, the beginning is taken.</summary>
    public void Fill(int row, ReadOnlySpan<int> tokensOfRow, ReadOnlySpan<int> targetsOfRow)
    {
        int time = tokens.Shape[1];
        tokensOfRow[..time].CopyTo(tokens.Span[(row * time)..]);
        targetsOfRow[..time].CopyTo(targets.Span[(row * time)..]);
    }
}
