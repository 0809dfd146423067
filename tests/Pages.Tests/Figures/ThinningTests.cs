using OxyPlot;

namespace Makemore.Pages.Tests;

public class ThinningTests
{
    [Fact]
    public void Twice_as_many_points_as_groups_stay_as_they_are() =>
        Assert.Equal("0:1 1:1 2:1 3:5", Text(Thinning.Extremes(Line(1, 1, 1, 5), groups: 2)));

    [Fact]
    public void The_lowest_and_the_highest_of_each_group_stay_in_their_order() => Assert.Equal(
        "0:1 2:9 3:8 4:2 6:5",
        Text(Thinning.Extremes(Line(1, 4, 9, 8, 2, 3, 5, 5, 5), groups: 3)));

    [Fact]
    public void Groups_differ_by_at_most_one_point() => Assert.Equal(
        "0.5:0.5 2.5:2.5 5:5", Text(Thinning.GroupMeans(Line(0, 1, 2, 3, 4, 5, 6), groups: 3)));

    [Fact]
    public void Fewer_points_than_groups_are_their_own_means() =>
        Assert.Equal("0:3 1:4", Text(Thinning.GroupMeans(Line(3, 4), groups: 5)));

    [Fact]
    public void A_moving_mean_takes_in_as_many_neighbours_as_there_are() => Assert.Equal(
        "0:1.5 1:2 2:5 3:7 4:9", Text(Thinning.MovingMeans(Line(1, 2, 3, 10, 8), reach: 1, places: 9)));

    [Fact]
    public void Places_lie_from_the_first_point_to_the_last()
    {
        Assert.Equal("0:1 2:3 4:5", Text(Thinning.MovingMeans(Line(1, 2, 3, 4, 5), reach: 0, places: 3)));
        Assert.Equal("0:1.5", Text(Thinning.MovingMeans(Line(1, 2, 3), reach: 1, places: 1)));
    }

    [Fact]
    public void What_is_not_finite_is_skipped_and_a_group_of_nothing_else_becomes_a_gap()
    {
        DataPoint[] line = Line(1, double.NaN, double.PositiveInfinity, double.NaN, 5, 7, 6);
        Assert.Equal("0:1 gap 5:6", Text(Thinning.GroupMeans(line, groups: 3)));
        Assert.Equal("0:1 gap 4:5 5:7", Text(Thinning.Extremes(line, groups: 3)));
        Assert.Equal("0:1 1:1 gap 3:5 4:6 5:6 6:6.5", Text(Thinning.MovingMeans(line, reach: 1, places: 7)));
    }

    private static DataPoint[] Line(params double[] heights) => [.. heights.Select((y, x) => new DataPoint(x, y))];

    private static string Text(IEnumerable<DataPoint> points) => string.Join(
        ' ', points.Select(point => point.IsDefined() ? FormattableString.Invariant($"{point.X}:{point.Y}") : "gap"));
}
