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
        NameList names = NameList.Clean([new("anu", 1), new("ravi", 2), new("meera", 3), new("arun", 4)], Vocabulary.English);
        var plan = new TrainingPlan(CausalAverage.Kind) { Schedule = LearningRateSchedule.Parse("0.1:20"), BatchSize = 2 };
        Trained trained = Experiment.Train(plan, names, seed: 1, cancellation: TestContext.Current.CancellationToken);
        var figures = TrainingFigures.Of(trained, names);
        Assert.Equal(["average-loss", "average-updates", "average-vectors"], figures.Drawn.Select(figure => figure.Name));
        Assert.Equal("Loss of the causal average", figures.Drawn[0].Figure.Title);

        var checkpoint = new Checkpoint(trained.Model);
        ModelReport model = TrainingReport.Model(checkpoint, names, figures, seed: 1, MultinomialKind.Mkl, "again");
        string page = ReportPage.Write(TrainingReport.Of(names, [TrainingReport.Row(trained)], [model], "all again"));
        foreach (string part in new[] { "causal average", "chance", "counting bigram", "Vectors" }) Assert.Contains(part, page);
    }

    [Fact]
    public void Every_picture_has_its_figure()
    {
        var figures = TrainingFigures.OfModel(new Showing(), new DistinctContexts(new Examples(["abba"], Vocabulary.FromLetters("ab"), 2)));
        Assert.Equal(["showing-v", "showing-t", "showing-c", "showing-p"], figures.Drawn.Select(figure => figure.Name));
        Assert.Equal(["V", "5 rows of 2", "C", "P"], figures.Drawn.Select(figure => figure.Figure.Title));
        Assert.Equal(
            [typeof(EmbeddingMap), typeof(ActivationHistogram), typeof(PairHeatmap), typeof(PairHeatmap)],
            figures.Drawn.Select(figure => figure.Figure.GetType()));
    }

    // Shows one picture of each kind.
    private sealed class Showing : NeuralModel<float>
    {
        public override ModelKind Kind { get; } = new() { Name = "showing", Title = "showing", Make = (_, _, _) => new Showing() };

        public override Vocabulary Vocabulary { get; } = Vocabulary.FromLetters("ab");

        public override int BlockSize => 2;

        public override Variable<float> Logits(Indices tokens, Mode mode) => throw new NotSupportedException();

        public override NeuralModel<TOther> MakeAgain<TOther>(ValueSource<TOther> values) => throw new NotSupportedException();

        public override IEnumerable<Picture> Pictures(Indices tokens) =>
        [
            new Picture.CharacterMap("v", "V", () => [1, 2, 3, 4, 5, 6]),
            new Picture.TanhOutputs("t", $"{tokens.Shape[0]} rows of {tokens.Shape[1]}", () => [0.1, -0.2]),
            new Picture.PairCounts("c", "C", () => [1, 2, 3, 4, 5, 6, 7, 8, 9]),
            new Picture.PairProbabilities("p", "P", () => [.. Enumerable.Repeat(1.0 / 3, 9)]),
        ];
    }

    private static TrainingFigures Of(string letters)
    {
        var contexts = new DistinctContexts(new Examples([letters], Vocabulary.FromLetters(letters), 1));
        return TrainingFigures.OfModel(CountingBigram.Train(contexts, 1), contexts);
    }
}
