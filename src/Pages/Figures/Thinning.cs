using OxyPlot;

namespace Makemore.Pages;

/// <summary>
/// Reduces many points to a few, so that a figure of a million steps stays small. Values that are not finite become gaps.
/// </summary>
internal static class Thinning
{
    /// <summary>
    /// Keeps the lowest and the highest of every group of neighbours, in their order. Drawn as a line, this looks like the whole, peaks
    /// included. Up to twice as many points as groups are returned unchanged.
    /// </summary>
    public static List<DataPoint> Extremes(IReadOnlyList<DataPoint> points, int groups)
    {
        if (points.Count <= 2 * groups) return [.. points];
        var thin = new List<DataPoint>();
        foreach (Range range in Split(points.Count, groups))
        {
            DataPoint[] finite = FiniteOf(points, range);
            if (finite.Length == 0)
            {
                thin.Add(DataPoint.Undefined);
                continue;
            }

            DataPoint[] extremes = [finite.MinBy(point => point.Y), finite.MaxBy(point => point.Y)];
            thin.AddRange(extremes.Distinct().OrderBy(point => point.X));
        }

        return thin;
    }

    /// <summary>The mean of every group of neighbours, at their mean position.</summary>
    public static List<DataPoint> GroupMeans(IReadOnlyList<DataPoint> points, int groups) =>
        [.. Split(points.Count, Math.Min(groups, points.Count)).Select(range => Mean(FiniteOf(points, range)))];

    /// <summary>
    /// The mean of a point and its <paramref name="reach"/> neighbours on either side, at up to <paramref name="places"/> evenly spaced
    /// points.
    /// </summary>
    public static List<DataPoint> MovingMeans(IReadOnlyList<DataPoint> points, int reach, int places)
    {
        places = Math.Min(places, points.Count);
        var means = new List<DataPoint>();
        for (int place = 0; place < places; place++)
        {
            int centre = places == 1 ? 0 : (int)((long)place * (points.Count - 1) / (places - 1));
            DataPoint[] around = FiniteOf(points, Math.Max(0, centre - reach)..Math.Min(points.Count, centre + reach + 1));
            means.Add(around.Length == 0 ? DataPoint.Undefined : new DataPoint(points[centre].X, Mean(around).Y));
        }

        return means;
    }

    private static IEnumerable<Range> Split(int count, int groups)
    {
        for (int group = 0; group < groups; group++)
            yield return (int)((long)group * count / groups)..(int)((group + 1L) * count / groups);
    }

    private static DataPoint[] FiniteOf(IReadOnlyList<DataPoint> points, Range range)
    {
        (int start, int length) = range.GetOffsetAndLength(points.Count);
        return [.. Enumerable.Range(start, length).Select(i => points[i]).Where(point => double.IsFinite(point.Y))];
    }

    private static DataPoint Mean(DataPoint[] points) =>
        points.Length == 0 ? DataPoint.Undefined : new DataPoint(points.Average(point => point.X), points.Average(point => point.Y));
}
