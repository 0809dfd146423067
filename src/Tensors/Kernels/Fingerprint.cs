using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Makemore.Tensors;

public static partial class Kernels
{
    // Powers of 2⁶⁴/φ. Small weights would let elements of two lanes change places unseen: 3 times in 5 sums is 5 times in 3 sums.
    private static readonly Vector512<ulong> LaneWeights = Vector512.Create(
        0x9E3779B97F4A7C15, 0xDF442D22CE4859B9, 0x604A5CE3ADDEF82D, 0xD94363FC538227B1,
        0x2E2B795F2D10FD85, 0x4BE7956E30A337E9, 0x5ECB31E4CCD2721D, 0x06D4B2611BEB6861);

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
        if (x.Length % lanes != 0) sum += MemoryMarshal.Cast<T, Vector512<ulong>>(x[^lanes..])[0];
        return Vector512.Sum((sum + sumOfSums) * LaneWeights) + fingerprint;
    }
}
