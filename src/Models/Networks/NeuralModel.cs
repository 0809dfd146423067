using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// A language model that is a differentiable function of its parameters: contexts in, logits out. A logit is a score; softmax turns a row
/// of them into probabilities. The same code trains in <c>float</c> and is checked in <c>double</c>.
/// </summary>
public abstract class NeuralModel<T> : Module<T>, ILanguageModel where T : unmanaged, IFloatingPointIeee754<T>
{
    // Contexts are computed this many at a time, so that memory does not grow with the size of the data.
    private const int ChunkRows = 256;

    private (Indices Contexts, Variable<T> Logits, Graph<T> Graph)? recorded; // the graph of the last LogProbabilities

    /// <inheritdoc/>
    public abstract string Kind { get; }

    /// <inheritdoc/>
    public abstract Vocabulary Vocabulary { get; }

    /// <inheritdoc/>
    public abstract int BlockSize { get; }

    /// <summary>
    /// Scores for what comes next, (n, vocabulary size), for contexts (n, <see cref="BlockSize"/>).
    /// Keeps the indices: a replay reads them anew.
    /// </summary>
    public abstract Variable<T> Logits(Indices contexts, Mode mode);

    /// <summary>A model of the same make, of any precision, whose tensors come from <paramref name="values"/>.</summary>
    public abstract NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values)
        where TOther : unmanaged, IFloatingPointIeee754<TOther>;

    /// <summary>The same model, sharing the values of what was learned, with gradients of its own: for another thread.</summary>
    public NeuralModel<T> CopyForThread() => CopyForThread(MakeAgain);

    ILanguageModel ILanguageModel.CopyForThread() => CopyForThread();

    /// <summary>The same model with a copy of its values, rounded or widened: to check in float64 what was trained in float32.</summary>
    public NeuralModel<TOther> Converted<TOther>() where TOther : unmanaged, IFloatingPointIeee754<TOther>
    {
        NeuralModel<TOther> other = MakeAgain(ValueSource<TOther>.Zeros);
        CopyTo(other);
        return other;
    }

    /// <inheritdoc/>
    public void LogProbabilities(Indices contexts, Tensor<double> output)
    {
        int rows = contexts.Shape[0], columns = Vocabulary.Size, chunkRows = Math.Min(rows, ChunkRows);
        if (contexts.Shape.Rank != 2 || contexts.Shape[1] != BlockSize || output.Length != rows * columns)
            throw new ArgumentException(
                $"LogProbabilities: contexts {contexts.Shape} and output {output.Shape} do not fit " +
                $"({rows}, {BlockSize}) and ({rows}, {columns})");
        if (rows == 0) return;

        (Indices chunk, Variable<T> logits, Graph<T> graph) = Recorded(chunkRows);
        for (int start = 0; start < rows; start += chunkRows)
        {
            // The last chunk is filled up with what the one before left; those rows are computed and not used.
            int count = Math.Min(chunkRows, rows - start);
            contexts.Span.Slice(start * BlockSize, count * BlockSize).CopyTo(chunk.Span);
            graph.Forward();
            Kernels.LogSoftmax<T>(logits.Value, logits.Value, columns);
            Kernels.Widen<T>(logits.Value.Span[..(count * columns)], output.Span.Slice(start * columns, count * columns));
        }
    }

    // Sampling asks for one row again and again, evaluation for whole chunks: a graph serves until another size is asked for.
    private (Indices Contexts, Variable<T> Logits, Graph<T> Graph) Recorded(int rows)
    {
        if (recorded is { } last && last.Contexts.Shape[0] == rows) return last;
        var contexts = new Indices([rows, BlockSize]);
        Variable<T> logits = Logits(contexts, Mode.Inference);
        return (recorded = (contexts, logits, new Graph<T>(logits))).Value;
    }
}
