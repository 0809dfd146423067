namespace Makemore.Models;

/// <summary>
/// Numbers the different windows of a fixed length in a text 0, 1, 2, ... in order of first appearance. A hash table with linear probing that stores no
/// window, only where each was first seen: memory grows with the number of different windows, and a look-up allocates nothing.
/// </summary>
internal sealed class WindowNumbers(int length)
{
    private readonly List<int> firstPositions = [];

    // At most half of the slots are taken. NumberPlusOne 0 marks a free one, as a new array has it.
    private Slot[] slots = new Slot[1024];

    /// <summary>The number of different windows so far.</summary>
    public int Count => firstPositions.Count;

    /// <summary>Where the window of this number first began in the text.</summary>
    public int FirstPosition(int number) => firstPositions[number];

    /// <summary>The number of the window that begins at <paramref name="position"/>; <see cref="Count"/> as it was before if the window is new.</summary>
    /// <param name="text">The same text at every call.</param>
    /// <param name="position">Where the window begins.</param>
    public int NumberOf(ReadOnlySpan<ushort> text, int position)
    {
        ReadOnlySpan<ushort> window = text.Slice(position, length);
        ulong hash = Hash(window);
        int slot = Home(hash);
        while (slots[slot].NumberPlusOne != 0)
        {
            int number = slots[slot].NumberPlusOne - 1;
            if (slots[slot].Hash == (uint)hash && window.SequenceEqual(text.Slice(firstPositions[number], length))) return number;
            slot = Next(slot);
        }

        slots[slot] = new Slot((uint)hash, Count + 1);
        firstPositions.Add(position);
        if (Count > slots.Length / 2) Grow(text);
        return Count - 1;
    }

    // Multiplying by an odd constant (2⁶⁴ over the golden ratio) spreads each token over all higher bits, hence the slot is taken from the top.
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
        Slot[] old = slots;
        slots = new Slot[old.Length * 2];
        foreach (Slot taken in old)
        {
            if (taken.NumberPlusOne == 0) continue;
            int slot = Home(Hash(text.Slice(firstPositions[taken.NumberPlusOne - 1], length)));
            while (slots[slot].NumberPlusOne != 0) slot = Next(slot);
            slots[slot] = taken;
        }
    }

    private readonly record struct Slot(uint Hash, int NumberPlusOne);
}
