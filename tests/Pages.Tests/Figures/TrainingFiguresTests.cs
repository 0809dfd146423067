using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Pages.Tests;

/// <summary>Which figures a model gives, and the message for those that it does not give.</summary>
public class TrainingFiguresTests
{
    [Fact]
    public void A_model_of_few_characters_is_drawn()
    {
        TrainingFigures figures = Of("ab");
        Assert.Equal(["counts-pairs", "counts-smoothed", "counts-probabilities"], figures.Drawn.Select(figure => figure.Name));
        Assert.Empty(figures.LeftOut);
    }

    [Fact]
    public void What_is_too_large_to_draw_is_left_out_with_the_reason()
    {
        TrainingFigures figures = Of(string.Concat(Enumerable.Range(0x4E00, PairHeatmap.MaximumCharacters).Select(letter => (char)letter)));
        Assert.Empty(figures.Drawn);
        Assert.Equal(
            ["counts", "probabilities"],
            figures.LeftOut.Select(said => said.Split("no figure of the ")[1].Split(": it can show 100 characters, and there are 101")[0]));
    }

    [Fact]
    public void A_sequence_model_from_outside_is_drawn_and_reported()
    {
        NameList names = Names();
        Trained trained = TrainedAverage(names);
        var figures = TrainingFigures.Of(trained, names);
        Assert.Equal(["average-loss", "average-updates", "average-gradients", "average-vectors"], figures.Drawn.Select(figure => figure.Name));
        Assert.Equal("Loss of the causal average", figures.Drawn[0].Figure.Title);

        var checkpoint = new Checkpoint(trained.Model);
        ModelReport model = TrainingReport.Model(checkpoint, names, figures, ["ravi"], "again");
        string page = ReportPage.Write(TrainingReport.Of(names, [TrainingReport.Row(trained)], [model], "all again"));
        foreach (string part in new[] { "causal average", "chance", "counting bigram", "Vectors" }) Assert.Contains(part, page);
    }

    [Fact]
    public void The_loss_is_compared_with_chance_counting_and_the_floor()
    {
        NameList names = Names();
        Trained trained = TrainedAverage(names);
        string description = TrainingFigures.Of(trained, names).Drawn[0].Figure.Description;
        string chance = NumberText.Nats(Math.Log(27)), floor = NumberText.Nats(trained.TrainingSet!.Floor);
        string counting = NumberText.Nats(Experiment.Counts(names, smoothing: 1).Loss.All!.Value);
        Assert.EndsWith(
            "; learning rates 0.1 from step 0; "
            + $"for comparison chance {chance}, counting pairs {counting}, floor of these contexts {floor}.",
            description);
    }

    [Fact]
    public void Updates_without_a_size_are_not_drawn()
    {
        NameList names = Names();
        Trained trained = TrainedAverage(names);
        IEnumerable<string> Drawn(params double[] ratios)
        {
            UpdatePoint[] updates = Points.Updates([1], [.. ratios.Select((ratio, i) => ($"p{i}", new[] { ratio }))]);
            Trained other = trained with { Run = trained.Run! with { Updates = updates } };
            return TrainingFigures.Of(other, names).Drawn.Select(figure => figure.Name);
        }

        Assert.Equal(["average-loss", "average-gradients", "average-vectors"], Drawn(0, double.NaN, double.PositiveInfinity));
        Assert.Equal(["average-loss", "average-updates", "average-gradients", "average-vectors"], Drawn(0, 0.1, double.NaN));
    }

    [Fact]
    public void The_gradients_are_those_of_the_step_that_would_come_next()
    {
        NameList names = Names();
        Trained trained = TrainedAverage(names);
        IReadOnlyList<WeightGradient> left = WeightGradient.AllOf((Module<float>)trained.Model);
        Assert.Equal(["embedding.table", "output.weights"], left.Select(matrix => matrix.Name));
        Figure drawn = TrainingFigures.Of(trained, names).Drawn[2].Figure;
        Assert.Equal("Gradients of the causal average's weights after training", drawn.Title);
        Assert.Equal(new GradientHistograms("g", left).Description, drawn.Description);
    }

    [Theory, InlineData(64, true), InlineData(65, false)]
    public void Attention_shows_64_heads(int heads, bool isDrawn)
    {
        var maps = new Picture.Attention("m", "M", [0], 1, heads, () => [.. Enumerable.Repeat(1.0, heads)]);
        TrainingFigures figures = OfPicture(maps, Vocabulary.FromLetters("ab"));
        Assert.Equal(isDrawn, figures.Drawn.Count == 1);
        string[] reasons = isDrawn ? [] : ["no figure of the attention: it can show 64 heads, and there are 65"];
        Assert.Equal(reasons, figures.LeftOut);
    }

    [Fact]
    public void A_run_without_steps_and_a_model_that_was_not_trained_in_steps_have_no_loss_to_draw()
    {
        NameList names = Names();
        Trained trained = TrainedAverage(names);
        Trained without = trained with { Run = new TrainingResult(0, []) };
        Assert.Equal(["average-vectors"], TrainingFigures.Of(without, names).Drawn.Select(figure => figure.Name));
        Assert.Equal("counts-pairs", TrainingFigures.Of(Experiment.Counts(names, smoothing: 1), names).Drawn[0].Name);
    }

    [Fact]
    public void Few_rows_are_enough_for_a_picture()
    {
        const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        string[] pairs = [.. Letters.SelectMany(one => Letters.Select(other => $"{one}{other}"))];
        var examples = new DistinctContexts(new Examples(pairs, Vocabulary.FromLetters(Letters), 2));
        Assert.Equal(1 + 52 + (52 * 52), examples.Tokens.Shape[0]);
        Assert.Equal("2000 rows of 2", TrainingFigures.OfModel(new Showing(), examples).Drawn[1].Figure.Title);
    }

    [Theory, InlineData(399, true), InlineData(400, false)]
    public void A_map_holds_400_characters(int letters, bool isDrawn)
    {
        var vocabulary = Vocabulary.FromLetters(string.Concat(Enumerable.Range(0x4E00, letters).Select(letter => (char)letter)));
        var map = new Picture.CharacterMap("v", "V", () => new double[2 * vocabulary.Size]);
        TrainingFigures figures = OfPicture(map, vocabulary);
        Assert.Equal(isDrawn, figures.Drawn.Count == 1);
        string[] reasons = isDrawn ? [] : ["no figure of the embeddings: it can show 400 characters, and there are 401"];
        Assert.Equal(reasons, figures.LeftOut);
    }

    [Fact]
    public void A_picture_of_another_kind_is_refused() => Assert.Equal(
        "there is no figure for a picture of type Unknown",
        Assert.Throws<ArgumentException>(() => OfPicture(new Unknown(), Vocabulary.FromLetters("ab"))).Message);

    [Fact]
    public void Each_figure_becomes_a_file()
    {
        string folder = Directory.CreateTempSubdirectory("figures-").FullName;
        try
        {
            TrainingFigures figures = Of("ab");
            figures.Write(folder);
            foreach (NamedFigure figure in figures.Drawn)
                Assert.Equal(figure.Figure.ToSvg(), File.ReadAllText(Path.Combine(folder, $"{figure.Name}.svg")));
            Assert.Equal(figures.Drawn.Count, Directory.GetFiles(folder).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_range_test_has_one_figure()
    {
        var plan = new TrainingPlan(CausalAverage.Kind) { Schedule = LearningRateSchedule.Parse("0.1:20"), BatchSize = 2 };
        using TrainingRun<float> training = TrainingRun.Of(plan, Names(), seed: 1);
        LearningRateRange range = LearningRateRangeTest.Run(
            training.Trainer, 1e-3, 10, 50, cancellation: TestContext.Current.CancellationToken);
        NamedFigure figure = Assert.Single(TrainingFigures.OfRange(CausalAverage.Kind, range).Drawn);
        Assert.Equal(("lr-range", "Learning-rate range test of the causal average"), (figure.Name, figure.Figure.Title));
        var same = new LearningRateCurve("t", range.Points, range.Smoothed, range.Steepest, range.Minimum);
        Assert.NotEqual(range.Steepest, range.Minimum);
        Assert.Equal(same.Description, figure.Figure.Description);
    }

    [Fact]
    public void Every_picture_has_its_figure()
    {
        var figures = TrainingFigures.OfModel(new Showing(), new DistinctContexts(new Examples(["abba"], Vocabulary.FromLetters("ab"), 2)));
        Assert.Equal(["showing-v", "showing-t", "showing-c", "showing-p", "showing-m", "showing-g", "showing-r"], figures.Drawn.Select(figure => figure.Name));
        Assert.Equal(["V", "5 rows of 2", "C", "P", "M", "G", "R"], figures.Drawn.Select(figure => figure.Figure.Title));
        Assert.Equal(
            [
                typeof(EmbeddingMap), typeof(ActivationHistogram), typeof(PairHeatmap), typeof(PairHeatmap), typeof(AttentionMaps),
                typeof(GateMap), typeof(NormalizedSums),
            ],
            figures.Drawn.Select(figure => figure.Figure.GetType()));
    }

    private sealed record Unknown() : Picture("u", "U");

    // Shows this picture, or else one of each kind.
    private sealed class Showing(Vocabulary? vocabulary = null, Picture? picture = null) : NeuralModel<float>
    {
        public override ModelKind Kind { get; } = new() { Name = "showing", Title = "showing", Make = (_, _, _) => new Showing() };

        public override Vocabulary Vocabulary { get; } = vocabulary ?? Vocabulary.FromLetters("ab");

        public override int BlockSize => 2;

        public override Variable<float> Logits(Indices tokens, Mode mode) => throw new NotSupportedException();

        public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) => throw new NotSupportedException();

        public override IEnumerable<Picture> Pictures(Indices tokens) => picture is not null ? [picture] :
        [
            new Picture.CharacterMap("v", "V", () => [1, 2, 3, 4, 5, 6]),
            new Picture.TanhOutputs("t", $"{tokens.Shape[0]} rows of {tokens.Shape[1]}", () => [0.1, -0.2]),
            new Picture.PairCounts("c", "C", () => [1, 2, 3, 4, 5, 6, 7, 8, 9]),
            new Picture.PairProbabilities("p", "P", () => [.. Enumerable.Repeat(1.0 / 3, 9)]),
            new Picture.Attention("m", "M", [0, 2], 1, 1, () => [1, 0, 0.5, 0.5]),
            new Picture.GateOpenings("g", "G", [0], [new Gate("gate", "opens")], () => [0.5]),
            new Picture.RunningStatistics("r", "R", () => [new NormalizedLayer("one", [0], [1])]),
        ];
    }

    private static NameList Names() =>
        NameList.Clean([new("anu", 1), new("ravi", 2), new("meera", 3), new("arun", 4)], Vocabulary.English);

    private static Trained TrainedAverage(NameList names)
    {
        var plan = new TrainingPlan(CausalAverage.Kind) { Schedule = LearningRateSchedule.Parse("0.1:20"), BatchSize = 2 };
        return Experiment.Train(plan, names, seed: 1, cancellation: TestContext.Current.CancellationToken);
    }

    private static TrainingFigures OfPicture(Picture picture, Vocabulary vocabulary) => TrainingFigures.OfModel(
        new Showing(vocabulary, picture), new DistinctContexts(new Examples([vocabulary.TextOf(1)], vocabulary, 2)));

    private static TrainingFigures Of(string letters)
    {
        var contexts = new DistinctContexts(new Examples([letters], Vocabulary.FromLetters(letters), 1));
        return TrainingFigures.OfModel(CountingBigram.Train(contexts, 1), contexts);
    }
}
