using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

/// <summary>
/// The first elements of a vector, for the end of a row whose length is not a multiple of the vector's. A vector is halved until the halves
/// are whole: a few predictable branches and moves. Memory outside the row is neither read nor written.
/// </summary>
internal static class PartialVector
{
    /// <summary>The first <paramref name="count"/> elements (0 to 16 float, 0 to 8 double), then zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load512<T>(ref T start, int count)
    {
        int half = Vector256<T>.Count;
        return count <= half
            ? Vector512.Create(Load256(ref start, count), Vector256<T>.Zero)
            : Vector512.Create(Vector256.LoadUnsafe(ref start), Load256(ref Unsafe.Add(ref start, half), count - half));
    }

    /// <summary>The first <paramref name="count"/> elements (0 to 8 float, 0 to 4 double), then zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load256<T>(ref T start, int count)
    {
        int half = Vector128<T>.Count;
        return count <= half
            ? Vector256.Create(Load128(ref start, count), Vector128<T>.Zero)
            : Vector256.Create(Vector128.LoadUnsafe(ref start), Load128(ref Unsafe.Add(ref start, half), count - half));
    }

    /// <summary>The first <paramref name="count"/> elements (0 to 4 float, 0 to 2 double), then zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load128<T>(ref T start, int count)
    {
        if (count >= Vector128<T>.Count) return Vector128.LoadUnsafe(ref start);
        Vector128<T> lanes = Vector128<T>.Zero;
        if (count > 0) lanes = lanes.WithElement(0, start);
        if (count > 1) lanes = lanes.WithElement(1, Unsafe.Add(ref start, 1));
        if (count > 2) lanes = lanes.WithElement(2, Unsafe.Add(ref start, 2));
        return lanes;
    }

    /// <summary>Writes the first <paramref name="count"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector512<T> lanes, ref T start, int count)
    {
        int half = Vector256<T>.Count;
        if (count > half)
        {
            lanes.GetLower().StoreUnsafe(ref start);
            Store(lanes.GetUpper(), ref Unsafe.Add(ref start, half), count - half);
        }
        else
        {
            Store(lanes.GetLower(), ref start, count);
        }
    }

    /// <summary>Writes the first <paramref name="count"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector256<T> lanes, ref T start, int count)
    {
        int half = Vector128<T>.Count;
        if (count > half)
        {
            lanes.GetLower().StoreUnsafe(ref start);
            Store(lanes.GetUpper(), ref Unsafe.Add(ref start, half), count - half);
        }
        else
        {
            Store(lanes.GetLower(), ref start, count);
        }
    }

    /// <summary>Writes the first <paramref name="count"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector128<T> lanes, ref T start, int count)
    {
        if (count >= Vector128<T>.Count)
        {
            lanes.StoreUnsafe(ref start);
            return;
        }

        if (count > 0) start = lanes.GetElement(0);
        if (count > 1) Unsafe.Add(ref start, 1) = lanes.GetElement(1);
        if (count > 2) Unsafe.Add(ref start, 2) = lanes.GetElement(2);
    }
}
