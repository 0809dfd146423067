using System.Diagnostics;
using Makemore.Autograd;
using Makemore.Runner.Commands;

namespace Makemore.Runner.Tests;

/// <summary>A long command shows that it goes on, and showing it costs next to nothing.</summary>
public class ProgressTests
{
    [Fact]
    public void Gradcheck_reports_every_case_and_not_just_every_operation()
    {
        var reported = new List<int>();
        GradientCheckCommand.Worst(OperationCatalogue.Entries<double>()[0], cases: 5, seed: 1, reported.Add);
        Assert.Equal([0, 1, 2, 3, 4], reported);
    }

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
