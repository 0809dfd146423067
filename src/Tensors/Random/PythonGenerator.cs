namespace Makemore.Tensors;

/// <summary>
/// The random stream of Python's <c>random</c> module. The same calls in the same order give the numbers that CPython gives after
/// <c>random.seed(seed)</c>. The bits come from MT19937. Not safe to share between threads.
/// </summary>
public sealed class PythonGenerator
{
    private readonly MersenneTwister twister;
    private double? keptNormal; // normal values come in pairs; the second waits for the next call

    /// <summary>Seeds like <c>random.seed(seed)</c> with a whole number of at least 0.</summary>
    public PythonGenerator(ulong seed)
    {
        (uint low, uint high) = ((uint)seed, (uint)(seed >> 32));
        twister = new MersenneTwister(high == 0 ? [low] : [low, high]);
    }

    /// <summary>Random bits in a number, as <c>getrandbits(count)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not from 1 to 32.</exception>
    public uint Bits(int count)
    {
        if (count is < 1 or > 32) throw new ArgumentOutOfRangeException(nameof(count), $"1 to 32 bits can be drawn, and not {count}");
        return twister.Next() >> (32 - count);
    }

    /// <summary>A double from [0, 1), as <c>random()</c>: 53 bits times 2⁻⁵³.</summary>
    public double Uniform()
    {
        ulong high = Bits(27);
        return ((high << 26) + Bits(26)) * (1d / (1ul << 53));
    }

    /// <summary>
    /// A normal value, as <c>gauss(mean, deviation)</c>: Box and Muller's transform (1958) of two uniform values gives two normal ones, of
    /// which the second is kept for the next call.
    /// </summary>
    public double Normal(double mean, double deviation)
    {
        if (keptNormal is not { } normal)
        {
            double angle = 2 * Math.PI * Uniform();
            double radius = Math.Sqrt(-2 * Math.Log(1 - Uniform()));
            (double sine, double cosine) = Math.SinCos(angle);
            keptNormal = sine * radius;
            normal = cosine * radius;
        }
        else
        {
            keptNormal = null;
        }

        return mean + (normal * deviation);
    }

    /// <summary>A whole number from [0, <paramref name="end"/>): enough bits for the end, drawn again until they are below it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The end is below 1.</exception>
    public int Below(int end)
    {
        if (end < 1) throw new ArgumentOutOfRangeException(nameof(end), $"no whole number lies in [0, {end})");
        int bits = 32 - int.LeadingZeroCount(end);
        uint drawn = Bits(bits);
        while (drawn >= end) drawn = Bits(bits);
        return (int)drawn;
    }

    /// <summary>Puts items in random order, as <c>shuffle(items)</c>: a Fisher-Yates shuffle from the end.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int other = Below(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    /// <summary>An index with probability in proportion to its weight, as <c>choices(range(n), weights)[0]</c>.</summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or their sum is 0 or not finite.</exception>
    public int Choose(ReadOnlySpan<double> weights)
    {
        double total = 0;
        foreach (double weight in weights)
            total += weight >= 0 ? weight : throw new ArgumentException($"Choose: a weight is {weight}, and must be at least 0");
        if (!(total > 0 && double.IsFinite(total)))
            throw new ArgumentException($"Choose: the {weights.Length} weights have the sum {total}, which must be finite and above 0");
        double chosen = Uniform() * total, sum = 0;
        for (int i = 0; i < weights.Length - 1; i++)
        {
            sum += weights[i];
            if (sum > chosen) return i;
        }

        return weights.Length - 1;
    }
}
