using Makemore.Tensors;

namespace Makemore.Models.Tests.Sampling;

/// <summary>What the sampler asks a model, and what it makes of the answer, with models whose answers are known.</summary>
public class DrawnCharacterTests
{
    private static readonly double[] Known = [0.5, 0.3, 0.15, 0.05]; // the end, a, b, c

    [Fact]
    public void The_end_is_one_of_the_k_most_probable()
    {
        Assert.Equal("a", Characters(Names(300, Known, new SamplingOptions { TopK = 2 })));
        Assert.Equal("ab", Characters(Names(300, Known, new SamplingOptions { TopK = 3 })));
        Assert.Equal("abc", Characters(Names(300, Known, new SamplingOptions { TopK = 4 })));
        Assert.Equal("abc", Characters(Names(300, Known, new SamplingOptions { TopK = 5 })));
        Assert.Contains("a", Names(300, Known, new SamplingOptions { TopK = 2 }));
        Assert.Throws<DataException>(() => Names(1, Known, new SamplingOptions { TopK = 1 }));
    }

    [Fact]
    public void Where_the_end_is_not_among_them_a_name_is_cut_at_its_longest()
    {
        var options = new SamplingOptions { TopK = 2, MaximumLength = 7 };
        Assert.All(Names(100, [0.1, 0.2, 0.3, 0.4], options), name => Assert.Matches("^[bc]{7}$", name));
    }

    [Fact]
    public void Of_equally_probable_characters_the_first_stay()
    {
        var options = new SamplingOptions { MaximumLength = 3 };
        Assert.Equal("ab", Characters(Names(100, [0.1, 0.3, 0.3, 0.3], options with { TopK = 2 })));
        Assert.Equal("ac", Characters(Names(100, [0.2, 0.2, 0.2, 0.4], options with { TopK = 3 })));
        Assert.Equal("abc", Characters(Names(100, [0.2, 0.2, 0.2, 0.4], options with { TopK = 4 })));
    }

    [Theory]
    [InlineData(0.5, 0.64 / 0.68)]
    [InlineData(1, 0.8)]
    [InlineData(2, 2 / 3.0)]
    public void Probabilities_are_raised_to_1_over_the_temperature(double temperature, double share)
    {
        string[] names = Names(10_000, [0, 0.8, 0.2, 0], new SamplingOptions { Temperature = temperature, MaximumLength = 1 });
        Assert.Equal(share, names.Count(name => name == "a") / 10_000.0, 0.02); // four standard deviations or more
    }

    [Fact]
    public void A_context_model_is_asked_for_the_last_characters_with_boundaries_before_the_first()
    {
        var model = new AnsweringModel("abcde", 3, answersEveryPosition: false, AfterTheAlphabet);
        Assert.Equal("abcde", new NameSampler(model, new TorchGenerator(1), new SamplingOptions()).Next());
        Assert.Equal([[0, 0, 0], [0, 0, 1], [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5]], model.Asked);

        model.Asked.Clear();
        Assert.Equal("abcde", new NameSampler(model, new TorchGenerator(1), new SamplingOptions { Prefix = "ab" }).Next());
        Assert.Equal([[0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5]], model.Asked);
    }

    [Fact]
    public void A_sequence_model_is_asked_for_the_name_so_far_after_one_boundary()
    {
        // Every place of its row is answered, and only the answer after the last character counts.
        var model = new AnsweringModel("abcde", 3, answersEveryPosition: true, AfterTheAlphabet);
        Assert.Equal("abcde", new NameSampler(model, new TorchGenerator(1), new SamplingOptions()).Next());
        Assert.Equal(
            [[0, 0, 0], [0, 1, 0], [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5]], model.Asked.Where(tokens => tokens.Length == 3));
        Assert.Equal("cde", new NameSampler(model, new TorchGenerator(1), new SamplingOptions { Prefix = "cde" }).Next());
    }

    [Fact]
    public void A_prefix_may_fill_the_longest_name_and_not_more()
    {
        var model = new AnsweringModel("abcde", 3, answersEveryPosition: false, AfterTheAlphabet);
        var options = new SamplingOptions { Prefix = "ab", MaximumLength = 2 };
        Assert.Equal("ab", new NameSampler(model, new TorchGenerator(1), options).Next());
        Assert.Throws<ArgumentException>(() => new NameSampler(model, new TorchGenerator(1), options with { MaximumLength = 1 }));
    }

    [Fact]
    public void It_gives_up_after_ten_thousand_names_that_are_not_wanted()
    {
        var model = new AnsweringModel("abc", 1, answersEveryPosition: false, _ => [0, 1, 0, 0]);
        var options = new SamplingOptions { MaximumLength = 1, Excluded = new HashSet<string>(["a"]) };
        Assert.Throws<DataException>(() => new NameSampler(model, new TorchGenerator(1), options).Next());
        Assert.Equal(10_000, model.Asked.Count);
    }

    [Fact]
    public void Where_no_character_is_possible_the_start_of_the_name_is_said()
    {
        var model = new AnsweringModel("abc", 1, answersEveryPosition: false, window => window[0] == 2 ? [0, 0, 0, 0] : [0, 0, 1, 0]);
        var sampler = new NameSampler(model, new TorchGenerator(1), new SamplingOptions { Prefix = "ac" });
        Assert.Equal(
            "the model cannot tell what follows \"acb\": Multinomial: all 4 probabilities are 0, so there is nothing to draw",
            Assert.Throws<DataException>(sampler.Next).Message);
    }

    [Fact]
    public void Where_a_probability_is_not_a_number_the_reason_is_said() => Assert.Equal(
        "the model cannot tell what follows \"\": the model's weights are too large for its logits to be finite, so it knows nothing; " +
        "train it again with a smaller learning rate",
        Assert.Throws<DataException>(() => Names(1, [0.5, double.NaN, 0.3, 0.2], new SamplingOptions())).Message);

    [Fact]
    public void At_a_temperature_near_0_only_the_most_probable_is_drawn() =>
        Assert.All(Names(20, [0.1, 0.2, 0.4, 0.3], new SamplingOptions { Temperature = 0.001, MaximumLength = 3 }), name =>
            Assert.Equal("bbb", name)); // 0.4^1000 alone would be 0

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Temperatures_that_mean_nothing_are_refused(double temperature) =>
        Assert.Throws<ArgumentException>(() => Names(1, Known, new SamplingOptions { Temperature = temperature }));

    // After a comes b, after b comes c, ..., and after the last the end.
    private static double[] AfterTheAlphabet(int[] tokens)
    {
        var probabilities = new double[6];
        probabilities[(tokens[^1] + 1) % 6] = 1;
        return probabilities;
    }

    private static string[] Names(int count, double[] answer, SamplingOptions options)
    {
        var sampler = new NameSampler(new AnsweringModel("abc", 1, answersEveryPosition: false, _ => answer), new TorchGenerator(1), options);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next())];
    }

    private static string Characters(string[] names) => string.Concat(names.SelectMany(name => name).Distinct().Order());
}
