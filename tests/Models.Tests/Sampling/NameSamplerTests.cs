using Makemore.Tensors;

namespace Makemore.Models.Tests.Sampling;

public class NameSamplerTests
{
    private static readonly CountingBigram Model = CountingBigram.Train(SmallNames.Distinct(1), smoothing: 1);

    private static string[] Names(int count, SamplingOptions options, ulong seed = 1, ILanguageModel? model = null)
    {
        var sampler = new NameSampler(model ?? Model, new TorchGenerator(seed), options);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next())];
    }

    [Fact]
    public void The_seed_decides()
    {
        Assert.Equal(Names(20, new SamplingOptions()), Names(20, new SamplingOptions()));
        Assert.NotEqual(Names(20, new SamplingOptions()), Names(20, new SamplingOptions(), seed: 2));
    }

    [Fact]
    public void No_name_is_empty_and_none_longer_than_the_bound()
    {
        string[] names = Names(500, new SamplingOptions { MaximumLength = 5 });
        Assert.All(names, name => Assert.InRange(name.Length, 1, 5));
        Assert.Contains(names, name => name.Length == 5);
    }

    [Theory]
    [InlineData(MultinomialKind.Mkl)]
    [InlineData(MultinomialKind.Portable)]
    [InlineData(MultinomialKind.Cumulative)]
    public void First_letters_come_as_often_as_the_model_says(MultinomialKind kind)
    {
        const int Draws = 20_000;
        var logProbabilities = new Tensor<double>([1, 27]);
        Model.LogProbabilities(new Indices([1, 1]), logProbabilities);
        double ends = Math.Exp(logProbabilities[0, 0]);
        var options = new SamplingOptions { Multinomial = kind, MaximumLength = 1 };
        ILookup<char, string> byLetter = Names(Draws, options).ToLookup(name => name[0]);
        for (int token = 1; token < 27; token++)
        {
            // Five standard deviations of a binomial share. An empty name is drawn again, so shares are among the other letters.
            double p = Math.Exp(logProbabilities[0, token]) / (1 - ends);
            double share = byLetter[(char)('a' + token - 1)].Count() / (double)Draws, deviation = Math.Sqrt(p / Draws);
            Assert.InRange(share - p, -5 * deviation, 5 * deviation);
        }
    }

    [Fact]
    public void Top_k_leaves_out_all_but_the_most_probable()
    {
        var logProbabilities = new Tensor<double>([1, 27]);
        Model.LogProbabilities(new Indices([1, 1]), logProbabilities);
        IEnumerable<int> tokens = Enumerable.Range(1, 26).OrderByDescending(token => logProbabilities[0, token]).Take(3);
        char[] likeliest = [.. tokens.Select(token => (char)('a' + token - 1))];
        string[] names = Names(300, new SamplingOptions { TopK = 3 });
        Assert.All(names, name => Assert.Contains(name[0], likeliest));
        Assert.Equal(3, names.Select(name => name[0]).Distinct().Count());
    }

    [Fact]
    public void Temperature_makes_names_likelier_or_wilder()
    {
        double Loss(double temperature) =>
            Evaluation.Score(Model, Names(300, new SamplingOptions { Temperature = temperature, MaximumLength = 10 }))
                .Average(score => score.PerCharacter);
        Assert.True(Loss(0.5) < Loss(1) && Loss(1) < Loss(5), $"{Loss(0.5)} {Loss(1)} {Loss(5)}");
    }

    [Fact]
    public void Excluded_names_do_not_come_and_the_others_come_as_before()
    {
        string[] all = Names(50, new SamplingOptions());
        HashSet<string> excluded = [all[0], all[7]];
        string[] others = [.. all.Where(name => !excluded.Contains(name))];
        Assert.Equal(others, Names(others.Length, new SamplingOptions { Excluded = excluded }));
    }

    [Fact]
    public void A_prefix_begins_every_name_and_is_the_context_of_what_follows()
    {
        Assert.All(Names(50, new SamplingOptions { Prefix = "vi" }), name => Assert.StartsWith("vi", name));
        Assert.Throws<ArgumentException>(() => Names(1, new SamplingOptions { Prefix = "v1" }));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Names(1, new SamplingOptions { Temperature = 0 }));
        Assert.Throws<ArgumentException>(() => Names(1, new SamplingOptions { TopK = -1 }));
        Assert.Throws<ArgumentException>(() => Names(1, new SamplingOptions { MaximumLength = 0 }));
        var onlyA = new SamplingOptions { TopK = 1, MaximumLength = 1 };
        Assert.Throws<DataException>(() => Names(1, onlyA with { Excluded = new HashSet<string>(Names(1, onlyA)) }));
    }
}
