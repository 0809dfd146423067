using System.Numerics;

namespace Makemore.Tensors.Tests;

/// <summary>
/// Random sizes and spans for one call of a kernel. Either all of them fit, or one is made not to: a span is too short or too long, an
/// index is outside, or a size is negative or so large that a product with it wraps around in 32 bits.
/// Every output stands between canaries, elements of a known value on both sides.
/// </summary>
public sealed class KernelCall<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Canaries = 70; // More than four of the widest vectors.
    private const double Canary = 7.25;
    private static readonly int[] OddSizes = [-1, -6, int.MinValue, 1 << 16, 3 << 16, (1 << 16) + 1, 1 << 30, int.MaxValue];

    private readonly Random random;
    private readonly bool spoilsSizes;
    private readonly List<Func<bool, bool>> untouched = []; // for each output
    private int untilSpoiled; // How many more spans or indices are drawn before the one that does not fit.

    public KernelCall(Random random, bool spoils)
    {
        this.random = random;
        spoilsSizes = spoils && random.Next(3) == 0;
        untilSpoiled = spoils && !spoilsSizes ? random.Next(5) : -1;
    }

    /// <summary>True if everything drawn so far fits.</summary>
    public bool Fits { get; private set; } = true;

    /// <summary>A size that always fits, from <paramref name="least"/> on: mostly small, sometimes several vectors.</summary>
    public int Count(int least = 0) => random.Next(4) == 0 ? random.Next(least, 40) : random.Next(least, 6);

    /// <summary>A size that may be negative in a call that does not fit.</summary>
    public int Width(int least = 0) => Spoiled(Count(least), OddSizes.AsSpan(0, 3));

    /// <summary>A size that may be negative, or too large for 32-bit products, in a call that does not fit.</summary>
    public int Size(int least = 0) => Spoiled(Count(least), OddSizes);

    /// <summary>A shape of up to four axes; no axis is empty where <paramref name="least"/> is 1.</summary>
    public Shape Shape(int least = 0)
    {
        var sizes = new int[random.Next(5)];
        foreach (ref int size in sizes.AsSpan()) size = random.Next(8) == 0 ? random.Next(least, 20) : random.Next(Math.Max(least, 1), 4);
        return Tensors.Shape.Create(sizes);
    }

    /// <summary>A shape that stretches to <paramref name="large"/>: some axes are 1, and some outer ones are missing.</summary>
    public Shape Smaller(Shape large)
    {
        int[] sizes = [.. large.Select(size => random.Next(2) == 0 ? size : 1)];
        return Tensors.Shape.Create(sizes.AsSpan(random.Next(4) == 0 ? random.Next(sizes.Length + 1) : 0));
    }

    /// <summary>A whole number below <paramref name="bound"/>.</summary>
    public int Below(int bound) => random.Next(bound);

    /// <summary>An input that must have this many elements.</summary>
    public ReadOnlySpan<T> In(long length) => Numbers(Length(length));

    /// <summary>An input of whole rows; if it is spoiled, the last is not whole.</summary>
    public ReadOnlySpan<T> RowsIn(int rows, int columns) => Numbers(RowsLength(rows, columns));

    /// <summary>An input that must have at least this many elements.</summary>
    public ReadOnlySpan<T> InAtLeast(long length) => Numbers(LengthOfAtLeast(length));

    /// <summary>An output that must have this many elements.</summary>
    public Span<T> Out(long length) => Output<T>(Length(length));

    /// <summary>An output of doubles, whatever T is.</summary>
    public Span<double> DoublesOut(long length) => Output<double>(Length(length));

    /// <summary>An output that must have this many elements, to overwrite or to add to.</summary>
    public Destination<T> To(long length) => Destination(Output<T>(Length(length)));

    /// <summary>The same for whole rows.</summary>
    public Destination<T> RowsTo(int rows, int columns) => Destination(Output<T>(RowsLength(rows, columns)));

    /// <summary>The same for at least this many elements.</summary>
    public Destination<T> ToAtLeast(long length) => Destination(Output<T>(LengthOfAtLeast(length)));

    /// <summary>Indices from 0 to below a bound; if they are spoiled, one is outside or one is missing.</summary>
    public int[] Indices(int count, int bound)
    {
        bool spoiled = untilSpoiled-- == 0;
        var indices = new int[spoiled && random.Next(2) == 0 ? Math.Max(0, count - 1) : count];
        foreach (ref int index in indices.AsSpan()) index = random.Next(Math.Max(1, bound));
        if (spoiled && indices.Length == count && count > 0) indices[random.Next(count)] = random.Next(2) == 0 ? -1 : Math.Max(0, bound);
        if (indices.Length != count || indices.AsSpan().ContainsAnyExceptInRange(0, bound - 1)) Fits = false;
        return indices;
    }

    /// <summary>True if the kernel left all canaries alone and, if so asked, the outputs too.</summary>
    public bool IsUntouched(bool outputsToo) => untouched.TrueForAll(check => check(outputsToo));

    private int Spoiled(int size, ReadOnlySpan<int> odd)
    {
        if (!spoilsSizes || random.Next(3) == 0) return size;
        size = odd[random.Next(odd.Length)];
        if (size < 0) Fits = false;
        return size;
    }

    private int Length(long length)
    {
        int given = untilSpoiled-- == 0 ? (int)length + (random.Next(3) == 0 ? random.Next(1, 20) : -random.Next(1, 20)) : Wrapped(length);
        if (given < 0) given = (int)length + 1;
        Fits &= given == length;
        return given;
    }

    private int LengthOfAtLeast(long length)
    {
        int given = untilSpoiled-- == 0 ? Math.Max(0, (int)length - random.Next(1, 20)) : Wrapped(length) + random.Next(3);
        Fits &= given >= length;
        return given;
    }

    private int RowsLength(int rows, int columns)
    {
        int given = Wrapped((long)rows * columns);
        if (untilSpoiled-- == 0 && columns > 1) given += random.Next(1, columns);
        Fits &= columns > 0 ? given % columns == 0 : given == 0;
        return given;
    }

    /// <summary>A product as 32-bit arithmetic has it, which is what an unchecked kernel would believe; or a few elements.</summary>
    private int Wrapped(long length) => unchecked((int)length) is >= 0 and < 10_000 and int wrapped ? wrapped : random.Next(60);

    private ReadOnlySpan<T> Numbers(int length)
    {
        var numbers = new T[length];
        foreach (ref T number in numbers.AsSpan()) number = T.CreateTruncating(random.Next(1, 4));
        return numbers;
    }

    private Span<N> Output<N>(int length) where N : unmanaged, IFloatingPointIeee754<N>
    {
        var array = new N[length + (2 * Canaries)];
        N canary = N.CreateChecked(Canary);
        array.AsSpan().Fill(canary);
        untouched.Add(outputsToo =>
        {
            ReadOnlySpan<N> before = array.AsSpan(0, Canaries), after = array.AsSpan(Canaries + length);
            if (before.ContainsAnyExcept(canary) || after.ContainsAnyExcept(canary)) return false;
            return !outputsToo || !array.AsSpan().ContainsAnyExcept(canary);
        });
        return array.AsSpan(Canaries, length);
    }

    private Destination<T> Destination(Span<T> span) =>
        random.Next(2) == 0 ? Destination<T>.AddTo(span) : Destination<T>.Overwrite(span);
}
