using System.Numerics;
using System.Text.Json;
using Makemore.Tensors;

namespace Makemore.Modules.Tests;

/// <summary>What PyTorch computed, as <c>torch-module-vectors.py</c> recorded it, and the made-up numbers that both start from.</summary>
internal static class TorchVectors
{
    public static readonly JsonElement All = Load();

    /// <summary>As <c>made_up</c> in the script: multiples of 1/32 between -1.5 and 1.5.</summary>
    public static T[] MadeUp<T>(int count, int start) where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. Enumerable.Range(start, count).Select(i => T.CreateChecked(((i * 37 % 97) - 48) / 32.0))];

    public static Tensor<T> MadeUp<T>(Shape shape, int start) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(shape, MadeUp<T>(shape.Elements, start));

    public static double[] Doubles(this JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetDouble())];

    public static void AssertClose<T>(JsonElement expected, Tensor<T> actual, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] numbers = expected.Doubles();
        Assert.Equal(numbers.Length, actual.Length);
        for (int i = 0; i < numbers.Length; i++)
            Assert.Equal(numbers[i], double.CreateChecked(actual.Span[i]), tolerance * Math.Max(1, Math.Abs(numbers[i])));
    }

    private static JsonElement Load()
    {
        using Stream stream = typeof(TorchVectors).Assembly.GetManifestResourceStream("torch-module-vectors.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
