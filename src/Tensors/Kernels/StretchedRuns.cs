namespace Makemore.Tensors;

/// <summary>
/// How a smaller shape is stretched over a larger one. Its axes are aligned at the innermost, and are equal, 1 or missing. The larger one's
/// elements are cut into runs of equal length, one after another; along a run, the smaller one's elements either move on with it or stand
/// still. (100) over (32, 100) is 32 runs of 100 that move, all from the start; (32, 1) over it is 32 runs that stand still, each one
/// further on.
/// </summary>
internal sealed class StretchedRuns
{
    public StretchedRuns(Shape small, Shape large)
    {
        int axis = large.Rank;
        Length = 1;
        for (bool decided = false; axis > 0; axis--)
        {
            int size = large[axis - 1], own = SizeAt(small.Sizes, axis - 1 - large.Rank);
            if (size == 1) continue;
            if (decided && Moves != (own == size)) break;
            (decided, Moves) = (true, own == size);
            Length *= size;
        }

        int step = Moves ? Length : 1;
        int inner = large.Rank - axis;
        Starts = Places(small.Sizes[..Math.Max(0, small.Rank - inner)], large.Sizes[..axis]);
        foreach (ref int start in Starts.AsSpan()) start *= step;
    }

    /// <summary>For each run, where the smaller one's elements begin.</summary>
    public int[] Starts { get; }

    /// <summary>The number of elements in a run.</summary>
    public int Length { get; }

    /// <summary>True if each element of a run has its own in the smaller shape; false if one serves the whole run.</summary>
    public bool Moves { get; }

    /// <summary>
    /// For each element of the larger shape, in row-major order, which element of the smaller it is a copy of. Shapes are given as sizes.
    /// </summary>
    public static int[] Places(ReadOnlySpan<int> small, ReadOnlySpan<int> large)
    {
        int[] places = [0];
        for (int axis = 0; axis < large.Length; axis++)
        {
            int own = SizeAt(small, axis - large.Length), size = large[axis];
            int[] outer = places;
            places = new int[outer.Length * size];
            for (int i = 0; i < places.Length; i++) places[i] = (outer[i / size] * own) + (own == size ? i % size : 0);
        }

        return places;
    }

    private static int SizeAt(ReadOnlySpan<int> sizes, int fromEnd) =>
        fromEnd >= -sizes.Length ? sizes[sizes.Length + fromEnd] : 1;
}
