namespace Makemore.Tensors.Tests;

/// <summary>As few and as long runs as the shapes allow.</summary>
public class StretchedRunsTests
{
    [Theory]
    [InlineData(new[] { 3 }, new[] { 2, 3 }, new[] { 0, 0 }, 3, true)]
    [InlineData(new[] { 2, 1 }, new[] { 2, 3 }, new[] { 0, 1 }, 3, false)]
    [InlineData(new[] { 2, 3 }, new[] { 2, 3 }, new[] { 0 }, 6, true)]
    [InlineData(new int[0], new[] { 2, 3 }, new[] { 0 }, 6, false)]
    [InlineData(new[] { 2, 1, 3 }, new[] { 2, 1, 3 }, new[] { 0 }, 6, true)]
    [InlineData(new[] { 1, 1, 1 }, new[] { 2, 1, 3 }, new[] { 0 }, 6, false)]
    [InlineData(new[] { 2, 1, 1 }, new[] { 2, 3, 4 }, new[] { 0, 1 }, 12, false)]
    [InlineData(new[] { 2, 1, 4 }, new[] { 2, 3, 4 }, new[] { 0, 0, 0, 4, 4, 4 }, 4, true)]
    [InlineData(new int[0], new int[0], new[] { 0 }, 1, false)]
    public void Axes_go_into_a_run_while_they_move_or_stand_still_like_the_innermost(
        int[] small, int[] large, int[] starts, int length, bool moves)
    {
        var runs = new StretchedRuns(Shape.Create(small), Shape.Create(large));
        Assert.Equal(starts, runs.Starts);
        Assert.Equal((length, moves), (runs.Length, runs.Moves));
    }
}
