using System.Numerics;

namespace Makemore.Tensors.Tests;

/// <summary>Runs a kernel with each kind of destination: overwritten, added to, or not wanted at all.</summary>
public static class Destinations
{
    public delegate void Kernel<T>(Destination<T> y) where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>For exact results: small whole numbers, added in any order.</summary>
    public static void AssertLeaves<T>(int[] expected, Kernel<T> kernel) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var overwritten = new T[expected.Length];
        overwritten.AsSpan().Fill(T.NaN); // shows if it is added to
        kernel(overwritten);
        Assert.Equal(Exactly<T>(expected), overwritten);

        T[] before = Exactly<T>([.. expected.Select((_, i) => i + 1)]), added = [.. before];
        kernel(Destination<T>.AddTo(added));
        Assert.Equal(before.Zip(Exactly<T>(expected), (x, y) => x + y), added);

        kernel(default); // the result is not wanted, so there is nowhere to write it
    }

    /// <summary>Whole numbers as T.</summary>
    public static T[] Exactly<T>(int[] numbers) where T : unmanaged, IFloatingPointIeee754<T> => Array.ConvertAll(numbers, T.CreateChecked);

    /// <summary>The elements of a tensor of whole numbers.</summary>
    public static int[] Whole<T>(Tensor<T> tensor) where T : unmanaged, IFloatingPointIeee754<T> =>
        Array.ConvertAll(tensor.Span.ToArray(), int.CreateChecked);

    /// <summary>Whole numbers from -8 to 8 without a visible pattern.</summary>
    public static int[] Numbers(int count, int seed)
    {
        var numbers = new int[count];
        new TorchGenerator((ulong)seed).Integers(numbers, -8, 9);
        return numbers;
    }
}
