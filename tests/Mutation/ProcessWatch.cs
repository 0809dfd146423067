using System.Diagnostics;

namespace Makemore.Mutation;

/// <summary>
/// Says when a process has worked for too long. On a busy machine a process gets little of a processor, so what counts is the time that it
/// works; one that hardly works at all waits for something that never comes.
/// </summary>
internal sealed class ProcessWatch(Process process, TimeSpan limit)
{
    // A program that waits still works a little now and then, in threads of the runtime.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15), WorkMeanwhile = TimeSpan.FromSeconds(1);

    private readonly TimeSpan before = TimeOf(process);
    private readonly Stopwatch sinceItWorked = Stopwatch.StartNew();
    private TimeSpan lastSeen;

    /// <summary>A processor's time since the watch began, when last asked whether it is over.</summary>
    public TimeSpan Worked { get; private set; }

    /// <summary>True if the process has worked longer than the limit, or hardly for a quarter of a minute.</summary>
    public bool IsOver
    {
        get
        {
            Worked = TimeOf(process) - before;
            if (Worked - lastSeen > WorkMeanwhile)
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
