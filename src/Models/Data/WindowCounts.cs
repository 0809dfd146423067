namespace Makemore.Models;

/// <summary>
/// Numbers the different windows of a fixed length in a text 0, 1, 2, ... in order of first appearance, and counts each. This is a hash
/// table with linear probing. It does not store the windows, only where each was first seen, so memory grows with the number of different
/// windows.
/// </summary>
internal sealed class WindowCounts(int length)
{
    // A slot holds the number of a window plus one, or 0 if it is free. At most half of the slots are taken.
    private int[] slots = new int[1024];
    private Entry[] entries = new Entry[512];

    /// <summary>The number of different windows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Where the window with this number was first seen.</summary>
    public int FirstPosition(int number) => entries[number].FirstPosition;

    /// <summary>How often the window with this number was added.</summary>
    public int Times(int number) => entries[number].Times;

    /// <summary>Counts the window that begins at <paramref name="position"/>, and returns its number.</summary>
    /// <param name="text">The same text at every call.</param>
    /// <param name="position">Where the window begins.</param>
    public int Add(ReadOnlySpan<ushort> text, int position)
    {
        ReadOnlySpan<ushort> window = text.Slice(position, length);
        int slot = Home(window);
        for (; slots[slot] != 0; slot = Next(slot))
        {
            int number = slots[slot] - 1;
            ref Entry entry = ref entries[number];
            if (!window.SequenceEqual(text.Slice(entry.FirstPosition, length))) continue;
            entry.Times++;
            return number;
        }

        if (Count == entries.Length)
        {
            Grow(text);
            return Add(text, position);
        }

        entries[Count] = new Entry { FirstPosition = position, Times = 1 };
        slots[slot] = ++Count;
        return Count - 1;
    }

    /// <summary>The slot where the search for a window begins: a hash of its tokens.</summary>
    private int Home(ReadOnlySpan<ushort> window)
    {
        // Multiplying by an odd constant (2⁶⁴ over the golden ratio) carries each token into all higher bits. The top ones choose the slot.
        const ulong Golden = 0x9E3779B97F4A7C15;
        ulong hash = 0;
        foreach (ushort token in window) hash = (ulong.RotateLeft(hash, 32) ^ token) * Golden;
        return (int)(hash >> (64 - int.Log2(slots.Length)));
    }

    private int Next(int slot) => (slot + 1) & (slots.Length - 1);

    private void Grow(ReadOnlySpan<ushort> text)
    {
        Array.Resize(ref entries, entries.Length * 2);
        slots = new int[slots.Length * 2];
        for (int number = 0; number < Count; number++)
        {
            int slot = Home(text.Slice(entries[number].FirstPosition, length));
            while (slots[slot] != 0) slot = Next(slot);
            slots[slot] = number + 1;
        }
    }

    private struct Entry
    {
        public int FirstPosition;
        public int Times;
    }
}
