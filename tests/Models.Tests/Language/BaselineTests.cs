using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Models.Tests.Language;

/// <summary>The models that need no gradient: chance and counting.</summary>
public sealed class BaselineTests
{
    private static readonly Vocabulary Letters = Vocabulary.FromLetters("abc");

    [Fact]
    public void Chance_gives_every_character_the_same_probability_and_has_nothing_to_learn()
    {
        Trained chance = Experiment.Chance(Letters);
        ILanguageModel model = chance.Model;
        Assert.Equal(Math.Log(4), chance.Loss.All);
        Assert.Equal(Math.Log(4), Evaluation.Loss(model, new DistinctContexts(new Examples(["abc"], Letters, 1))), 1e-12);
        Assert.Equal(("uniform", "chance"), (model.Kind.Name, model.Kind.Title));
        Assert.Equal((1, 0, false), (model.BlockSize, model.ParameterCount, model.AnswersEveryPosition));
        Assert.Same(Letters, model.Vocabulary);
        Assert.Same(OptionValues.Defaults, model.Options);
        Assert.Same(model, model.CopyForThread());
        Assert.Empty(model.Pictures(new Indices([0, 1])));
        Assert.IsType<UniformModel>(ModelKinds.Uniform.Make(Letters, OptionValues.Defaults, ValueSource<float>.Zeros));
        Assert.DoesNotContain(ModelKinds.Uniform, ModelKinds.All);
        var plan = new TrainingPlan(ModelKinds.Uniform);
        NameList names = NameList.Clean([new NameRow("abc", 1)], Letters);
        Assert.Contains("chance: there is nothing to train", Assert.Throws<ArgumentException>(
            () => Experiment.Train(plan, names, 1, cancellation: TestContext.Current.CancellationToken)).Message);
    }

    [Theory]
    [InlineData(15, 0, 1, "15 counts for a vocabulary of 4, which needs 16")]
    [InlineData(16, -1, 1, "a count is negative")]
    [InlineData(16, 0, -0.5, "smoothing must be 0 or more, and is -0.5")]
    [InlineData(16, 0, double.PositiveInfinity, "smoothing must be 0 or more")]
    [InlineData(16, 0, double.NaN, "smoothing must be 0 or more")]
    public void Counting_refuses_counts_that_are_none(int length, long last, double smoothing, string message)
    {
        var counts = new long[length];
        counts[^1] = last;
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new CountingBigram(Letters, counts, smoothing)).Message);
    }

    [Fact]
    public void Counting_without_smoothing_finds_all_equally_probable_after_what_it_never_saw()
    {
        var model = new CountingBigram(Letters, [0, 1, 0, 3, .. new long[12]], smoothing: 0);
        var output = new Tensor<double>([2, 4]);
        model.LogProbabilities(new Indices([2, 1], [0, 1]), output);
        double[] expected = [0, 0.25, 0, 0.75, 0.25, 0.25, 0.25, 0.25];
        Assert.All(expected.Zip(output.Span.ToArray()), pair => Assert.Equal(pair.First, Math.Exp(pair.Second), 1e-12));
        Assert.Same(model, model.CopyForThread());
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(15, -1)]
    [InlineData(15, long.MinValue)]
    public void Counting_loads_no_negative_count(int place, long count)
    {
        var read = new long[16];
        read[place] = count;
        var file = new SafetensorsFile();
        file.Add("N", [4, 4], read);
        var model = new CountingBigram(Letters, [.. Enumerable.Range(1, 16)], smoothing: 1);
        Assert.Equal("N: a count is negative", Assert.Throws<InvalidDataException>(() => model.Load(file)).Message);
        Assert.Equal([.. Enumerable.Range(1, 16)], model.Counts.ToArray());
    }

    [Fact]
    public void Counting_takes_pairs_only()
    {
        var triples = new DistinctContexts(new Examples(["abc"], Letters, 2));
        Assert.Contains("was given contexts of 2", Assert.Throws<ArgumentException>(() => CountingBigram.Train(triples, 1)).Message);
        NameList names = NameList.Clean([new NameRow("abc", 1)], Letters);
        var counted = (CountingBigram)Experiment.Counts(names, 1).Model;
        Assert.Equal(CountingBigram.Train(names.Pairs, 1).Counts, counted.Counts);
    }
}
