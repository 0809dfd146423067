namespace Makemore.Models;

/// <summary>
/// Every pair (context → target) of a list of names: which token follows which <see cref="BlockSize"/> tokens. With a block size of 3,
/// "emma" gives <c>... → e</c>, <c>..e → m</c>, <c>.em → m</c>, <c>emm → a</c>, <c>mma → .</c>, in this order.
/// </summary>
/// <remarks>
/// All names stand in one text, each after <see cref="BlockSize"/> boundaries: <c>...emma...olivia.</c>. An example is a position p in it:
/// the target is text[p], the context the tokens just before. This takes about 6 bytes an example at block size 3, and a slice shares the
/// text.
/// </remarks>
public sealed class Examples
{
    private readonly ushort[] text;
    private readonly ReadOnlyMemory<int> positions;

    /// <summary>All examples of <paramref name="names"/>, name by name.</summary>
    /// <exception cref="ArgumentException">
    /// The block size is below 1, a name has a character outside the vocabulary, or the text is too long for an array.
    /// </exception>
    public Examples(IReadOnlyList<string> names, Vocabulary vocabulary, int blockSize)
    {
        if (blockSize < 1) throw new ArgumentException($"Examples: the block size is {blockSize}; a context has at least 1 token");
        Vocabulary = vocabulary;
        BlockSize = blockSize;

        long characters = names.Sum(name => (long)Vocabulary.CountCharacters(name));
        long length = characters + ((long)names.Count * blockSize) + 1;
        if (length > Array.MaxLength)
        {
            throw new ArgumentException($"Examples: {names.Count} names with a block size of {blockSize} " +
                $"make a text of {length} tokens, more than an array can hold");
        }

        text = new ushort[length];
        var targets = new int[characters + names.Count];

        // A new array is all boundaries, so only letters are written. The last target of a name is the first boundary of the next.
        int position = 0, example = 0;
        foreach (string name in names)
        {
            position += blockSize;
            foreach (int token in vocabulary.Encode(name))
            {
                targets[example++] = position;
                text[position++] = (ushort)token;
            }

            targets[example++] = position;
        }

        positions = targets;
    }

    private Examples(Examples whole, int start, int count)
    {
        Vocabulary = whole.Vocabulary;
        BlockSize = whole.BlockSize;
        text = whole.text;
        positions = whole.positions.Slice(start, count);
    }

    /// <summary>The tokens that contexts and targets are made of.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The number of tokens in a context.</summary>
    public int BlockSize { get; }

    /// <summary>The number of examples: of a list of names, their characters and one end each.</summary>
    public int Count => positions.Length;

    /// <summary>The names' tokens, each name after <see cref="BlockSize"/> boundaries.</summary>
    internal ReadOnlySpan<ushort> Text => text;

    /// <summary>For each example, the position of its target in <see cref="Text"/>.</summary>
    internal ReadOnlySpan<int> Positions => positions.Span;

    /// <summary>Writes the context of an example, oldest token first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    /// <exception cref="ArgumentException"><paramref name="context"/> is not <see cref="BlockSize"/> long.</exception>
    public void Context(int example, Span<int> context)
    {
        if (context.Length != BlockSize)
            throw new ArgumentException($"Examples: room for {context.Length} tokens of context, and the block size is {BlockSize}");
        CopyContext(Position(Positions, example), context);
    }

    /// <summary>The token that follows the context of an example.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public int Target(int example) => text[Position(Positions, example)];

    /// <summary>Writes contexts and targets of <paramref name="examples"/>, a mini-batch of n.</summary>
    /// <param name="examples">Which examples: n numbers from 0 to <see cref="Count"/> - 1, in any order, repeated or not.</param>
    /// <param name="contexts">(n, <see cref="BlockSize"/>), row-major.</param>
    /// <param name="targets">(n).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    /// <exception cref="ArgumentException">The room for contexts or targets is not the size of the mini-batch.</exception>
    public void Fill(ReadOnlySpan<int> examples, Span<int> contexts, Span<int> targets)
    {
        if (targets.Length != examples.Length || contexts.Length != (long)examples.Length * BlockSize)
        {
            throw new ArgumentException($"Examples: {examples.Length} examples with a block size of {BlockSize} do not fit " +
                $"contexts of {contexts.Length} and targets of {targets.Length}");
        }

        ReadOnlySpan<int> positions = Positions;
        for (int i = 0; i < examples.Length; i++)
        {
            int position = Position(positions, examples[i]);
            targets[i] = text[position];
            CopyContext(position, contexts.Slice(i * BlockSize, BlockSize));
        }
    }

    /// <summary>
    /// The examples <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1, numbered from 0. The text is
    /// shared.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not all there.</exception>
    public Examples Slice(int start, int count)
    {
        if (start < 0 || count < 0 || start > Count - count)
            throw new ArgumentOutOfRangeException(nameof(start), $"{count} examples from {start} on do not lie within {Count} examples");
        return new Examples(this, start, count);
    }

    private static int Position(ReadOnlySpan<int> positions, int example) => (uint)example < (uint)positions.Length
        ? positions[example]
        : throw new ArgumentOutOfRangeException(
            nameof(example), $"there is no example {example}: they are numbered 0 to {positions.Length - 1}");

    private void CopyContext(int position, Span<int> context)
    {
        ReadOnlySpan<ushort> before = text.AsSpan(position - context.Length, context.Length);
        for (int i = 0; i < before.Length; i++) context[i] = before[i];
    }
}
