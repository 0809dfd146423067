namespace Makemore.Tensors;

/// <content>The state as plain words, for a checkpoint.</content>
public sealed partial class TorchGenerator
{
    /// <summary>The length of a saved state, in words.</summary>
    public const int StateLength = MersenneTwister.Size + 4;

    private const int PositionWord = MersenneTwister.Size, KeptFlagWord = PositionWord + 1;
    private const int KeptHighWord = PositionWord + 2, KeptLowWord = PositionWord + 3;

    /// <summary>
    /// Everything that decides the numbers to come. Words 0 to 623 are MT19937's. Word 624 says how many of them have been used (0 to 624).
    /// Word 625 is 1 if a normal value is kept for the next small <see cref="Normal"/>, else 0. Words 626 and 627 are the high and low half
    /// of that double's bits, or 0.
    /// </summary>
    public uint[] SaveState()
    {
        var state = new uint[StateLength];
        SaveState(state);
        return state;
    }

    /// <summary>Writes the same words into <paramref name="state"/>, without allocating.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="StateLength"/>.</exception>
    public void SaveState(Span<uint> state)
    {
        CheckLength(state.Length);
        twister.Words.CopyTo(state);
        ulong bits = BitConverter.DoubleToUInt64Bits(keptNormal ?? 0);
        state[PositionWord] = (uint)twister.Position;
        state[KeptFlagWord] = keptNormal is null ? 0u : 1u;
        state[KeptHighWord] = (uint)(bits >> 32);
        state[KeptLowWord] = (uint)bits;
    }

    /// <summary>Goes on where a saved generator stopped.</summary>
    /// <param name="state">What <see cref="SaveState()"/> gave.</param>
    /// <exception cref="ArgumentException">The length is not <see cref="StateLength"/>, or position or flag are impossible.</exception>
    public void LoadState(ReadOnlySpan<uint> state)
    {
        CheckLength(state.Length);
        if (state[PositionWord] > MersenneTwister.Size)
            throw new ArgumentException(
                $"TorchGenerator: position {state[PositionWord]} (word {PositionWord}) lies outside 0 to {MersenneTwister.Size}");
        if (state[KeptFlagWord] > 1)
            throw new ArgumentException(
                $"TorchGenerator: {state[KeptFlagWord]} (word {KeptFlagWord}) must be 0, or 1 if a normal value is kept");

        twister.Load(state[..MersenneTwister.Size], (int)state[PositionWord]);
        keptNormal = state[KeptFlagWord] == 0
            ? null
            : BitConverter.UInt64BitsToDouble(((ulong)state[KeptHighWord] << 32) | state[KeptLowWord]);
    }

    /// <summary>A new generator that goes on where a saved one stopped: <see cref="LoadState"/>.</summary>
    /// <exception cref="ArgumentException">As for <see cref="LoadState"/>.</exception>
    public static TorchGenerator FromState(ReadOnlySpan<uint> state)
    {
        var generator = new TorchGenerator(0);
        generator.LoadState(state);
        return generator;
    }

    private static void CheckLength(int length)
    {
        if (length != StateLength)
            throw new ArgumentException($"TorchGenerator: a saved state has {StateLength} words, and {length} were given");
    }
}
