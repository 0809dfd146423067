using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Models;

/// <summary>
/// Names for a sequence model, one in each row. The row of "emma" is <c>.emma</c>, and its targets are <c>emma.</c>, token by token. A row
/// that is longer than its name is padded with boundaries, whose targets are <see cref="Ignored"/>. A name that is too long goes on in
/// further rows. Each holds the last tokens before one more target, and only that target counts.
/// </summary>
public sealed class NameRows : EvaluationSet
{
    /// <summary>The target of a position that does not count.</summary>
    public const int Ignored = -1;

    private readonly IReadOnlyList<string> names;
    private readonly TargetCount[] counts; // name by name, and in a name target by target
    private readonly int[] starts; // the counts of row r are counts[starts[r]..starts[r + 1]]
    private readonly Lazy<int[]> byLength; // the rows, the shortest first

    /// <summary>The rows of <paramref name="names"/>, as short as the longest name and <paramref name="blockSize"/> allow.</summary>
    /// <exception cref="ArgumentException">
    /// The block size is below 1, a name has a character outside the vocabulary, or the rows are too many for an array.
    /// </exception>
    public NameRows(IReadOnlyList<string> names, Vocabulary vocabulary, int blockSize) : base(vocabulary)
    {
        if (blockSize < 1) throw new ArgumentException($"NameRows: the block size is {blockSize}; a row has at least 1 token");
        this.names = names;
        int[][] encoded = [.. names.Select(name => vocabulary.Encode(name))];
        int time = Math.Min(blockSize, encoded.Length == 0 ? 1 : encoded.Max(name => name.Length) + 1);
        long rows = encoded.Sum(name => 1L + Math.Max(0, name.Length + 1 - time));
        if (rows * time > Array.MaxLength)
            throw new ArgumentException($"NameRows: {rows} rows of {time} tokens are more than an array can hold");

        (Tokens, Targets) = (new Indices([(int)rows, time]), new Indices([(int)rows, time]));
        Targets.Span.Fill(Ignored);
        counts = new TargetCount[encoded.Sum(name => name.Length + 1)];
        starts = new int[rows + 1];
        byLength = new Lazy<int[]>(() => [.. Enumerable.Range(0, (int)rows).OrderBy(LengthOf)]);
        int row = 0, example = 0;
        foreach (int[] name in encoded)
        {
            int[] whole = [Vocabulary.Boundary, .. name, Vocabulary.Boundary]; // target i + 1 follows token i
            int first = Math.Min(time, name.Length + 1);
            whole.AsSpan(0, first).CopyTo(Tokens.Span[(row * time)..]);
            for (int i = 0; i < first; i++) Ask(row, place: i, whole[i + 1]);
            starts[++row] = example;
            for (int last = first; last <= name.Length; last++)
            {
                whole.AsSpan(last - time + 1, time).CopyTo(Tokens.Span[(row * time)..]);
                Ask(row, place: time - 1, whole[last + 1]);
                starts[++row] = example;
            }
        }

        void Ask(int row, int place, int target)
        {
            Targets.Span[(row * time) + place] = target;
            counts[example++] = new TargetCount((row * time) + place, target, Times: 1);
        }
    }

    /// <summary>The number of rows.</summary>
    public int Count => Tokens.Shape[0];

    /// <inheritdoc/>
    public override Indices Tokens { get; }

    /// <summary>What should follow each token, (n, t), or <see cref="Ignored"/>.</summary>
    public Indices Targets { get; }

    /// <inheritdoc/>
    internal override int RowAt(int place) => byLength.Value[place];

    /// <inheritdoc/>
    internal override int LengthOf(int row) => counts[starts[row + 1] - 1].Context - (row * AnswersPerRow) + 1;

    /// <summary>The targets of a row.</summary>
    internal ReadOnlySpan<int> TargetsOf(int row) => Targets.Span.Slice(row * AnswersPerRow, AnswersPerRow);

    /// <inheritdoc/>
    public override int AnswersPerRow => Tokens.Shape[1];

    /// <inheritdoc/>
    public override long Examples => counts.Length;

    /// <summary>
    /// The floor of contexts as long as a row: see <see cref="DistinctContexts.Floor"/>. It is computed when first needed.
    /// </summary>
    public override double Floor => new DistinctContexts(new Examples(names, Vocabulary, AnswersPerRow)).Floor;

    internal override Variable<T> MeanLoss<T>(Variable<T> logits) => logits.CrossEntropy(Targets, Ignored);

    /// <inheritdoc/>
    public override ReadOnlySpan<TargetCount> CountsOf(int first, int rows)
    {
        if (first < 0 || rows < 0 || first > Count - rows)
            throw new ArgumentOutOfRangeException(nameof(first), $"{rows} rows from {first} on do not lie within {Count} rows");
        return counts.AsSpan(starts[first]..starts[first + rows]);
    }
}
