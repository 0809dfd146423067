namespace Makemore.Tensors;

public static partial class Kernels
{
    /// <summary>
    /// Reads examples out of a text: for row i and its position p = positions[chosen[i]], targets[i] = text[p], and contexts[i, :] is the
    /// <paramref name="block"/> tokens before p, oldest first. This is where a mini-batch comes from.
    /// </summary>
    /// <param name="text">Tokens; every position has at least <paramref name="block"/> of them before it.</param>
    /// <param name="positions">The places of all examples in the text.</param>
    /// <param name="chosen">Which examples, (n).</param>
    /// <param name="contexts">(n, block), overwritten.</param>
    /// <param name="targets">(n), overwritten.</param>
    /// <param name="block">The number of tokens of context.</param>
    /// <exception cref="ArgumentException">
    /// There is no such example, or the room for contexts or targets is not that of n examples.
    /// </exception>
    public static void Windows(
        ReadOnlySpan<ushort> text, ReadOnlySpan<int> positions, ReadOnlySpan<int> chosen, Span<int> contexts, Span<int> targets, int block)
    {
        if (targets.Length != chosen.Length || contexts.Length != (long)chosen.Length * block)
        {
            throw new ArgumentException($"Windows: {chosen.Length} examples of {block} tokens do not fit contexts of {contexts.Length} " +
                $"and targets of {targets.Length}");
        }

        // Both reads of an example go to places that are hardly ever in the cache. The positions are all read first, because then many
        // reads are under way at once.
        for (int i = 0; i < chosen.Length; i++)
        {
            if ((uint)chosen[i] >= (uint)positions.Length) throw OutsideOf("Windows", chosen, i, positions.Length);
            targets[i] = positions[chosen[i]];
        }

        for (int i = 0; i < targets.Length; i++)
        {
            ReadOnlySpan<ushort> window = text.Slice(targets[i] - block, block + 1);
            for (int k = 0; k < block; k++) contexts[(i * block) + k] = window[k];
            targets[i] = window[block];
        }
    }
}
