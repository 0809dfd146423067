namespace Makemore.Site.Tests;

public sealed class LearningPictureTests
{
    private static readonly LearningPicture Picture = new();

    /// <summary>Whoever means to change the picture writes the file anew, with MAKEMORE_APPROVE=1, and looks at it.</summary>
    [Fact]
    public void The_README_shows_the_picture_that_the_engine_draws() => ApprovedText.Holds(
        $"../{LearningPicture.File}",
        Picture.ToSvg(),
        (approved, drawn) => Transcript.Differences(approved, drawn) is [var first, ..] ? first : null);

    [Fact]
    public void It_tells_in_words_what_it_shows()
    {
        Assert.StartsWith("A small network learns names. Its loss falls from 1", Picture.Description, StringComparison.Ordinal);
        Assert.All(Picture.LastNames, name => Assert.Contains($">{name}<", Picture.ToSvg(), StringComparison.Ordinal));
    }
}
