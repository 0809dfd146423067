using System.Runtime.CompilerServices;

namespace Makemore.Tensors;

/// <summary>
/// MT19937: a linear recurrence renews 624 words at once, and each word is scrambled on its way out. Source: Matsumoto and Nishimura,
/// "Mersenne Twister", ACM TOMACS 8(1), 1998, section 2. The two ways of seeding are their <c>init_genrand</c> and
/// <c>init_by_array</c> of 2002.
/// </summary>
internal sealed class MersenneTwister
{
    /// <summary>The number of words in the state.</summary>
    public const int Size = 624;

    private const int Shift = 397;

    private readonly uint[] words = new uint[Size];

    public MersenneTwister(uint seed)
    {
        words[0] = seed;
        for (int i = 1; i < Size; i++)
            words[i] = (1812433253u * (words[i - 1] ^ (words[i - 1] >> 30))) + (uint)i;
        Position = Size;
    }

    /// <summary>Seeds with words of any number, at least one: each is mixed into the whole state, which is turned over twice.</summary>
    public MersenneTwister(ReadOnlySpan<uint> key) : this(19650218u)
    {
        int i = 1;
        for (int k = 0; k < Math.Max(Size, key.Length); k++)
        {
            int j = k % key.Length;
            words[i] = (words[i] ^ (Scrambled(i - 1) * 1664525u)) + key[j] + (uint)j;
            Advance(ref i);
        }

        for (int k = 0; k < Size - 1; k++)
        {
            words[i] = (words[i] ^ (Scrambled(i - 1) * 1566083941u)) - (uint)i;
            Advance(ref i);
        }

        words[0] = 0x80000000; // so that the state is never all zeros

        uint Scrambled(int place) => words[place] ^ (words[place] >> 30);

        // The first word takes over the last one, and the walk goes on from the second.
        void Advance(ref int place)
        {
            if (++place < Size) return;
            words[0] = words[Size - 1];
            place = 1;
        }
    }

    /// <summary>The number of words used since they were last renewed. At 624, the next draw renews them.</summary>
    public int Position { get; private set; }

    public ReadOnlySpan<uint> Words => words;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Next()
    {
        if (Position == Size) Renew();
        uint y = words[Position++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    /// <summary>Continues a stream of which <paramref name="position"/> (0 to 624) words have been used.</summary>
    public void Load(ReadOnlySpan<uint> saved, int position)
    {
        saved.CopyTo(words);
        Position = position;
    }

    private void Renew()
    {
        Span<uint> x = words;
        int i = 0;
        for (; i < Size - Shift; i++) x[i] = x[i + Shift] ^ Twist(x[i], x[i + 1]);
        for (; i < Size - 1; i++) x[i] = x[i + Shift - Size] ^ Twist(x[i], x[i + 1]);
        x[i] = x[Shift - 1] ^ Twist(x[i], x[0]);
        Position = 0;
    }

    // The top bit of one word and the other 31 bits of the next, times the recurrence's matrix. The mask is all ones for an odd word.
    private static uint Twist(uint word, uint next) =>
        (((word & 0x80000000) | (next & 0x7fffffff)) >> 1) ^ ((0u - (next & 1)) & 0x9908b0df);
}
