using System.Numerics;

namespace Makemore.Tensors;

/// <summary>
/// What the kernels that are not obvious compute, as plain loops over the elements. Read these first. The tests hold the fast kernels to
/// them. They allocate, and they are slow.
/// </summary>
public static partial class Reference
{
    /// <summary>The index along each axis of every element, in row-major order: (0, 0), (0, 1), (0, 2), (1, 0), ...</summary>
    public static IEnumerable<int[]> Places(Shape shape)
    {
        for (int element = 0; element < shape.Elements; element++)
        {
            var place = new int[shape.Rank];
            for (int axis = shape.Rank - 1, rest = element; axis >= 0; axis--) (rest, place[axis]) = Math.DivRem(rest, shape[axis]);
            yield return place;
        }
    }

    /// <summary>
    /// The element of a tensor that broadcasting puts at a place of a larger shape. Axes are aligned at the innermost, missing axes are
    /// left out, and an axis of size 1 has the same element everywhere.
    /// </summary>
    public static ref T At<T>(Tensor<T> small, ReadOnlySpan<int> place) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] own = place[(place.Length - small.Shape.Rank)..].ToArray();
        for (int axis = 0; axis < own.Length; axis++)
            if (small.Shape[axis] == 1) own[axis] = 0;
        return ref small[own];
    }
}
