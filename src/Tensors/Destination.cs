using System.Numerics;

namespace Makemore.Tensors;

/// <summary>
/// Where a kernel puts its result: it overwrites elements, adds to them, or does neither because nobody wants it.
/// Gradients add up when a value is used twice: the first contribution overwrites and later ones add, so nothing has to be zeroed.
/// </summary>
public readonly ref struct Destination<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int unwantedLength;

    private Destination(Span<T> span, bool adds)
    {
        Span = span;
        Adds = adds;
        IsWanted = true;
    }

    private Destination(int unwantedLength) => this.unwantedLength = unwantedLength;

    /// <summary>The elements to overwrite or to add to; empty if nothing is wanted.</summary>
    public Span<T> Span { get; }

    /// <summary>True if results are added to what the elements hold; false if they replace it.</summary>
    public bool Adds { get; }

    /// <summary>False if nobody wants the result; kernels then return at once. <c>default</c> is such a destination.</summary>
    public bool IsWanted { get; }

    /// <summary>Results replace what <paramref name="span"/> holds.</summary>
    public static Destination<T> Overwrite(Span<T> span) => new(span, adds: false);

    /// <summary>Results are added to what <paramref name="span"/> holds.</summary>
    public static Destination<T> AddTo(Span<T> span) => new(span, adds: true);

    /// <summary>Part of the elements, to be treated in the same way.</summary>
    public Destination<T> Slice(int start, int length) => IsWanted ? new(Span.Slice(start, length), Adds) : default;

    /// <summary>The same elements to add to: for a second contribution, after the first was written.</summary>
    public Destination<T> AfterTheFirst() => IsWanted ? AddTo(Span) : default;

    /// <summary>Nobody wants the result: a kernel returns at once, and a plain loop adds to elements that are thrown away.</summary>
    public static Destination<T> Unwanted(int length) => new(length);

    /// <summary>The elements, zeroed first if they were to be overwritten: from here on, <c>+=</c> is always right.</summary>
    public Span<T> Accumulator()
    {
        if (!IsWanted) return new T[unwantedLength];
        if (!Adds) Span.Clear();
        return Span;
    }

    /// <summary>Overwrites the elements of a tensor.</summary>
    public static implicit operator Destination<T>(Tensor<T> tensor) => Overwrite(tensor.Span);

    /// <summary>Overwrites a span.</summary>
    public static implicit operator Destination<T>(Span<T> span) => Overwrite(span);

    /// <summary>Overwrites an array.</summary>
    public static implicit operator Destination<T>(T[] array) => Overwrite(array);
}
