using System.Numerics;

namespace Makemore.Models;

/// <summary>
/// Different names in the order of their first appearance. A hash table with linear probing beside the list: of a slot's 64 bits the upper
/// half is the name's hash, the lower half its number in the list plus one; 0 is a free slot. A name is found with one look into memory
/// that is far away, and with millions of names that is what takes the time.
/// </summary>
internal sealed class DistinctNames
{
    private readonly List<string> names = [];
    private ulong[] slots = new ulong[1024]; // at most three quarters of them taken

    /// <summary>The names.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Appends the name, or returns false if it is there already.</summary>
    public bool Add(string name)
    {
        uint hash = (uint)name.GetHashCode(StringComparison.Ordinal);
        int slot = Home(hash);
        for (; slots[slot] != 0; slot = Next(slot))
            if (HashIn(slots[slot]) == hash && names[(int)(uint)slots[slot] - 1] == name) return false;
        names.Add(name);
        slots[slot] = ((ulong)hash << 32) | (uint)names.Count;
        if (names.Count > slots.Length / 4 * 3) Grow();
        return true;
    }

    private static uint HashIn(ulong slot) => (uint)(slot >> 32);

    /// <summary>
    /// The slot in which the search for a name begins: the top bits of its hash, so that a table that grows is read and written in order.
    /// </summary>
    private int Home(uint hash) => (int)(hash >> (32 - BitOperations.Log2((uint)slots.Length)));

    private int Next(int slot) => (slot + 1) & (slots.Length - 1);

    private void Grow()
    {
        ulong[] old = slots;
        slots = new ulong[old.Length * 2];
        foreach (ulong taken in old)
        {
            if (taken == 0) continue;
            int slot = Home(HashIn(taken));
            while (slots[slot] != 0) slot = Next(slot);
            slots[slot] = taken;
        }
    }
}
