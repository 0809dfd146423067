using System.Text.Json;

namespace Makemore.Tensors.Tests;

/// <summary>Held to what CPython itself printed, seed by seed and call by call (<c>python-random-vectors.json</c>).</summary>
public class PythonGeneratorTests
{
    private static readonly JsonElement Recorded = Load();

    public static TheoryData<string> Seeds => [.. Recorded.GetProperty("seeds").EnumerateObject().Select(seed => seed.Name)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Numbers_are_Python_s(string seed)
    {
        JsonElement expected = Recorded.GetProperty("seeds").GetProperty(seed);
        PythonGenerator New() => new(ulong.Parse(seed));
        double[] Numbers(string call) => [.. expected.GetProperty(call).EnumerateArray().Select(number => number.GetDouble())];

        PythonGenerator bits = New(), uniform = New(), normal = New(), scaled = New(), choices = New(), between = New();
        Assert.Equal(Numbers("getrandbits32"), Draw(6, () => bits.Bits(32)));
        Assert.Equal(Numbers("random"), Draw(5, uniform.Uniform));
        AssertClose(Numbers("gauss_0_1"), Draw(6, () => normal.Normal(0, 1)));
        AssertClose(Numbers("gauss_0_0.08"), Draw(3, () => scaled.Normal(0, 0.08)));
        Assert.Equal(Numbers("choices_0.1_0.2_0.3_0.4"), Draw(16, () => choices.Choose([0.1, 0.2, 0.3, 0.4])));
        PythonGenerator sharesOfTen = New();
        Assert.Equal(Numbers("choices_0.1_0.2_0.3_0.4"), Draw(16, () => sharesOfTen.Choose([1, 2, 3, 4])));
        Assert.Equal(Numbers("randint_3_11"), Draw(10, () => 3 + between.Below(9)));
        Assert.Equal(Numbers("shuffle_20"), Shuffled(New(), 20));
        Assert.Equal(Numbers("shuffle_1000_first10"), Shuffled(New(), 1000)[..10]);

        PythonGenerator stream = New();
        double[][] mixed = [.. expected.GetProperty("shuffle_7_then_gauss_then_choices").EnumerateArray()
            .Select(part => part.EnumerateArray().Select(number => number.GetDouble()).ToArray())];
        Assert.Equal(mixed[0], Shuffled(stream, 7));
        AssertClose(mixed[1], Draw(3, () => stream.Normal(0, 1)));
        Assert.Equal(mixed[2], Draw(4, () => stream.Choose([0.1, 0.2, 0.3, 0.4])));
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        var generator = new PythonGenerator(1);
        Assert.Contains("1 to 32 bits", Assert.Throws<ArgumentOutOfRangeException>(() => generator.Bits(0)).Message);
        Assert.Contains("not 33", Assert.Throws<ArgumentOutOfRangeException>(() => generator.Bits(33)).Message);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => generator.Bits(33)).ParamName);
        Assert.Contains("[0, 0)", Assert.Throws<ArgumentOutOfRangeException>("end", () => generator.Below(0)).Message);
        Assert.Contains("at least 0", Assert.Throws<ArgumentException>(() => generator.Choose([1, -1])).Message);
        Assert.Contains("at least 0", Assert.Throws<ArgumentException>(() => generator.Choose([1, double.NaN])).Message);
        Assert.Contains("the sum 0", Assert.Throws<ArgumentException>(() => generator.Choose([0, 0])).Message);
        Assert.Contains("the 0 weights", Assert.Throws<ArgumentException>(() => generator.Choose([])).Message);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => generator.Choose([1, double.PositiveInfinity])).Message);
        Assert.Equal(new PythonGenerator(1).Uniform(), generator.Uniform()); // nothing was drawn
        Assert.Equal(0, generator.Below(1));
    }

    private static double[] Draw(int count, Func<double> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];

    private static double[] Draw(int count, Func<int> draw) => Draw(count, () => (double)draw());

    private static double[] Draw(int count, Func<uint> draw) => Draw(count, () => (double)draw());

    private static double[] Shuffled(PythonGenerator generator, int count)
    {
        double[] items = [.. Enumerable.Range(0, count)];
        generator.Shuffle<double>(items);
        return items;
    }

    // Libraries of other systems may round a logarithm, a sine or a cosine otherwise in the last place.
    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 4e-16 * Math.Max(1, Math.Abs(pair.First))));
    }

    private static JsonElement Load()
    {
        using Stream stream = typeof(PythonGeneratorTests).Assembly.GetManifestResourceStream("python-random-vectors.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
