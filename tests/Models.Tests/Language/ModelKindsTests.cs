using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Language;

/// <summary>The list of models, and a model added to it from outside.</summary>
public sealed class ModelKindsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("makemore-").FullName;

    private string File => Path.Combine(folder, "model.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_model_of_the_list_is_made_by_its_options_and_says_them()
    {
        Assert.Equal(
            ["counts", "neural", "mlp", "wavenet", "bow", "rnn", "gru", "lstm", "gpt", "transformer"],
            ModelKinds.All.Select(kind => kind.Name));
        foreach (ModelKind kind in ModelKinds.All)
        {
            OptionValues options = kind.Options.Aggregate(
                OptionValues.Defaults, (chosen, option) => chosen.With(option, option.Words is null ? option.Default * 2 : option.Maximum));
            ILanguageModel model = kind.Make(Vocabulary.English, options, new TorchGenerator(1));
            Assert.Same(kind, model.Kind);
            foreach (ModelOption option in kind.Options) Assert.Equal(options[option], model.Options[option]);
            if (kind.Size is { } size)
            {
                // Without the biases.
                Assert.InRange(size(27, options).Parameters, 0.9 * model.ParameterCount, model.ParameterCount);
                Assert.Equal(model.AnswersEveryPosition, size(27, options).AnswersEveryPosition);
                if (model is NeuralModel<float> network) Assert.Equal(network.RowsTogether, size(27, options).RowsTogether);
            }
        }
    }

    [Fact]
    public void A_kind_is_called_by_its_title_where_nothing_shorter_is_given()
    {
        Assert.Equal(("causal average", "Train the causal average"), (CausalAverage.Kind.ShortTitle, CausalAverage.Kind.Summary));
        Assert.Equal(
            [
                "counting bigram, counts: Count which character follows which",
                "one-layer network, network: Train the network of one layer that learns what counting knows",
                "multilayer perceptron, MLP: Train the multilayer perceptron of Bengio et al. (2003), or that of makemore's third lecture",
                "WaveNet, WaveNet: Train the WaveNet of makemore's fifth lecture, which fuses characters two by two",
                "bag of words, bag of words: Train a causal bag of words, as makemore.py's: each character sees the average of those before it",
                "recurrent network, RNN: Train the recurrent network of Karpathy's makemore (2022)",
                "gated recurrent network, GRU: Train the gated recurrent network of Karpathy's makemore (2022)",
                "long short-term memory, LSTM: Train the long short-term memory",
                "small GPT, GPT: Train a small GPT, as Karpathy's microgpt (2026)",
                "transformer, transformer: Train a transformer with GPT-2's blocks, as makemore.py's",
            ],
            ModelKinds.All.Select(kind => $"{kind.Title}, {kind.ShortTitle}: {kind.Summary}"));
    }

    [Fact]
    public void A_model_from_outside_saves_loads_samples_and_scores()
    {
        IReadOnlyList<ModelKind> kinds = [.. ModelKinds.All, CausalAverage.Kind];
        var model = new CausalAverage<float>(Vocabulary.English, block: 4, width: 3, new TorchGenerator(1));
        new Checkpoint(model).Save(File);
        SafetensorsFile file = SafetensorsFile.Read(File);
        Assert.Equal(("average", "4", "3"), (file.Metadata["model"], file.Metadata["block_size"], file.Metadata["width"]));
        Assert.Equal(
            ["embedding.table", "output.bias", "output.weights"],
            file.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));

        ILanguageModel back = Checkpoint.Load(File, kinds).Model;
        Assert.IsType<CausalAverage<float>>(back);
        Assert.Equal([.. Evaluation.Score(model, SmallNames.All)], Evaluation.Score(back, SmallNames.All).ToArray());
        var options = new SamplingOptions { MaximumLength = 9 };
        Assert.Equal(Experiment.Sample(model, 5, 10, options), Experiment.Sample(back, 5, 10, options));

        // Without the longer list, the new model is not known.
        Assert.Contains("\"average\"", Assert.Throws<DataException>(() => Checkpoint.Load(File)).Message);
        kinds = [.. kinds, new ModelKind { Name = "other", Title = "other", Make = (_, _, _) => throw new InvalidOperationException() }];
        Checkpoint.Load(File, kinds);
    }

    [Theory]
    [InlineData("0", "must be at least 1, and is 0")]
    [InlineData("8", "must be at most 7, and is 8")]
    [InlineData("2.5", "must be a whole number of at least 1, and is '2.5'")]
    [InlineData("", "must be a whole number of at least 1, and is ''")]
    public void A_whole_number_out_of_range_is_refused(string text, string message)
    {
        var option = ModelOption.Whole("size", "", 3, minimum: 1, maximum: 7);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => option.Parse(text)).Message);
        Assert.Equal(7, option.Parse("7"));
    }

    [Theory]
    [InlineData("-1", "must be 0 or more, and is -1")]
    [InlineData("1e16", "must be at most 1e+15, and is 10000000000000000")]
    [InlineData("NaN", "must be 0 or more, and is NaN")]
    [InlineData("much", "must be 0 or more, and is much")]
    public void A_number_out_of_range_is_refused(string text, string message)
    {
        ModelOption option = CountingBigram.SmoothingOption;
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => option.Parse(text)).Message);
        Assert.Equal(0.1, option.Parse(ModelOption.Text(0.1)));
        Assert.Contains("smoothing must be 0 or more", Assert.Throws<ArgumentException>(() =>
            OptionValues.Defaults.With(option, -1)).Message);
    }

    [Fact]
    public void The_ends_of_an_option_s_range_belong_to_it()
    {
        var option = ModelOption.Number("share", "", 0.5, minimum: -0.25, maximum: 0.75);
        Assert.Equal(-0.25, option.Parse("-0.25"));
        Assert.Equal(0.75, OptionValues.Defaults.With(option, 0.75)[option]);
        Assert.Equal(-0.25, OptionValues.Defaults.With(option, -0.25)[option]);
        Assert.Equal("share must be -2.5e-1 or more, and is -0.26", Assert.Throws<ArgumentException>(() =>
            OptionValues.Defaults.With(option, -0.26)).Message);
        Assert.Equal("share must be at most 7.5e-1, and is 0.76", Assert.Throws<ArgumentException>(() =>
            OptionValues.Defaults.With(option, 0.76)).Message);
        var whole = ModelOption.Whole("size", "", 3);
        Assert.Equal((1, int.MaxValue), (whole.Parse("1"), whole.Parse("2147483647")));
        Assert.Equal("must be at least 1, and is 0", Assert.Throws<ArgumentException>(() => whole.Parse("0")).Message);
        Assert.Equal("must be at most 2147483647, and is 2147483648", Assert.Throws<ArgumentException>(() =>
            whole.Parse("2147483648")).Message);
        Assert.Equal("size must be a whole number, and is 2.5", Assert.Throws<ArgumentException>(() =>
            OptionValues.Defaults.With(whole, 2.5)).Message);
    }

    [Fact]
    public void An_option_may_be_one_of_a_few_words_or_yes_or_no()
    {
        var word = ModelOption.OneOf("init", "", "normal", "kaiming");
        Assert.Equal((0, 1, 1), (word.Parse("normal"), word.Parse("kaiming"), word.Parse("Kaiming")));
        Assert.Equal(("normal", "kaiming", false), (word.TextOf(word.Default), word.TextOf(1), word.IsFlag));
        Assert.Equal("must be one of normal, kaiming, and is '1'", Assert.Throws<ArgumentException>(() => word.Parse("1")).Message);
        Assert.Equal("init must be at most 1, and is 2", Assert.Throws<ArgumentException>(() =>
            OptionValues.Defaults.With(word, 2)).Message);

        var flag = ModelOption.Flag("batch-norm", "");
        Assert.Equal((0, 1, true), (flag.Parse("no"), flag.Parse("yes"), flag.IsFlag));
        Assert.Equal(("no", "yes"), (flag.TextOf(0), flag.TextOf(1)));
        Assert.False(OptionValues.Defaults.IsChosen(flag));
        Assert.True(OptionValues.Defaults.With(flag, 1).IsChosen(flag));
    }

    [Theory]
    [InlineData(9_999_999_999, "9999999999")]
    [InlineData(10_000_000_000, "1e+10")]
    public void A_bound_of_more_than_ten_digits_is_said_as_a_power_of_ten(double bound, string said) =>
        Assert.Equal($"must be at most {said}, and is 1E+20", Assert.Throws<ArgumentException>(() =>
            ModelOption.Number("much", "", 1, minimum: 0, bound).Parse("1e20")).Message);

    [Fact]
    public void The_tour_shows_what_trains_in_little_time()
    {
        Assert.Equal(
            ["counts", "neural", "mlp", "gpt"], ModelKinds.All.Where(kind => kind.Training!.IsInTour).Select(kind => kind.Name));
        var slow = new ModelTraining.MiniBatches(LearningRateSchedule.Parse("0.1:100"));
        Assert.False(slow.IsInTour);
        Assert.True((slow with { Tour = LearningRateSchedule.Parse("0.1:10") }).IsInTour);
        Assert.True(ModelKinds.Counts.Training is { Schedule: null, Tour: null });
    }

    [Fact]
    public void A_kind_says_how_large_its_model_would_be()
    {
        OptionValues sizes = new MultilayerPerceptronSizes(Block: 3, Embedding: 2, Hidden: 10).ToOptions();
        ModelSize perceptron = ModelKinds.Perceptron.Size!(27, sizes);
        Assert.Equal((27 * 2) + (3 * 2 * 10) + (10 * 27), perceptron.Parameters);
        Assert.Equal((3 * 2) + 10 + 27, perceptron.Layers);
        Assert.Equal(3, perceptron.BlockSize);
        Assert.Equal(new ModelSize(27 * 27, 27, 1), ModelKinds.Neural.Size!(27, OptionValues.Defaults));
        Assert.Equal(new ModelSize(27 * 27, 0, 1), ModelKinds.Counts.Size!(27, OptionValues.Defaults));
    }

    [Fact]
    public void Without_options_a_model_is_that_of_the_lectures()
    {
        Assert.Equal(new MultilayerPerceptronSizes(3, 2, 100), MultilayerPerceptronSizes.Of(OptionValues.Defaults));
        Assert.Equal(1, OptionValues.Defaults[CountingBigram.SmoothingOption]);
        Assert.Equal("0.1:100000,0.01:50000", $"{ModelKinds.Perceptron.Training!.Schedule}");
        Assert.Equal("0.1:20000,0.01:10000", $"{ModelKinds.Perceptron.Training.Tour}");
        Assert.Equal(("10:300", "10:300"), ($"{ModelKinds.Neural.Training!.Schedule}", $"{ModelKinds.Neural.Training.Tour}"));
    }

    [Fact]
    public void Pictures_show_what_the_model_knows()
    {
        Indices contexts = SmallNames.Distinct(1).Contexts;
        CountingBigram counts = CountingBigram.Train(SmallNames.Distinct(1), smoothing: 1);
        Picture.PairCounts[] pairs = [.. counts.Pictures(contexts).OfType<Picture.PairCounts>()];
        Assert.Equal(["pairs", "smoothed"], pairs.Select(picture => picture.Name));
        Assert.Equal(counts.Counts.ToArray(), pairs[0].Values());
        Assert.Equal(counts.Counts.ToArray().Select(count => count + 1), pairs[1].Values());
        foreach (double smoothing in new[] { 0, 0.5, 1.5 })
        {
            CountingBigram other = CountingBigram.Train(SmallNames.Distinct(1), smoothing);
            Assert.Equal(["pairs", "probabilities"], other.Pictures(contexts).Select(picture => picture.Name));
        }

        var network = new NeuralBigram<float>(Vocabulary.English, new TorchGenerator(1));
        Picture.PairProbabilities shown = Assert.Single(network.Pictures(contexts).OfType<Picture.PairProbabilities>());
        var output = new Tensor<double>([1, 27]);
        double[][] rows = [.. shown.Values().Chunk(27)];
        foreach (int token in new[] { 0, 1, 26 })
        {
            network.LogProbabilities(new Indices([1, 1], [token]), output);
            Assert.All(output.Span.ToArray().Zip(rows[token]), pair => Assert.Equal(Math.Exp(pair.First), pair.Second, 1e-6));
        }

        var perceptron = new MultilayerPerceptron<float>(Vocabulary.English, new MultilayerPerceptronSizes(3, 2, 4), new TorchGenerator(1));
        Indices three = SmallNames.Distinct(3).Contexts;
        Assert.Equal(["embedding", "hidden"], perceptron.Pictures(three).Select(picture => picture.Name));
        Assert.Equal(["embedding"], perceptron.Pictures(new Indices([0, 3])).Select(picture => picture.Name));
        double[] map = perceptron.Pictures(three).OfType<Picture.CharacterMap>().Single().Values();
        Assert.Equal(perceptron.Embedding.Table.Value.Span.ToArray().Select(value => (double)value), map);
        double[] hidden = perceptron.Pictures(three).OfType<Picture.TanhOutputs>().Single().Values();
        Assert.Equal(perceptron.HiddenOutputs(three)[0].Value.Span.ToArray().Select(value => (double)value), hidden);
    }
}
