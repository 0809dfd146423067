using Makemore.Autograd;
using Makemore.Modules;
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

    [Fact]
    public void Pictures_of_a_name_end_where_it_does()
    {
        var model = new Gpt<double>(Letters, new GptSizes(Layers: 1, Width: 4, Heads: 1, Block: 21), new TorchGenerator(1));
        IEnumerable<int> First(int rows, params int[] tokens) =>
            model.Pictures(new Indices([rows, tokens.Length / rows], tokens)).OfType<Picture.Attention>().Single().Text;
        Assert.Equal([0, 1, 2], First(2, 0, 1, 2, 0, 0, 0, 2, 0, 0, 0));
        Assert.Equal([0, 2], First(1, 0, 2));
        Assert.Equal([0], First(1, 0, 0));
        Assert.Equal([0], First(1, 0));
        Assert.Equal([1, 2, 1], First(1, 1, 2, 1)); // a further row of a long name does not begin with the boundary
        Assert.Equal(20, First(1, [.. Enumerable.Repeat(1, 21)]).Count());
    }

    [Fact]
    public void Gpt_shows_what_its_first_name_looks_at_in_every_block()
    {
        var sizes = new GptSizes(Layers: 2, Width: 4, Heads: 2, Block: 5);
        var model = new Gpt<double>(Letters, sizes, new TorchGenerator(1));
        Assert.Equal(["embedding"], model.Pictures(new Indices([0, 5])).Select(one => one.Name));
        Picture.Attention picture = model.Pictures(new Indices([1, 5], [0, 1, 2, 0, 0])).OfType<Picture.Attention>().Single();
        Assert.Equal(("attention", "What each character of .ab looks at in the GPT"), (picture.Name, picture.Title));
        Assert.Equal([0, 1, 2], picture.Text);

        var norm = RmsNorm<double>.WithoutScale();
        Variable<double> x = norm.Forward(
            model.Tokens.Forward(new Indices([1, 3], [0, 1, 2])) + model.Positions.Table.Slice(0, 0, 3));
        var expected = new List<double>();
        foreach (GptBlock<double> block in model.Blocks)
        {
            expected.AddRange(block.Attention.Weights(norm.Forward(x)).Span);
            x = block.Forward(x);
        }

        Assert.Equal(expected, picture.Values());
        ShowsWeights(picture, sizes);
    }

    [Fact]
    public void The_transformer_shows_what_its_first_name_looks_at_in_every_block()
    {
        var sizes = new GptSizes(Layers: 2, Width: 4, Heads: 2, Block: 5);
        var model = new Transformer<double>(Letters, sizes, new TorchGenerator(1));
        Picture.Attention picture = model.Pictures(new Indices([1, 5], [0, 1, 2, 0, 0])).OfType<Picture.Attention>().Single();
        Assert.Equal("What each character of .ab looks at in the transformer", picture.Title);
        ShowsWeights(picture, sizes);

        Variable<double> x = model.Tokens.Forward(new Indices([1, 3], [0, 1, 2])) + model.Positions.Table.Slice(0, 0, 3);
        var norm = new LayerNorm<double>(4, ValueSource<double>.Zeros); // the norms begin with scale 1 and shift 0
        norm.Parameters[0].Value.Span.Fill(1);
        double[] first = model.Blocks[0].Attention.Weights(norm.Forward(x)).Span.ToArray();
        double[] second = model.Blocks[1].Attention.Weights(norm.Forward(model.Blocks[0].Forward(x))).Span.ToArray();
        Assert.Equal([.. first, .. second], picture.Values());
    }

    /// <summary>The gates and the draft together make the cell's next state, by the formula of the GRU.</summary>
    [Fact]
    public void The_gates_of_the_gru_are_those_that_make_its_next_state()
    {
        (Recurrent<double> model, double[] gates, double[] drafts) = Shown(CellKind.Gru, ["update", "reset"]);
        double[] h = [.. model.Start.Value.Span], outputs = Outputs(model);
        for (int place = 0; place < 3; place++)
        {
            for (int k = 0; k < 4; k++)
            {
                double z = gates[(place * 4) + k];
                h[k] = ((1 - z) * h[k]) + (z * drafts[(place * 4) + k]);
            }

            Assert.All(h.Zip(outputs.Skip(place * 4)), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        }

        // The draft has seen the reset gate: see the formula. At the first place the state is the start.
        var gru = (GruCell<double>)model.Cell;
        Variable<double> x = model.Tokens.Forward(new Indices([1], [0]));
        Variable<double> reset = gru.Reset.Forward(x.Concat(-1, model.Start)).Sigmoid();
        Assert.Equal(reset.Value.Span.ToArray(), gates[12..16]);
    }

    /// <summary>The same for the LSTM: c′ = f·c + i·draft, h′ = o·tanh(c′).</summary>
    [Fact]
    public void The_gates_of_the_lstm_are_those_that_make_its_next_state()
    {
        (Recurrent<double> model, double[] gates, double[] drafts) = Shown(CellKind.Lstm, ["input", "forget", "output"]);
        double[] c = [.. model.Start.Value.Span[4..]], outputs = Outputs(model);
        for (int at = 0; at < 12; at++)
        {
            c[at % 4] = (gates[12 + at] * c[at % 4]) + (gates[at] * drafts[at]);
            Assert.Equal(outputs[at], gates[24 + at] * Math.Tanh(c[at % 4]), 1e-12);
        }
    }

    [Fact]
    public void The_rnn_shows_its_states_and_no_gates()
    {
        (Recurrent<double> model, double[] gates, double[] drafts) = Shown(CellKind.Rnn, []);
        Assert.Empty(gates);
        Assert.All(Outputs(model).Zip(drafts), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void States_of_a_hundred_names_are_enough()
    {
        var model = new Recurrent<double>(Letters, new RecurrentSizes(CellKind.Rnn, 4, 3, 5), new TorchGenerator(1));
        Picture.TanhOutputs picture = model.Pictures(new Indices([101, 2])).OfType<Picture.TanhOutputs>().Single();
        Assert.Equal("Outputs of tanh that are the state, on 100 names", picture.Title);
        Assert.Equal(400, picture.Values().Length); // one place of each
        Assert.Equal(["embedding"], model.Pictures(new Indices([0, 2])).Select(one => one.Name));
    }

    [Fact]
    public void Normalized_layers_show_their_running_statistics()
    {
        var sizes = new MultilayerPerceptronSizes(2, 4, 5) { HiddenLayers = 2, HasBatchNorm = true };
        var model = new MultilayerPerceptron<double>(Letters, sizes, new TorchGenerator(1));
        foreach (NamedTensor<double> tensor in model.Tensors.Where(tensor => tensor.Name.EndsWith("running_variance", StringComparison.Ordinal)))
            tensor.Value.Span.Fill(9);
        foreach (NamedTensor<double> tensor in model.Tensors.Where(tensor => tensor.Name.EndsWith("running_mean", StringComparison.Ordinal)))
            tensor.Value.Span.Fill(2);
        IReadOnlyList<NormalizedLayer> layers =
            model.Pictures(new Indices([0, 2])).OfType<Picture.RunningStatistics>().Single().Values();
        Assert.Equal(["hidden 1", "hidden 2", "output"], layers.Select(layer => layer.Name));
        Assert.Equal([5, 5, 3], layers.Select(layer => layer.Means.Count));
        Assert.All(layers, layer => Assert.All(layer.Means, mean => Assert.Equal(2, mean)));
        Assert.All(layers, layer => Assert.All(layer.Deviations, deviation => Assert.Equal(3, deviation)));

        var wavenet = new WaveNet<double>(Letters, new WaveNetSizes(Block: 4, Embedding: 2, Hidden: 3), new TorchGenerator(1));
        layers = wavenet.Pictures(new Indices([0, 4])).OfType<Picture.RunningStatistics>().Single().Values();
        Assert.Equal(["level 1", "level 2"], layers.Select(layer => layer.Name));
        Assert.All(layers, layer => Assert.Equal([1, 1, 1], layer.Deviations));
    }

    private static void ShowsWeights(Picture.Attention picture, GptSizes sizes)
    {
        double[] weights = picture.Values();
        Assert.Equal((sizes.Layers, sizes.Heads, sizes.Layers * sizes.Heads * 9), (picture.Layers, picture.Heads, weights.Length));
        Assert.All(weights.Chunk(3), row => Assert.Equal(1, row.Sum(), 1e-12));
        Assert.NotEqual(weights[..9], weights[9..18]); // the heads differ
    }

    // What a recurrent network with a start of its own shows of the name ".ab": gates and drafts, each (t, width) or more of these.
    private static (Recurrent<double> Model, double[] Gates, double[] Drafts) Shown(CellKind cell, string[] gates)
    {
        var model = new Recurrent<double>(Letters, new RecurrentSizes(cell, Width: 4, Embedding: 3, Block: 5), new TorchGenerator(1));
        for (int i = 0; i < model.Start.Value.Length; i++) model.Start.Value.Span[i] = 0.3 - (0.2 * i);
        Picture[] pictures = [.. model.Pictures(new Indices([1, 5], [0, 1, 2, 0, 0]))];
        string[] expected = gates.Length == 0 ? ["embedding", "drafts"] : ["embedding", "gates", "drafts"];
        Assert.Equal(expected, pictures.Select(picture => picture.Name));
        double[] drafts = ((Picture.TanhOutputs)pictures[^1]).Values();
        if (pictures[1] is not Picture.GateOpenings openings) return (model, [], drafts);
        Assert.Equal($"How far the gates of the {model.Kind.ShortTitle} open while it reads .ab", openings.Title);
        Assert.Equal(gates, openings.Gates.Select(gate => gate.Name));
        Assert.Equal([0, 1, 2], openings.Text);
        double[] values = openings.Values();
        Assert.Equal(gates.Length * 12, values.Length);
        return (model, values, drafts);
    }

    // (t, width): what the model's own cell gives for ".ab".
    private static double[] Outputs(Recurrent<double> model)
    {
        Variable<double> sums = model.Cell.InputSums(model.Tokens.Forward(new Indices([1, 3], [0, 1, 2])));
        return model.Cell.Outputs(sums, model.Start).Value.Span.ToArray();
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
