namespace Makemore.Models;

/// <summary>
/// Every pair (context → target) in a list of names. The target is a token. The context is the <see cref="BlockSize"/> tokens before it.
/// With a block size of 3, "emma" gives <c>... → e</c>, <c>..e → m</c>, <c>.em → m</c>, <c>emm → a</c>, <c>mma → .</c>, in this order.
/// </summary>
/// <remarks>
/// All names are in one text, each after <see cref="BlockSize"/> boundaries: <c>...emma...olivia.</c>. An example is a position p in it.
/// The target is text[p], and the context is the tokens just before. This takes about 6 bytes per example at block size 3. A slice shares
/// the text.
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

        // A new array is all boundaries, so only letters are written. The last target of a name is the next name's first boundary.
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

    /// <summary>The number of examples. Each name has one for each of its characters and one for its end.</summary>
    public int Count => positions.Length;

    /// <summary>The names' tokens, each name after <see cref="BlockSize"/> boundaries.</summary>
    internal ReadOnlySpan<ushort> Text => text;

    /// <summary>For each example, the position of its target in <see cref="Text"/>.</summary>
    internal ReadOnlySpan<int> Positions => positions.Span;

    /// <summary>Writes the context of an example, oldest token first.</summary>
    /// <exception cref="ArgumentException">
    /// There is no such example, or <paramref name="context"/> is not <see cref="BlockSize"/> long.
    /// </exception>
    public void Context(int example, Span<int> context) => Fill([example], context, stackalloc int[1]);

    /// <summary>The token that follows the context of an example.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public int Target(int example) => (uint)example < (uint)Count
        ? text[Positions[example]]
        : throw new ArgumentOutOfRangeException(nameof(example), $"there is no example {example}: they are numbered 0 to {Count - 1}");

    /// <summary>Writes the contexts and targets of <paramref name="examples"/>, a mini-batch of n.</summary>
    /// <param name="examples">Which examples: n numbers from 0 to <see cref="Count"/> - 1, in any order, repeated or not.</param>
    /// <param name="contexts">(n, <see cref="BlockSize"/>), row-major.</param>
    /// <param name="targets">(n).</param>
    /// <exception cref="ArgumentException">
    /// There is no such example, or <paramref name="contexts"/> or <paramref name="targets"/> does not have the size of the mini-batch.
    /// </exception>
    public void Fill(ReadOnlySpan<int> examples, Span<int> contexts, Span<int> targets)
    {
        int block = BlockSize;
        if (targets.Length != examples.Length || contexts.Length != (long)examples.Length * block)
        {
            throw new ArgumentException(
                $"Examples: {examples.Length} examples of {block} tokens do not fit contexts of {contexts.Length} " +
                $"and targets of {targets.Length}");
        }

        // Both reads of an example go to places that are rarely in the cache. Reading all positions first keeps many reads under way at
        // once.
        ReadOnlySpan<int> all = Positions;
        for (int i = 0; i < examples.Length; i++)
        {
            if ((uint)examples[i] >= (uint)all.Length)
                throw new ArgumentException($"there is no example {examples[i]}: they are numbered 0 to {Count - 1}");
            targets[i] = all[examples[i]];
        }

        ReadOnlySpan<ushort> tokens = text;
        for (int i = 0; i < targets.Length; i++)
        {
            ReadOnlySpan<ushort> window = tokens.Slice(targets[i] - block, block + 1);
            for (int k = 0; k < block; k++) contexts[(i * block) + k] = window[k];
            targets[i] = window[block];
        }
    }

    /// <summary>
    /// The examples <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1, numbered from 0. They share the
    /// text.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Some of them do not exist.</exception>
    public Examples Slice(int start, int count)
    {
        if (start < 0 || count < 0 || start > Count - count)
            throw new ArgumentOutOfRangeException(nameof(start), $"{count} examples from {start} on do not lie within {Count} examples");
        return new Examples(this, start, count);
    }
}
