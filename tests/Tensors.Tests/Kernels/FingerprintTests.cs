using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Makemore.Tensors.Tests;

/// <summary>Elements that change, or change places, change their fingerprint.</summary>
public class FingerprintTests
{
    private const int WordsInVector = 8;

    public static TheoryData<int> Lengths => [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32, 33, 48, 49, 200];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Is_that_of_a_plain_loop(int length)
    {
        Assert.Equal(PlainFingerprint(Numbers<float>(length)), Kernels.Fingerprint<float>(Numbers<float>(length)));
        Assert.Equal(PlainFingerprint(Numbers<double>(length)), Kernels.Fingerprint<double>(Numbers<double>(length)));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Changes_with_each_element(int length)
    {
        AssertChangesShow<float>(length, float.BitIncrement);
        AssertChangesShow<double>(length, double.BitIncrement);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Changes_with_the_order(int length)
    {
        AssertExchangesShow<float>(length);
        AssertExchangesShow<double>(length);
    }

    private static void AssertChangesShow<T>(int length, Func<T, T> change) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = Numbers<T>(length);
        ulong before = Kernels.Fingerprint<T>(x);
        for (int i = 0; i < length; i++)
        {
            T kept = x[i];
            x[i] = change(kept);
            Assert.NotEqual(before, Kernels.Fingerprint<T>(x));
            x[i] = kept;
        }
    }

    private static void AssertExchangesShow<T>(int length) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = Numbers<T>(length);
        ulong before = Kernels.Fingerprint<T>(x);
        for (int i = 0; i < length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                (x[i], x[j]) = (x[j], x[i]);
                Assert.NotEqual(before, Kernels.Fingerprint<T>(x));
                (x[i], x[j]) = (x[j], x[i]);
            }
        }
    }

    private static T[] Numbers<T>(int length) where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. ElementwiseTests.Numbers(length, 1).Select(T.CreateChecked)];

    // Fewer elements than a vector are digits to the base 31, each 32 bits of them. Otherwise each lane of 64 bits has a sum, and a sum of
    // the sums so far; where elements are left over, the last vector of elements counts in the sum alone. The lanes' weights are powers.
    private static ulong PlainFingerprint<T>(T[] x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ulong fingerprint = (ulong)x.Length;
        int elementsInVector = WordsInVector * sizeof(ulong) / Unsafe.SizeOf<T>();
        if (x.Length < elementsInVector)
        {
            foreach (uint word in MemoryMarshal.Cast<T, uint>(x.AsSpan())) fingerprint = (fingerprint * 31) + word;
            return fingerprint;
        }

        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<T, ulong>(x.AsSpan(0, x.Length / elementsInVector * elementsInVector));
        ReadOnlySpan<ulong> lastVector = MemoryMarshal.Cast<T, ulong>(x.AsSpan()[^elementsInVector..]);
        bool areLeftOver = x.Length % elementsInVector != 0;
        ulong weight = 1;
        for (int lane = 0; lane < WordsInVector; lane++)
        {
            ulong sum = 0, sumOfSums = 0;
            for (int at = lane; at < words.Length; at += WordsInVector)
            {
                sum += words[at];
                sumOfSums += sum;
            }

            weight *= 0x9E3779B97F4A7C15;
            fingerprint += (sum + (areLeftOver ? lastVector[lane] : 0) + sumOfSums) * weight;
        }

        return fingerprint;
    }
}
