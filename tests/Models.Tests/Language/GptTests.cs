using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Language;

public class GptTests
{
    private static readonly Vocabulary Letters = Vocabulary.FromLetters("abcd");

    private static Gpt<double> Model(int layers = 2, int width = 6, int heads = 3, int block = 5) =>
        new(Letters, new GptSizes(layers, width, heads, block), Weights(new TorchGenerator(3)));

    // Larger than a new network's, so that attention is far from an average.
    private static ValueSource<double> Weights(TorchGenerator generator) =>
        new((shape, _) => Initial.Normal(0.8).Draw<double>(generator, shape));

    private static double[] LogProbabilities(Gpt<double> model, params int[] tokens)
    {
        var output = new Tensor<double>([1, tokens.Length, Letters.Size]);
        model.LogProbabilities(new Indices([1, tokens.Length], tokens), output);
        return [.. output.Span];
    }

    [Theory]
    [InlineData(1, 4, 1)]
    [InlineData(1, 4, 4)]
    [InlineData(3, 6, 2)]
    public void Its_scores_are_those_of_plain_loops(int layers, int width, int heads)
    {
        Gpt<double> model = Model(layers, width, heads);
        int[] tokens = [0, 3, 1, 1, 4];
        double[] actual = LogProbabilities(model, tokens), expected = PlainGpt.LogProbabilities(model, tokens);
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void An_answer_does_not_depend_on_what_follows()
    {
        double[] one = LogProbabilities(Model(), 0, 1, 2, 3), other = LogProbabilities(Model(), 0, 1, 4, 4);
        Assert.Equal(one[..(2 * Letters.Size)], other[..(2 * Letters.Size)]);
        Assert.NotEqual(one[(2 * Letters.Size)..], other[(2 * Letters.Size)..]);
        Assert.Equal(one[..(2 * Letters.Size)], LogProbabilities(Model(), 0, 1));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        foreach ((int layers, int width, int heads, int block) in new[] { (0, 4, 2, 4), (1, 0, 2, 4), (1, 4, 2, 0) })
            Assert.Contains("at least 1", Assert.Throws<ArgumentException>(() => Model(layers, width, heads, block)).Message);
        Assert.Contains("3 heads cannot share 4 features", Assert.Throws<ArgumentException>(() => Model(width: 4, heads: 3)).Message);
        Assert.Contains("0 heads", Assert.Throws<ArgumentException>(() => Model(heads: 0)).Message);
    }
}
