using Makemore.Models;

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

    private static TrainingFigures Of(string letters)
    {
        var contexts = new DistinctContexts(new Examples([letters], Vocabulary.FromLetters(letters), 1));
        return TrainingFigures.OfModel(CountingBigram.Train(contexts, 1), contexts);
    }
}
