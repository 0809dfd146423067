namespace Makemore.Autograd.Tests;

/// <summary>A random test that fails must say how to see it fail again.</summary>
public class RandomCaseTests
{
    [Fact]
    public void A_failure_is_reported_with_its_seed_and_the_smallest_size_that_fails()
    {
        var error = Assert.ThrowsAny<Exception>(() => RandomCase.ForAll(drawn => Assert.InRange(drawn.Size, 1, 3), largestSize: 6));
        Assert.Matches(@"RandomCase \{ Seed = \d+, Size = 4 \}\s+with exception", error.Message);
    }

    [Fact]
    public void Runs_as_many_cases_as_were_asked_for()
    {
        var drawn = new HashSet<RandomCase>();
        RandomCase.ForAll(example => Assert.True(drawn.Add(example)), largestSize: 9, smallestSize: 5);
        Assert.Equal(200, drawn.Count);
        Assert.Equal([5, 6, 7, 8, 9], drawn.Select(example => example.Size).Distinct().Order());
    }
}
