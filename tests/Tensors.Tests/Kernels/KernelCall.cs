using System.Numerics;
using System.Runtime.InteropServices;

namespace Makemore.Tensors.Tests;

/// <summary>Where the spans of a call lie.</summary>
public enum Placement
{
    /// <summary>Bytes of a known value are on both sides of an output.</summary>
    BetweenCanaries,

    /// <summary>A span begins where the page before it cannot be touched.</summary>
    AfterGuard,

    /// <summary>A span ends where the page after it cannot be touched.</summary>
    BeforeGuard,
}

/// <summary>
/// Random sizes and spans for calls of a kernel, one after another in the same memory. Either all of them fit, or one is made not to: a
/// span is too short or too long, perhaps others with it, an index is outside, or a size is negative or so large that a product with it
/// wraps around in 32 bits.
/// </summary>
public sealed class KernelCall<T> : IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MostSpans = 8, MostBytes = 1 << 20;
    private const int CanaryBytes = 4 * 64; // as many as four of the widest vectors
    private const int MostElements = (MostBytes - (2 * CanaryBytes)) / sizeof(double);
    private const byte Canary = 0x41; // As float and as double, many of them are an ordinary number.
    private static readonly int[] OddSizes = [-1, -6, int.MinValue, 1 << 16, 3 << 16, (1 << 16) + 1, 1 << 30, int.MaxValue];

    private readonly Random random;
    private readonly Placement placement;
    private readonly GuardedMemory[] rooms = new GuardedMemory[MostSpans];
    private readonly List<(int Room, int Start, int Length)> outputs = [];
    private int taken; // rooms
    private bool spoilsSizes;
    private (long Needed, int Given)? wrongLength;
    private int untilSpoiled; // How many more spans or indices are drawn before the one that does not fit.

    public KernelCall(Random random, Placement placement)
    {
        (this.random, this.placement) = (random, placement);
        for (int i = 0; i < rooms.Length; i++) rooms[i] = new GuardedMemory(MostBytes);
    }

    /// <summary>True if everything drawn so far fits.</summary>
    public bool Fits { get; private set; }

    /// <summary>Begins a call; if it <paramref name="spoils"/>, something that is drawn for it may not fit.</summary>
    public void Begin(bool spoils)
    {
        Fits = true;
        taken = 0;
        outputs.Clear();
        wrongLength = null;
        spoilsSizes = spoils && random.Next(3) == 0;
        untilSpoiled = spoils && !spoilsSizes ? random.Next(5) : -1;
    }

    /// <summary>A size that always fits, from <paramref name="least"/> on: mostly small, sometimes several vectors.</summary>
    public int Count(int least = 0) => random.Next(5) == 0 ? random.Next(least, 70) : random.Next(least, 6);

    /// <summary>A size that may be negative in a call that does not fit.</summary>
    public int Width(int least = 0) => Spoiled(Count(least), OddSizes.AsSpan(0, 3));

    /// <summary>A size that may be negative, or too large for 32-bit products, in a call that does not fit.</summary>
    public int Size(int least = 0) => Spoiled(Count(least), OddSizes);

    /// <summary>A shape of up to four axes, of which one may be long; no axis is empty where <paramref name="least"/> is 1.</summary>
    public Shape Shape(int least = 0)
    {
        Span<int> sizes = stackalloc int[random.Next(5)];
        foreach (ref int size in sizes) size = random.Next(1, 4);
        if (!sizes.IsEmpty && random.Next(2) == 0)
            sizes[random.Next(sizes.Length)] = random.Next(4) == 0 ? least : random.Next(least, 40);
        return Tensors.Shape.Create(sizes);
    }

    /// <summary>A shape that stretches to <paramref name="large"/>: some axes are 1, and some outer ones are missing.</summary>
    public Shape Smaller(Shape large)
    {
        Span<int> sizes = stackalloc int[large.Rank];
        for (int axis = 0; axis < sizes.Length; axis++) sizes[axis] = random.Next(2) == 0 ? large[axis] : 1;
        return Tensors.Shape.Create(sizes[(random.Next(4) == 0 ? random.Next(sizes.Length + 1) : 0)..]);
    }

    /// <summary>The axes of a tensor in any order.</summary>
    public int[] Axes(int rank)
    {
        var axes = new int[rank];
        for (int axis = 0; axis < rank; axis++) axes[axis] = axis;
        random.Shuffle(axes);
        return axes;
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
    public ReadOnlySpan<int> Indices(int count, int bound)
    {
        bool spoiled = untilSpoiled-- == 0;
        Span<int> indices = Take<int>(spoiled && random.Next(2) == 0 ? Math.Max(0, count - 1) : count);
        foreach (ref int index in indices) index = random.Next(Math.Max(1, bound));
        if (spoiled && indices.Length == count && count > 0) indices[random.Next(count)] = random.Next(2) == 0 ? -1 : Math.Max(0, bound);
        if (indices.Length != count) Fits = false;
        foreach (int index in indices) Fits &= index >= 0 && index < bound;
        return indices;
    }

    /// <summary>True if the kernel left the bytes around its outputs alone and, if so asked, the outputs too.</summary>
    public bool IsUntouched(bool outputsToo)
    {
        foreach ((int room, int start, int length) in outputs)
        {
            ReadOnlySpan<byte> bytes = rooms[room].Bytes[Around(start, length)];
            int before = Math.Min(start, CanaryBytes);
            if (outputsToo ? bytes.ContainsAnyExcept(Canary)
                : bytes[..before].ContainsAnyExcept(Canary) || bytes[(before + length)..].ContainsAnyExcept(Canary)) return false;
        }

        return true;
    }

    public void Dispose()
    {
        foreach (GuardedMemory room in rooms) room.Dispose();
    }

    private int Spoiled(int size, ReadOnlySpan<int> odd)
    {
        if (!spoilsSizes || random.Next(3) == 0) return size;
        size = odd[random.Next(odd.Length)];
        if (size < 0) Fits = false;
        return size;
    }

    private int Length(long length)
    {
        int given;
        if (untilSpoiled-- == 0)
        {
            given = (int)length + (random.Next(3) == 0 ? random.Next(1, 20) : -random.Next(1, 20));
            if (given < 0) given = (int)length + 1;

            // Later spans may be wrong in the same way. All of them would fit each other, so the first is right.
            if (taken > 0) wrongLength = (length, given);
        }
        else
        {
            given = wrongLength is { } wrong && wrong.Needed == length && random.Next(2) == 0 ? wrong.Given : Wrapped(length);
        }

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
    private int Wrapped(long length) =>
        unchecked((int)length) is >= 0 and < MostElements and int wrapped ? wrapped : random.Next(60);

    private Span<T> Numbers(int length)
    {
        Span<T> numbers = Take<T>(length);
        for (int i = 0; i < numbers.Length; i++) numbers[i] = T.CreateTruncating(1 + (i % 3));
        return numbers;
    }

    private Span<N> Output<N>(int length) where N : unmanaged
    {
        Span<N> output = Take<N>(length);
        int bytes = MemoryMarshal.AsBytes(output).Length, start = Start(bytes);
        outputs.Add((taken - 1, start, bytes));
        rooms[taken - 1].Bytes[Around(start, bytes)].Fill(Canary);
        return output;
    }

    /// <summary>A span in memory of its own.</summary>
    private Span<N> Take<N>(int length) where N : unmanaged
    {
        Span<N> room = MemoryMarshal.Cast<byte, N>(rooms[taken++].Bytes);
        int size = rooms[0].Bytes.Length / room.Length;
        return room.Slice(Start(length * size) / size, length);
    }

    // Of so many bytes, in their room.
    private int Start(int bytes) => placement switch
    {
        Placement.AfterGuard => 0,
        Placement.BeforeGuard => rooms[0].Bytes.Length - bytes,
        _ => CanaryBytes,
    };

    private Range Around(int start, int length) =>
        Math.Max(0, start - CanaryBytes)..Math.Min(rooms[0].Bytes.Length, start + length + CanaryBytes);

    private Destination<T> Destination(Span<T> span) =>
        random.Next(2) == 0 ? Destination<T>.AddTo(span) : Destination<T>.Overwrite(span);
}
