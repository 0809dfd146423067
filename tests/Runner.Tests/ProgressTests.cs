using System.Diagnostics;

namespace Makemore.Runner.Tests;

/// <summary>A long command shows that it goes on, and showing it costs next to nothing.</summary>
public class ProgressTests
{
    [Fact]
    public void The_bar_moves_at_most_ten_times_a_second()
    {
        var shown = new List<double>();
        Action<double, string> report = Screen.AtMostTenTimesASecond((done, _) => shown.Add(done));
        long begin = Stopwatch.GetTimestamp();
        int steps = 0;
        for (; Stopwatch.GetElapsedTime(begin).TotalMilliseconds < 350; steps++) report(steps, "");
        Assert.Equal(0, shown[0]);
        Assert.InRange(shown.Count, 2, 1 + (int)(Stopwatch.GetElapsedTime(begin).TotalMilliseconds / 100));
        Assert.True(steps > shown.Count);
    }
}
