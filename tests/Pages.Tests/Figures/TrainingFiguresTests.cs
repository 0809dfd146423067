using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Pages.Tests;

/// <summary>Which figures a model gives, and what is said of those that it does not.</summary>
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
            figures.LeftOut.Select(said => said.Split("no figure of the ")[1].Split(": 101 characters are more than the 100")[0]));
    }

    [Fact]
    public void A_model_from_outside_is_drawn_by_what_it_shows()
    {
        var figures = TrainingFigures.OfModel(new Outside(), new NameRows(["abba"], Vocabulary.FromLetters("ab"), 3));
        Assert.Equal(
            ["outside-vectors", "outside-outputs", "outside-pairs", "outside-after"], figures.Drawn.Select(figure => figure.Name));
        Assert.Equal(["V", "3 rows of 3", "P", "A"], figures.Drawn.Select(figure => figure.Figure.Title));
        Assert.All(figures.Drawn, figure => Assert.StartsWith("<svg", figure.Figure.ToSvg()));
    }

    private sealed class Outside : ILanguageModel
    {
        public ModelKind Kind { get; } =
            new() { Name = "outside", Title = "model from outside", Make = (_, _, _) => throw new NotSupportedException() };

        public OptionValues Options => OptionValues.Defaults;

        public Vocabulary Vocabulary { get; } = Vocabulary.FromLetters("ab");

        public int BlockSize => 3;

        public bool AnswersEveryPosition => true;

        public int ParameterCount => 0;

        public void LogProbabilities(Indices tokens, Tensor<double> output) => output.Span.Fill(-Math.Log(3));

        public ILanguageModel CopyForThread() => this;

        public void Save(SafetensorsFile file) { }

        public void Load(SafetensorsFile file, Func<string, string?>? nameOf = null) { }

        public IEnumerable<Picture> Pictures(Indices tokens) =>
        [
            new Picture.CharacterMap("vectors", "V", () => [1, 2, 3, 4, 5, 6]),
            new Picture.TanhOutputs("outputs", $"{tokens.Shape[0]} rows of {tokens.Shape[1]}", () => [0.1, -0.2]),
            new Picture.PairCounts("pairs", "P", () => [1, 2, 3, 4, 5, 6, 7, 8, 9]),
            new Picture.PairProbabilities("after", "A", () => [.. Enumerable.Repeat(1.0 / 3, 9)]),
        ];
    }

    private static TrainingFigures Of(string letters)
    {
        var contexts = new DistinctContexts(new Examples([letters], Vocabulary.FromLetters(letters), 1));
        return TrainingFigures.OfModel(CountingBigram.Train(contexts, 1), contexts);
    }
}
