using Makemore.Tensors;

namespace Makemore.Models.Tests.Language;

/// <summary>What models show of themselves, as numbers.</summary>
public sealed class PicturesTests
{
    private static readonly Vocabulary Letters = Vocabulary.FromLetters("ab");

    // "ab" is the pairs .a, ab, b. and "b" is .b, b. of the letters . a b.
    private static readonly long[] Counts = [0, 1, 1, 0, 0, 1, 2, 0, 0];

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.5, false)]
    [InlineData(1, true)]
    [InlineData(2147483647, true)]
    [InlineData(2147483648, false)]
    public void Counting_shows_counts_and_probabilities_and_smoothed_counts_if_these_are_whole(double smoothing, bool showsSmoothed)
    {
        var model = CountingBigram.Train(new DistinctContexts(new Examples(["ab", "b"], Letters, 1)), smoothing);
        Picture[] pictures = [.. model.Pictures(new Indices([0, 1]))];
        string[] expected = showsSmoothed ? ["pairs", "smoothed", "probabilities"] : ["pairs", "probabilities"];
        Assert.Equal(expected, pictures.Select(picture => picture.Name));
        Assert.Equal("How often each character follows each other", pictures[0].Title);
        Assert.Equal(Counts, ((Picture.PairCounts)pictures[0]).Values());
        if (showsSmoothed)
        {
            Assert.Equal($"Counts + {smoothing}", pictures[1].Title);
            Assert.Equal(Counts.Select(count => count + (long)smoothing), ((Picture.PairCounts)pictures[1]).Values());
        }

        double[] probabilities = ((Picture.PairProbabilities)pictures[^1]).Values();
        for (int pair = 0; pair < 9; pair++)
        {
            long ofRow = Counts.Skip(pair / 3 * 3).Take(3).Sum();
            Assert.Equal((Counts[pair] + smoothing) / (ofRow + (3 * smoothing)), probabilities[pair], 1e-12);
        }
    }

    [Fact]
    public void The_network_shows_the_softmax_of_its_weights()
    {
        var model = new NeuralBigram<double>(Letters, new Tensor<double>([3, 3], [0, 1, 2, 3, 3, 3, -1, 0, 0]));
        var picture = (Picture.PairProbabilities)Assert.Single(model.Pictures(new Indices([0, 1])));
        Assert.Equal("What follows, according to the one-layer network", picture.Title);
        double first = 1 + Math.E + (Math.E * Math.E), last = Math.Exp(-1) + 2;
        double[] expected =
        [
            1 / first, Math.E / first, Math.E * Math.E / first, 1.0 / 3, 1.0 / 3, 1.0 / 3, Math.Exp(-1) / last, 1 / last, 1 / last,
        ];
        Assert.All(expected.Zip(picture.Values()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void The_perceptron_shows_its_embedding_and_what_its_neurons_say_on_the_contexts_given()
    {
        var model = new MultilayerPerceptron<double>(Letters, new MultilayerPerceptronSizes(2, 4, 5), new TorchGenerator(1));
        Assert.Equal(["embedding"], model.Pictures(new Indices([0, 2])).Select(picture => picture.Name));

        Indices contexts = new DistinctContexts(new Examples(["ab", "b"], Letters, 2)).Contexts;
        Picture[] pictures = [.. model.Pictures(contexts)];
        Assert.Equal(["embedding", "hidden"], pictures.Select(picture => picture.Name));
        Assert.Equal(
            ["Where the MLP put the characters", "Outputs of the hidden layer on 4 contexts"], pictures.Select(picture => picture.Title));
        Assert.Equal(2, model.Pictures(new Indices([1, 2])).Count());
        Assert.Equal(model.Embedding.Table.Value.Span.ToArray(), ((Picture.CharacterMap)pictures[0]).Values());
        double[] outputs = ((Picture.TanhOutputs)pictures[1]).Values();
        Assert.Equal(contexts.Shape[0] * 5, outputs.Length);
        for (int i = 0; i < outputs.Length; i++) Assert.Equal(Math.Tanh(BeforeTanh(model, contexts, i / 5, i % 5)), outputs[i], 1e-12);
    }

    /// <summary>The sum that goes into one hidden neuron for one context, by the formula.</summary>
    private static double BeforeTanh(MultilayerPerceptron<double> model, Indices contexts, int row, int neuron)
    {
        double sum = model.Hidden.Bias!.Value.Span[neuron];
        for (int at = 0; at < 2; at++)
        {
            int letter = contexts.Span[(row * 2) + at];
            for (int k = 0; k < 4; k++) sum += model.Embedding.Table.Value[letter, k] * model.Hidden.Weights.Value[(at * 4) + k, neuron];
        }

        return sum;
    }
}
