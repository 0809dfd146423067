using System.Diagnostics;

namespace Makemore.Mutation;

/// <summary>
/// Says when a process has worked for too long. On a busy machine a process gets little of a processor, so what counts is the time that it
/// works; one that does not work at all waits for something that never comes.
/// </summary>
internal sealed class ProcessWatch(Process process, TimeSpan limit)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly TimeSpan before = TimeOf(process);
    private readonly Stopwatch sinceItWorked = Stopwatch.StartNew();
    private TimeSpan lastSeen = TimeSpan.FromSeconds(-1);

    /// <summary>A processor's time since the watch began, when last asked whether it is over.</summary>
    public TimeSpan Worked { get; private set; }

    /// <summary>True if the process has worked longer than the limit, or has not worked for half a minute.</summary>
    public bool IsOver
    {
        get
        {
            Worked = TimeOf(process) - before;
            if (Worked - lastSeen > TimeSpan.FromSeconds(0.1))
            {
                lastSeen = Worked;
                sinceItWorked.Restart();
            }

            return Worked > limit || sinceItWorked.Elapsed > LongestWait;
        }
    }

    private static TimeSpan TimeOf(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return TimeSpan.Zero; // it has just ended
        }
    }
}
