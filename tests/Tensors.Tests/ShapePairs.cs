using FsCheck;
using FsCheck.Fluent;

namespace Makemore.Tensors.Tests;

/// <summary>Two shapes that broadcast.</summary>
public sealed record ShapePair(Shape Left, Shape Right)
{
    public Shape Result => Shape.Broadcast("Test", Left, Right);
}

/// <summary>
/// Draws pairs of rank 0 to 4 with sizes from 1 to 6. Each comes from a common shape, with some axes set to size 1 and some outer axes
/// missing. A pair that fails shrinks to fewer axes and smaller sizes.
/// </summary>
public static class ShapePairs
{
    public static Arbitrary<ShapePair> Pairs() => Arb.From(
        from rank in Gen.Choose(0, 4)
        from common in Gen.Choose(1, 6).ArrayOf(rank)
        from left in Stretchable(common)
        from right in Stretchable(common)
        select new ShapePair(left, right),
        Smaller);

    private static Gen<Shape> Stretchable(int[] common) =>
        from missing in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, common.Length))
        from stretched in Gen.Elements(false, false, true).ArrayOf(common.Length)
        select Shape.Create([.. common.Zip(stretched, (size, one) => one ? 1 : size).Skip(missing)]);

    private static IEnumerable<ShapePair> Smaller(ShapePair pair)
    {
        Shape result = pair.Result;
        for (int fromEnd = 1; fromEnd <= result.Rank; fromEnd++)
        {
            yield return new ShapePair(Without(pair.Left, fromEnd), Without(pair.Right, fromEnd));
            if (result[^fromEnd] > 1) yield return new ShapePair(Shortened(pair.Left, fromEnd), Shortened(pair.Right, fromEnd));
        }
    }

    private static Shape Without(Shape shape, int fromEnd) => Shape.Create([.. shape.Where((_, axis) => axis != shape.Rank - fromEnd)]);

    private static Shape Shortened(Shape shape, int fromEnd) =>
        Shape.Create([.. shape.Select((size, axis) => axis == shape.Rank - fromEnd && size > 1 ? size - 1 : size)]);
}
