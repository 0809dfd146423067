using System.Runtime.CompilerServices;

namespace Makemore.Tensors;

/// <summary>
/// PyTorch's random streams on the CPU. The same calls in the same order give the numbers that a
/// <c>torch.Generator().manual_seed(seed)</c> gives. The bits come from MT19937. Not safe to share between threads.
/// </summary>
public sealed partial class TorchGenerator
{
    private readonly MersenneTwister twister;

    /// <summary>Seeds like <c>torch.Generator().manual_seed(seed)</c>: only the low 32 bits of the seed count.</summary>
    public TorchGenerator(ulong seed) => twister = new MersenneTwister((uint)seed);

    /// <summary>The next 32 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Random32() => twister.Next();

    /// <summary>The next 64 random bits. The high half is drawn first.</summary>
    public ulong Random64()
    {
        ulong high = Random32();
        return (high << 32) | Random32();
    }

    /// <summary>A float from [0, 1): the low 24 of 32 random bits, times 2⁻²⁴.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float UniformSingle() => (Random32() & ((1u << 24) - 1)) * (1f / (1u << 24));

    /// <summary>A double from [0, 1): the low 53 of 64 random bits, times 2⁻⁵³.</summary>
    public double UniformDouble() => (Random64() & ((1ul << 53) - 1)) * (1d / (1ul << 53));

    /// <summary>Fills with floats from [0, 1), as <c>torch.rand</c>.</summary>
    public void Uniform(Span<float> values)
    {
        foreach (ref float value in values) value = UniformSingle();
    }

    /// <summary>
    /// Fills with floats from [<paramref name="low"/>, <paramref name="high"/>), as <c>tensor.uniform_(low, high)</c>:
    /// low + u · (high − low) for u from [0, 1), rounded once, so a result may round up to high. Both ends are rounded to float first.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// <paramref name="low"/> is above <paramref name="high"/>, or the distance between them is not a finite float.
    /// </exception>
    public void Uniform(Span<float> values, double low, double high)
    {
        (float start, float length) = ((float)low, (float)high - (float)low);
        if (!(low <= high) || !float.IsFinite(length))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Uniform: cannot draw between {low} and {high}: the end must not be below the start, ") +
                "and the distance between them must be a finite float");
        }

        foreach (ref float value in values) value = MathF.FusedMultiplyAdd(UniformSingle(), length, start);
    }

    /// <summary>Fills with whole numbers from [<paramref name="low"/>, <paramref name="high"/>), as <c>torch.randint</c>.</summary>
    /// <exception cref="ArgumentException"><paramref name="high"/> is not above <paramref name="low"/>.</exception>
    public void Integers(Span<int> values, int low, int high)
    {
        if (high <= low) throw new ArgumentException($"Integers: no whole number lies in [{low}, {high}); the end must be above the start");
        uint range = (uint)high - (uint)low;
        foreach (ref int value in values) value = low + (int)(Random32() % range);
    }

    /// <summary>The numbers 0 to <paramref name="n"/> − 1 in random order, as <c>torch.randperm</c>.</summary>
    /// <exception cref="ArgumentException"><paramref name="n"/> is negative.</exception>
    public int[] Permutation(int n)
    {
        if (n < 0) throw new ArgumentException($"Permutation: {n} numbers cannot be put in order; give 0 or more");
        var order = new int[n];
        Permutation(order);
        return order;
    }

    /// <summary>
    /// Fills with the numbers 0 to length − 1 in random order, as <c>torch.randperm</c>: a Fisher-Yates shuffle from the front.
    /// </summary>
    public void Permutation(Span<int> order)
    {
        for (int i = 0; i < order.Length; i++) order[i] = i;
        for (int i = 0; i < order.Length - 1; i++)
        {
            int other = i + (int)(Random32() % (uint)(order.Length - i));
            (order[i], order[other]) = (order[other], order[i]);
        }
    }
}
