using System.Numerics;
using System.Runtime.InteropServices;

namespace Makemore.Tensors;

public static partial class Kernels
{
    /// <summary>
    /// A number that almost surely changes if the elements or their order change: sums of their bits, and sums of these sums
    /// (Fletcher, "An Arithmetic Checksum for Serial Transmissions", 1982). Reading the elements is all it costs.
    /// </summary>
    public static ulong Fingerprint<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(x);
        ReadOnlySpan<Vector<ulong>> vectors = MemoryMarshal.Cast<byte, Vector<ulong>>(bytes);
        Vector<ulong> sum = default, sumOfSums = default;
        foreach (Vector<ulong> vector in vectors)
        {
            sum += vector;
            sumOfSums += sum;
        }

        ulong fingerprint = 0;
        for (int lane = 0; lane < Vector<ulong>.Count; lane++) fingerprint = (fingerprint * 31) + (sum[lane] * 17) + sumOfSums[lane];
        foreach (uint word in MemoryMarshal.Cast<byte, uint>(bytes[(vectors.Length * Vector<byte>.Count)..]))
            fingerprint = (fingerprint * 31) + word;
        return fingerprint;
    }
}
