using System.Text.Json;

namespace Makemore.Tensors.Tests;

/// <summary>What torch itself printed, seed by seed and call by call (<c>torch-random-vectors.json</c>).</summary>
public class TorchVectorTests
{
    private const float ApproximateLogAndSine = 5e-7f;

    private static readonly JsonElement Recorded = Load();

    private static readonly float[] Probabilities = Floats(Recorded.GetProperty("probabilities"));

    public static TheoryData<string, string> SeedsAndCalls()
    {
        var rows = new TheoryData<string, string>();
        foreach (JsonProperty seed in Recorded.GetProperty("seeds").EnumerateObject())
            foreach (JsonProperty call in seed.Value.EnumerateObject())
                rows.Add(seed.Name, call.Name);
        return rows;
    }

    [Theory]
    [MemberData(nameof(SeedsAndCalls))]
    public void Numbers_are_torch_s(string seed, string call)
    {
        JsonElement expected = Recorded.GetProperty("seeds").GetProperty(seed).GetProperty(call);
        var generator = new TorchGenerator(ulong.Parse(seed));
        switch (call)
        {
            case "rand_float32_8":
                var uniforms = new float[8];
                generator.Uniform(uniforms);
                Assert.Equal(Floats(expected), uniforms);
                break;
            case "rand_float64_4":
                Assert.Equal(expected.EnumerateArray().Select(number => number.GetDouble()), Draw(4, generator.UniformDouble));
                break;
            case "randn_5":
                Assert.Equal(Floats(expected), Normal(generator, 5));
                break;
            case "randn_16":
                AssertClose(Floats(expected), Normal(generator, 16));
                break;
            case "randn_20":
                AssertClose(Floats(expected), Normal(generator, 20));
                break;
            case "randn_27x27_first8":
                AssertClose(Floats(expected), Normal(generator, 27 * 27)[..8]);
                break;
            case "randn_27x27_last8":
                AssertClose(Floats(expected), Normal(generator, 27 * 27)[^8..]);
                break;
            case "randn_3_then_randint_10_x4_then_randn_1":
                Assert.Equal(Floats(expected[0]), Normal(generator, 3));
                Assert.Equal(Integers(expected[1]), Integers(generator, 4, 0, 10));
                Assert.Equal(Floats(expected[2]), Normal(generator, 1));
                break;
            case "randint_0_436220_x8":
                Assert.Equal(Integers(expected), Integers(generator, 8, 0, 436220));
                break;
            case "randperm_12":
                Assert.Equal(Integers(expected), generator.Permutation(12));
                break;
            case "multinomial_one_at_a_time_x24":
                Assert.Equal(Integers(expected), Draw(24, () => generator.Multinomial(Probabilities, MultinomialKind.Portable)));
                break;
            case "multinomial_with_replacement_x24":
                Assert.Equal(Integers(expected), Draw(24, () => generator.Multinomial(Probabilities, MultinomialKind.Cumulative)));
                break;
            default:
                Assert.Fail($"no test knows the recorded call {call}");
                break;
        }
    }

    private static float[] Normal(TorchGenerator generator, int count)
    {
        var values = new float[count];
        generator.Normal(values);
        return values;
    }

    private static int[] Integers(TorchGenerator generator, int count, int low, int high)
    {
        var values = new int[count];
        generator.Integers(values, low, high);
        return values;
    }

    private static T[] Draw<T>(int count, Func<T> next) => [.. Enumerable.Range(0, count).Select(_ => next())];

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], ApproximateLogAndSine);
    }

    private static float[] Floats(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetSingle())];

    private static int[] Integers(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetInt32())];

    private static JsonElement Load()
    {
        using Stream stream = typeof(TorchVectorTests).Assembly.GetManifestResourceStream("torch-random-vectors.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
