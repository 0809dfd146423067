namespace Makemore.Models.Tests;

public class ScoresTests
{
    /// <summary>Only a few different losses, so that many names are equally probable.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(999)]
    [InlineData(1003)]
    [InlineData(5000)]
    public void The_extremes_of_many_names_are_those_of_all_in_order(int count)
    {
        var random = new Random(1);
        NameScore[] all = [.. Enumerable.Range(0, count).Select(i => new NameScore($"name {i}", i, random.Next(100)))];
        var scores = Scores.Of(all, shown: 5);

        NameScore[] ordered = [.. all.OrderBy(score => score.PerCharacter)];
        Assert.Equal(ordered.Take(5), scores.Best);
        Assert.Equal(ordered.Skip(5).TakeLast(5), scores.Worst);
        Assert.Equal(count, scores.Count);
        Assert.Equal(all.Average(score => score.PerCharacter), scores.Mean, 1e-9);
    }
}
