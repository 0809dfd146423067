using System.Numerics;
using Makemore.Tensors;

namespace Makemore.Autograd.Tests.Torch;

/// <summary>
/// Draws what breaks things: axes of size 0, of size 1 and longer than the widest vector; and ±1e4, 0, −0, NaN and ±∞ among standard-normal
/// values. A third of the cases are tame, a third have only the finite ones of these, and a third have them all.
/// </summary>
public sealed class WildDraw<T> : OperationDraw<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly double[] Finite = [1e4, -1e4, 0, -0.0];
    private static readonly double[] All = [.. Finite, double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    private readonly double[] specials;
    private readonly int oneIn; // If rare, a sum is not NaN; if common, two of them meet.

    public WildDraw(TorchGenerator generator) : base(generator, largestSize: 7)
    {
        specials = Between(0, 3) switch { 0 => [], 1 => Finite, _ => All };
        oneIn = (int)OneOf(3, 30);
    }

    public override int Size() => Between(0, 20) switch { 0 => 0, 1 => Between(8, 40), _ => base.Size() };

    /// <summary>The size of an axis that may not be empty, such as that of the classes to choose from.</summary>
    public int SizeAbove0() => Math.Max(1, Size());

    /// <summary>An axis, counted from the outermost or, as -1, -2, ..., from the innermost.</summary>
    public int Axis(int rank) => Between(-rank, rank);

    protected override double Value(float normal) =>
        specials.Length > 0 && Between(0, oneIn) == 0 ? OneOf(specials) : normal;
}
