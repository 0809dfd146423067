using System.Numerics;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules;

/// <summary>
/// What a network remembers of a sequence that it is given place by place, so that a new place need not compute those before it again. It is
/// for use, not for learning: a graph over it is run once for each place, and sends no gradient through what is remembered.
/// </summary>
/// <param name="capacity">The largest number of places.</param>
public sealed class Past<T>(int capacity) where T : unmanaged, IFloatingPointIeee754<T>
{
    private Variable<T>? future;

    /// <summary>The largest number of places.</summary>
    public int Capacity => capacity;

    /// <summary>(1): the place that the next run is for, from 0. A sequence begins anew with place 0.</summary>
    public Indices Place { get; } = new([1]);

    /// <summary>(1, capacity): 0 for each place up to the new one, and −∞ after it.</summary>
    public Variable<T> Future => future ??= RowOf(Mask());

    /// <summary>(1, capacity): one row of weights, for the new place, of a triangle of weights for each place.</summary>
    /// <param name="weights">(capacity, capacity): a row for each place.</param>
    public Variable<T> RowOf(Variable<T> weights) => weights.Embedding(Place);

    /// <summary>(capacity, features): x, (1, features), in the row of the new place, and what x was at the places before.</summary>
    public Variable<T> Remember(Variable<T> x) => new Remembered<T>(x, this);

    /// <summary>(1, features): what <see cref="Keep"/> kept at the place before, or <paramref name="start"/> at place 0.</summary>
    public Variable<T> Recall(Variable<T> start) => new Recalled<T>(start, this);

    /// <summary>x, (1, features), which the next place recalls.</summary>
    public Variable<T> Keep(Variable<T> x, Variable<T> recalled) => new Kept<T>(x, recalled);

    // (capacity, capacity): −∞ above the diagonal.
    private Constant<T> Mask()
    {
        var values = new Tensor<T>([capacity, capacity]);
        for (int i = 0; i < capacity; i++)
            for (int j = i + 1; j < capacity; j++) values[i, j] = T.NegativeInfinity;
        return new Constant<T>(values);
    }
}

/// <summary>Its value keeps the rows that earlier runs wrote.</summary>
internal sealed class Remembered<T>(Variable<T> x, Past<T> past) : Variable<T>([past.Capacity, x.Shape[^1]], x)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Forward() => x.Value.Span.CopyTo(Value.Span[(past.Place.Span[0] * x.Shape[^1])..]);

    /// <inheritdoc/>
    protected override void Backward() => throw new InvalidOperationException("what is remembered sends no gradient back");
}

/// <summary>At the first place the start; after that, what <see cref="Kept{T}"/> wrote into its value.</summary>
internal sealed class Recalled<T>(Variable<T> start, Past<T> past) : Variable<T>(start.Shape, start)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Forward()
    {
        if (past.Place.Span[0] == 0) start.Value.Span.CopyTo(Value.Span);
    }

    /// <inheritdoc/>
    protected override void Backward() => throw new InvalidOperationException("what is recalled sends no gradient back");
}

/// <summary>y = x, written into what is recalled too, which has been read by then: x is made from it.</summary>
internal sealed class Kept<T>(Variable<T> x, Variable<T> recalled) : Variable<T>(x.Value, x, recalled)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Forward() => x.Value.Span.CopyTo(recalled.Value.Span);

    /// <inheritdoc/>
    protected override void Backward() => throw new InvalidOperationException("what is kept sends no gradient back");
}
