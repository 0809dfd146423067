using System.Numerics;
using Makemore.Autograd;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// A language model that is a differentiable function of its parameters: tokens in, logits out. A logit is a score; softmax turns a row
/// of them into probabilities. The same code trains in <c>float</c> and is checked in <c>double</c>.
/// </summary>
public abstract class NeuralModel<T> : Module<T>, ILanguageModel where T : unmanaged, IFloatingPointIeee754<T>
{
    // This many rows are computed at a time, so that memory does not grow with the size of the data.
    private const int ChunkRows = 256;

    private (Indices Tokens, Variable<T> Logits, Graph<T> Graph)? recorded; // the graph of the last LogProbabilities

    /// <inheritdoc/>
    public abstract ModelKind Kind { get; }

    /// <inheritdoc/>
    public virtual OptionValues Options => OptionValues.Defaults;

    /// <inheritdoc/>
    public abstract Vocabulary Vocabulary { get; }

    /// <inheritdoc/>
    public abstract int BlockSize { get; }

    /// <inheritdoc/>
    public virtual bool AnswersEveryPosition => false;

    /// <summary>
    /// How many rows of like length a sequence model computes at a time in training. More of them have more to fill up; fewer make graphs so
    /// small that running their nodes takes longer than the numbers. It changes no result, but for rounding.
    /// </summary>
    public virtual int RowsTogether => ModelSize.UsualRowsTogether;

    /// <summary>
    /// Scores for what comes next, (n, vocabulary size), for contexts of tokens (n, <see cref="BlockSize"/>). A sequence model gives (n, t,
    /// vocabulary size) for tokens (n, t). The result keeps the indices: a replay reads them again.
    /// </summary>
    public abstract Variable<T> Logits(Indices tokens, Mode mode);

    /// <summary>
    /// Scores for what follows one more token, (1, vocabulary size), where <paramref name="past"/> remembers those before it: what
    /// <see cref="Logits"/> gives for the last of a row, for the work of one place. Null if the model computes whole rows only.
    /// </summary>
    /// <param name="token">(1): the new token. A replay reads it again, for the next place.</param>
    /// <param name="past">The places before.</param>
    public virtual Variable<T>? NextLogits(Indices token, Past<T> past) => null;

    /// <inheritdoc/>
    public Continuation? NewContinuation()
    {
        (Indices token, Past<T> past) = (new([1]), new(BlockSize));
        return NextLogits(token, past) is { } logits ? new Continuation<T>(token, past, logits) : null;
    }

    /// <summary>A model of the same kind and size, in any precision, with tensors from <paramref name="values"/>.</summary>
    public abstract NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values)
        where TOther : unmanaged, IFloatingPointIeee754<TOther>;

    /// <summary>The same model for another thread: it shares the learned values, and has gradients of its own.</summary>
    public NeuralModel<T> CopyForThread() => CopyForThread(MakeAgain);

    ILanguageModel ILanguageModel.CopyForThread() => CopyForThread();

    /// <summary>A copy of the model, rounded or widened: to check in float64 what was trained in float32.</summary>
    public NeuralModel<TOther> Converted<TOther>() where TOther : unmanaged, IFloatingPointIeee754<TOther>
    {
        NeuralModel<TOther> other = MakeAgain(ValueSource<TOther>.Zeros);
        CopyTo(other);
        return other;
    }

    /// <inheritdoc/>
    public virtual IEnumerable<Picture> Pictures(Indices tokens) => [];

    /// <summary>
    /// The same scores as <see cref="Logits"/>, written line by line in plain operations. Null if the model has no such program; then its
    /// step cannot be explored.
    /// </summary>
    public virtual Variable<T>? TellLogits(Indices contexts, StepProgram<T> program) => null;

    /// <inheritdoc/>
    public void LogProbabilities(Indices tokens, Tensor<double> output)
    {
        if (tokens.Shape.Rank != 2 || tokens.Shape[1] > BlockSize || (!AnswersEveryPosition && tokens.Shape[1] < BlockSize))
            throw new ArgumentException(
                $"LogProbabilities: tokens {tokens.Shape} for a model that takes (n, {(AnswersEveryPosition ? "1 to " : "")}{BlockSize})");
        (int rows, int time) = (tokens.Shape[0], tokens.Shape[1]);
        int columns = Vocabulary.Size, perRow = (AnswersEveryPosition ? time : 1) * columns, chunkRows = Math.Min(rows, ChunkRows);
        if (output.Length != (long)rows * perRow)
            throw new ArgumentException($"LogProbabilities: output {output.Shape} does not hold {perRow} numbers for each of {rows} rows");
        if (rows == 0) return;

        (Indices chunk, Variable<T> logits, Graph<T> graph) = Recorded([chunkRows, time]);
        for (int start = 0; start < rows; start += chunkRows)
        {
            // The last chunk is filled up with rows left from the one before, whose results are not used.
            int count = Math.Min(chunkRows, rows - start);
            tokens.Span.Slice(start * time, count * time).CopyTo(chunk.Span);
            graph.Forward();
            Kernels.LogSoftmax<T>(logits.Value, logits.Value, columns);
            Kernels.Widen<T>(logits.Value.Span[..(count * perRow)], output.Span.Slice(start * perRow, count * perRow));
        }
    }

    /// <summary>The elements as doubles, for a picture.</summary>
    protected static double[] Widened(Tensor<T> tensor) => Array.ConvertAll(tensor.Span.ToArray(), double.CreateTruncating);

    /// <summary>A picture of the characters' vectors.</summary>
    private protected Picture MapOf(EmbeddingLayer<T> characters) => new Picture.CharacterMap(
        "embedding", $"Where the {Kind.ShortTitle} put the characters", () => Widened(characters.Table.Value));

    /// <summary>A picture of what batch normalization has seen in training.</summary>
    private protected Picture StatisticsOf(IReadOnlyList<BatchNorm<T>> norms, Func<int, string> nameOf) => new Picture.RunningStatistics(
        "norms",
        $"What batch normalization takes out of the {Kind.ShortTitle}'s sums",
        () => [.. norms.Select((norm, i) => new NormalizedLayer(
            nameOf(i), Widened(norm.RunningMean), Array.ConvertAll(Widened(norm.RunningVariance), Math.Sqrt)))]);

    /// <summary>A picture of what each character of one name, (1, t), looks at.</summary>
    private protected Picture AttentionOn(Indices name, GptSizes sizes, Func<Indices, Tensor<T>[]> weights)
    {
        int[] text = [.. name.Span];
        return new Picture.Attention(
            "attention",
            $"What each character of {Vocabulary.Decode(text)} looks at in the {Kind.ShortTitle}",
            text,
            sizes.Layers,
            sizes.Heads,
            () => [.. weights(name).SelectMany(Widened)]);
    }

    // Sampling asks for one row again and again, evaluation for whole chunks. So a graph is kept until the size changes.
    private (Indices Tokens, Variable<T> Logits, Graph<T> Graph) Recorded(Shape shape)
    {
        if (recorded is { } last && last.Tokens.Shape.Equals(shape)) return last;
        var tokens = new Indices(shape);
        Variable<T> logits = Logits(tokens, Mode.Inference);
        return (recorded = (tokens, logits, new Graph<T>(logits))).Value;
    }
}
