using System.Diagnostics;

namespace Makemore.Bench;

/// <summary>Work that is timed in rounds. A round repeats it as often as fits into the time of a round.</summary>
internal sealed class Contender(Action work)
{
    private readonly List<double> rounds = [];
    private int repetitions = 1;

    /// <summary>Seconds for each repetition, round by round.</summary>
    public IReadOnlyList<double> Rounds => rounds;

    /// <summary>Seconds for each repetition in the best round, which was disturbed least.</summary>
    public double Best => rounds.Min();

    /// <summary>Repeats the work until the compiler and the caches have settled, and finds how many repetitions fill a round.</summary>
    public void WarmUp(TimeSpan duration, TimeSpan round)
    {
        Repeat(1);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            double seconds = Repeat(repetitions);
            repetitions = Math.Clamp((int)(round.TotalSeconds / seconds), 1, 2 * repetitions);
        }
    }

    /// <summary>Times a round.</summary>
    public void Round() => rounds.Add(Repeat(repetitions));

    private double Repeat(int times)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++) work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / times;
    }
}
