using FsCheck;
using FsCheck.Xunit;

namespace Makemore.Tensors.Tests;

public class TorchGeneratorTests
{
    [Fact]
    public void Mersenne_twister_gives_the_published_numbers()
    {
        // The C++ standard, [rand.predef]: the 10,000th output of mt19937 under its default seed, 5489.
        var generator = new TorchGenerator(5489);
        uint last = 0;
        for (int i = 0; i < 10_000; i++) last = generator.Random32();
        Assert.Equal(4123659995u, last);
    }

    [Property(MaxTest = 20)]
    public void Mersenne_twister_follows_its_recurrence(uint seed)
    {
        // The paper's equation (2.1), without blocks: every word comes from three earlier ones.
        var x = new List<uint> { seed };
        for (uint i = 1; i < 624; i++) x.Add((1812433253 * (x[^1] ^ (x[^1] >> 30))) + i);
        var generator = new TorchGenerator(seed);
        for (int k = 0; k < 3 * 624; k++)
        {
            uint joined = (x[k] & 0x80000000) | (x[k + 1] & 0x7fffffff);
            x.Add(x[k + 397] ^ (joined >> 1) ^ (joined % 2 == 1 ? 0x9908b0df : 0));
            Assert.Equal(Tempered(x[^1]), generator.Random32());
        }

        static uint Tempered(uint y)
        {
            y ^= y >> 11;
            y ^= (y << 7) & 0x9d2c5680;
            y ^= (y << 15) & 0xefc60000;
            return y ^ (y >> 18);
        }
    }

    [Fact]
    public void Only_the_low_32_bits_of_a_seed_count() =>
        Assert.Equal(new TorchGenerator(1234).Random64(), new TorchGenerator((7ul << 32) + 1234).Random64());

    [Fact]
    public void Names_from_a_uniform_row_are_those_of_an_mkl_build()
    {
        // Recorded from a PyTorch with MKL on an Intel processor: seed 1234, 27 equally likely characters, 0 ends a name.
        string[] recorded =
        [
            "k", "uxfpvvdczrlfiebivxdqgjypakzzyip", "fututgmhovo", "gcsqbzumttcstqewxryfvoyjidtliduxcpp", "yrmknioxwhidxfukokxfxqkgbqzau",
            "gnpl", "wuktxjtlnzlewngds", "tfacvsqlkyjkhdgelo", "rjd", "yssbtbrdowctiiuexewamjrwnfuazh",
        ];
        var row = new float[27];
        Array.Fill(row, 1f / 27);
        var generator = new TorchGenerator(1234);
        Assert.All(recorded, name =>
        {
            foreach (char letter in name) Assert.Equal(letter - 'a' + 1, generator.Multinomial(row, MultinomialKind.Mkl));
            Assert.Equal(0, generator.Multinomial(row, MultinomialKind.Mkl));
        });
    }

    [Theory]
    [InlineData(MultinomialKind.Mkl)]
    [InlineData(MultinomialKind.Portable)]
    [InlineData(MultinomialKind.Cumulative)]
    public void Indices_are_drawn_as_often_as_their_probability_says(MultinomialKind kind)
    {
        const int Draws = 20_000;
        float[] weights = [0, 1, 0, 5, 2, 0]; // not normalised, with classes that must never be drawn
        var generator = new TorchGenerator(7);
        var counts = new int[weights.Length];
        for (int i = 0; i < Draws; i++) counts[generator.Multinomial(weights, kind)]++;
        for (int i = 0; i < weights.Length; i++)
        {
            double p = weights[i] / weights.Sum(), deviation = Math.Sqrt(p * (1 - p) / Draws);
            Assert.InRange(counts[i] / (double)Draws, p - (5 * deviation), p + (5 * deviation));
        }
    }

    [Fact]
    public void Every_call_advances_the_stream_by_its_own_number_of_draws()
    {
        float[] weights = [1, 2, 3];
        Assert.Equal(1, DrawsUsed(generator => generator.Multinomial(weights, MultinomialKind.Mkl)));
        Assert.Equal(2 * weights.Length, DrawsUsed(generator => generator.Multinomial(weights, MultinomialKind.Portable)));
        Assert.Equal(2, DrawsUsed(generator => generator.Multinomial(weights, MultinomialKind.Cumulative)));
        Assert.Equal(9, DrawsUsed(generator => generator.Permutation(10)));
        Assert.Equal(0, DrawsUsed(generator => generator.Permutation(0)));
    }

    [Theory]
    [InlineData(MultinomialKind.Mkl)]
    [InlineData(MultinomialKind.Portable)]
    [InlineData(MultinomialKind.Cumulative)]
    public void A_row_that_is_no_distribution_is_refused_before_anything_is_drawn(MultinomialKind kind)
    {
        Refused([0.5f, -0.25f], "probability 1 of 2 is -0.25");
        Refused([float.NaN, 1], "probability 0 of 2 is NaN");
        Refused([1, float.PositiveInfinity], "probability 1 of 2 is Infinity");
        Refused([0, 0, 0], "all 3 probabilities are 0");
        Refused([], "all 0 probabilities are 0");
        Refused([float.MaxValue, float.MaxValue], "too large");

        void Refused(float[] row, string message)
        {
            var generator = new TorchGenerator(1);
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => generator.Multinomial(row, kind)).Message);
            Assert.Equal(new TorchGenerator(1).SaveState(), generator.SaveState());
        }
    }

    [Fact]
    public void An_unknown_kind_is_refused() =>
        Assert.Throws<ArgumentException>(() => new TorchGenerator(1).Multinomial([1], (MultinomialKind)9));

    // A step of MCG31m1 leaves 0 at 0, so MKL takes 1 for it: the first two q are then 21.5 and 0.64.
    [Theory]
    [InlineData(0u, 1)]
    [InlineData(20u, 1)]
    [InlineData(40u, 0)]
    public void A_seed_of_0_counts_as_1_in_the_race_of_MKL(uint firstWeight, int winner) =>
        Assert.Equal(winner, GoingOnWith(0).Multinomial([firstWeight, 1], MultinomialKind.Mkl));

    // 10⁻⁴⁵ divided by 2 or more rounds to 0. The largest of equal quotients is then the first, as argmax says.
    [Theory]
    [InlineData(MultinomialKind.Mkl)]
    [InlineData(MultinomialKind.Portable)]
    [InlineData(MultinomialKind.Cumulative)]
    public void The_first_is_drawn_where_the_race_rounds_all_to_0(MultinomialKind kind)
    {
        var generator = new TorchGenerator(1);
        for (int i = 0; i < 100; i++) Assert.Equal(0, generator.Multinomial([float.Epsilon, 0], kind));
    }

    [Fact]
    public void A_running_sum_that_equals_the_uniform_number_has_reached_it()
    {
        const uint LeavesAs2To20 = 0x89032260; // as the high half, and 0 as the low one, this is u = 2⁵² · 2⁻⁵³
        Assert.Equal(0.5, GoingOnWith(LeavesAs2To20, 0).UniformDouble());
        Assert.Equal(0, GoingOnWith(LeavesAs2To20, 0).Multinomial([1, 1], MultinomialKind.Cumulative));
        Assert.Equal(1, GoingOnWith(LeavesAs2To20, 0).Multinomial([1, 1.001f], MultinomialKind.Cumulative));
    }

    [Property]
    public bool A_permutation_holds_every_number_once(ulong seed, byte n) =>
        new TorchGenerator(seed).Permutation(n).Order().SequenceEqual(Enumerable.Range(0, n));

    [Fact]
    public void A_permutation_replaces_what_the_span_held()
    {
        int[] order = [.. Enumerable.Repeat(-7, 10)];
        new TorchGenerator(1).Permutation(order);
        Assert.Equal(new TorchGenerator(1).Permutation(10), order);
    }

    [Fact]
    public void A_permutation_of_fewer_than_no_numbers_is_refused() =>
        Assert.Contains("-1", Assert.Throws<ArgumentException>(() => new TorchGenerator(1).Permutation(-1)).Message);

    [Property]
    public void Integers_stay_in_their_range(ulong seed, int a, int b)
    {
        int low = Math.Min(a, b), high = Math.Max(a, b) + 1;
        var values = new int[50];
        new TorchGenerator(seed).Integers(values, low, high);
        Assert.All(values, value => Assert.InRange(value, low, high - 1));
    }

    [Fact]
    public void Integers_can_span_the_whole_range_of_int()
    {
        var values = new int[1000];
        new TorchGenerator(3).Integers(values, int.MinValue, int.MaxValue);
        Assert.InRange(values.Min(), int.MinValue, -2_000_000_000);
        Assert.InRange(values.Max(), 2_000_000_000, int.MaxValue);
    }

    [Fact]
    public void An_empty_range_is_refused()
    {
        var values = new int[1];
        Assert.Contains("5", Assert.Throws<ArgumentException>(() => new TorchGenerator(1).Integers(values, 5, 5)).Message);
        Assert.Throws<ArgumentException>(() => new TorchGenerator(1).Integers(values, 5, 4));
    }

    [Fact]
    public void The_kept_normal_value_survives_a_long_call()
    {
        var values = new float[1];
        var generator = new TorchGenerator(1234);
        generator.Normal(values);
        generator.Normal(new float[40]);
        generator.Normal(values);
        Assert.Equal(0.4024028182029724f, values[0]);
    }

    [Fact]
    public void Nothing_is_allocated_by_a_draw()
    {
        var generator = new TorchGenerator(1);
        var integers = new int[32];
        var floats = new float[40];
        float[] weights = [1, 2, 3];
        Draw();
        Assert.Equal(0, Allocation.Of(runs: 100, Draw));

        void Draw()
        {
            generator.Integers(integers, 0, 100);
            generator.Permutation(integers);
            generator.Uniform(floats);
            generator.Normal(floats);
            generator.Normal(floats.AsSpan(0, 3));
            generator.Multinomial(weights, MultinomialKind.Mkl);
            generator.Multinomial(weights, MultinomialKind.Portable);
            generator.Multinomial(weights, MultinomialKind.Cumulative);
        }
    }

    [Property]
    public void A_restored_generator_goes_on_as_the_saved_one(ulong seed, ushort draws, bool keepsNormal)
    {
        var generator = new TorchGenerator(seed);
        for (int i = 0; i < draws % 2000; i++) generator.Random32();
        if (keepsNormal) generator.Normal(new float[1]);

        uint[] state = generator.SaveState();
        TorchGenerator restored = TorchGenerator.FromState(state);
        Assert.Equal(state, restored.SaveState());
        Assert.Equal(Continuation(generator), Continuation(restored));
        Assert.Equal(generator.SaveState(), restored.SaveState());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(624)]
    [InlineData(TorchGenerator.StateLength - 1)]
    [InlineData(TorchGenerator.StateLength + 1)]
    public void A_state_of_another_length_is_refused(int length)
    {
        void Refused(Action use) => Assert.Contains($"628 words, and {length}", Assert.Throws<ArgumentException>(use).Message);
        Refused(() => TorchGenerator.FromState(new uint[length]));
        Refused(() => new TorchGenerator(1).SaveState(new uint[length]));
    }

    [Fact]
    public void A_state_without_a_kept_normal_value_ends_in_zeros() =>
        Assert.Equal([0u, 0, 0], new TorchGenerator(1).SaveState()[^3..]);

    [Theory]
    [InlineData(624, 625u, "position 625")]
    [InlineData(624, uint.MaxValue, "position 4294967295")]
    [InlineData(625, 2u, "(word 625)")]
    public void A_state_without_meaning_is_refused(int word, uint value, string message)
    {
        uint[] state = new TorchGenerator(1).SaveState();
        state[word] = value;
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => TorchGenerator.FromState(state)).Message);
    }

    /// <summary>A generator whose next words, before they are scrambled, are these, followed by zeros.</summary>
    private static TorchGenerator GoingOnWith(params ReadOnlySpan<uint> words)
    {
        var state = new uint[TorchGenerator.StateLength];
        words.CopyTo(state);
        return TorchGenerator.FromState(state);
    }

    private static float[] Continuation(TorchGenerator generator)
    {
        var values = new float[700];
        generator.Normal(values.AsSpan(0, 3));
        generator.Uniform(values.AsSpan(3));
        return values;
    }

    private static int DrawsUsed(Action<TorchGenerator> draw)
    {
        var generator = new TorchGenerator(1);
        draw(generator);
        uint next = generator.Random32();
        var counted = new TorchGenerator(1);
        int used = 0;
        while (counted.Random32() != next) used++;
        return used;
    }

    /// <summary>
    /// <c>torch.empty((), dtype=torch.int64).random_()</c>, from torch 1.13: PyTorch's loader of batches draws its seeds so, without a sign.
    /// </summary>
    [Theory]
    [InlineData(3407, new[] { 6611932326512996932, 4193073165433261757, 1888344182881565046 })]
    [InlineData(42, new[] { 6909045637428952499, 8314211556539077902, 4279532810384561223 })]
    public void Whole_numbers_of_64_bits_are_torch_s_but_for_the_sign(int seed, long[] expected)
    {
        var generator = new TorchGenerator((ulong)seed);
        Assert.Equal(expected, expected.Select(_ => (long)(generator.Random64() & long.MaxValue)));
    }

    // torch.empty(8).uniform_(low, high, generator=torch.Generator().manual_seed(seed)), from torch 1.13.
    [Theory]
    [InlineData(7, -0.1, 0.1, new[]
    {
        0.006984508130699396, -0.060239363461732864, 0.03184233978390694, 0.03137805685400963,
        -0.05344768986105919, -0.014987719245254993, -0.058582793921232224, 0.025947272777557373,
    })]
    [InlineData(2147483647, -0.3042903097250923, 0.3042903097250923, new[]
    {
        0.1266632080078125, -0.08870726078748703, -0.24012625217437744, 0.06064166873693466,
        -0.24924775958061218, -0.24959544837474823, 0.23262810707092285, 0.29742926359176636,
    })]
    public void Uniforms_between_two_numbers_are_torch_s_to_the_bit(int seed, double low, double high, double[] expected)
    {
        var values = new float[8];
        new TorchGenerator((ulong)seed).Uniform(values, low, high);
        Assert.Equal(expected, values.Select(value => (double)value));
    }

    [Fact]
    public void Uniforms_from_0_to_1_are_the_plain_uniforms()
    {
        float[] plain = new float[50], between = new float[50], point = new float[1];
        new TorchGenerator(3).Uniform(plain);
        new TorchGenerator(3).Uniform(between, 0, 1);
        new TorchGenerator(3).Uniform(point, 2.5, 2.5);
        Assert.Equal(plain, between);
        Assert.Equal(2.5f, point[0]);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, double.NaN)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(-3e38, 3e38)]
    public void Uniforms_between_impossible_ends_are_refused(double low, double high) => Assert.StartsWith(
        FormattableString.Invariant($"Uniform: cannot draw between {low} and {high}"),
        Assert.Throws<ArgumentException>(() => new TorchGenerator(1).Uniform(new float[1], low, high)).Message,
        StringComparison.Ordinal);
}
