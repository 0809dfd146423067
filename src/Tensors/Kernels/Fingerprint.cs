using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

public static partial class Kernels
{
    private static readonly Vector512<ulong> LaneWeights = Vector512.Create(3ul, 5, 7, 11, 13, 17, 19, 23);

    /// <summary>
    /// A number that almost surely differs where the elements differ, or stand in another order: sums of their bits, and sums of these sums
    /// (Fletcher, "An Arithmetic Checksum for Serial Transmissions", 1982). It costs little more than to read the elements.
    /// </summary>
    public static ulong Fingerprint<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ulong fingerprint = (ulong)x.Length;
        int lanes = Vector512<T>.Count;
        if (x.Length < lanes)
        {
            foreach (uint word in MemoryMarshal.Cast<T, uint>(x)) fingerprint = (fingerprint * 31) + word;
            return fingerprint;
        }

        Vector512<ulong> sum = default, sumOfSums = default;
        foreach (Vector512<ulong> vector in MemoryMarshal.Cast<T, Vector512<ulong>>(x))
        {
            sum += vector;
            sumOfSums += sum;
        }

        // The last elements fill a vector together with some that were read already.
        sum += MemoryMarshal.Cast<T, Vector512<ulong>>(x[^lanes..])[0];
        return Vector512.Sum((sum + sumOfSums) * LaneWeights) + fingerprint;
    }
}
