namespace Makemore.Models;

/// <summary>
/// Numbers the different windows of a fixed length in a text 0, 1, 2, ... in order of first appearance, and counts them. A hash table with linear
/// probing that stores no window, only where each was first seen: memory grows with the number of different windows.
/// </summary>
internal sealed class WindowCounts(int length)
{
    // At most half of the slots are taken. NumberPlusOne is 0 in a free slot, as in a new array.
    private Slot[] slots = new Slot[1024];
    private Entry[] entries = new Entry[512];

    /// <summary>The number of different windows so far.</summary>
    public int Count { get; private set; }

    /// <summary>Where the window of this number first began.</summary>
    public int FirstPosition(int number) => entries[number].FirstPosition;

    /// <summary>How often the window of this number was added.</summary>
    public int Times(int number) => entries[number].Times;

    /// <summary>Counts the window that begins at <paramref name="position"/>, and returns its number.</summary>
    /// <param name="text">The same text at every call.</param>
    /// <param name="position">Where the window begins.</param>
    public int Add(ReadOnlySpan<ushort> text, int position)
    {
        ReadOnlySpan<ushort> window = text.Slice(position, length);
        ulong hash = Hash(window);
        int slot = Home(hash);
        for (; slots[slot].NumberPlusOne != 0; slot = Next(slot))
        {
            if (slots[slot].Hash != (uint)hash) continue;
            int number = slots[slot].NumberPlusOne - 1;
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
        slots[slot] = new Slot((uint)hash, ++Count);
        return Count - 1;
    }

    // Multiplying by an odd constant (2⁶⁴ over the golden ratio) carries each token into all higher bits, hence the slot is taken from the top.
    private static ulong Hash(ReadOnlySpan<ushort> window)
    {
        const ulong Golden = 0x9E3779B97F4A7C15;
        ulong hash = 0;
        foreach (ushort token in window) hash = (ulong.RotateLeft(hash, 32) ^ token) * Golden;
        return hash;
    }

    private int Home(ulong hash) => (int)(hash >> (64 - int.Log2(slots.Length)));

    private int Next(int slot) => (slot + 1) & (slots.Length - 1);

    private void Grow(ReadOnlySpan<ushort> text)
    {
        Array.Resize(ref entries, entries.Length * 2);
        slots = new Slot[slots.Length * 2];
        for (int number = 0; number < Count; number++)
        {
            ulong hash = Hash(text.Slice(entries[number].FirstPosition, length));
            int slot = Home(hash);
            while (slots[slot].NumberPlusOne != 0) slot = Next(slot);
            slots[slot] = new Slot((uint)hash, number + 1);
        }
    }

    private readonly record struct Slot(uint Hash, int NumberPlusOne);

    private struct Entry
    {
        public int FirstPosition;
        public int Times;
    }
}
