namespace Makemore.Tests;

/// <summary>The bytes that code allocates on the heap, counted on the thread that runs it.</summary>
internal static class Allocation
{
    /// <summary>Of one run. The runtime's own are among them, so hold this to a bound that is far from what it should be.</summary>
    public static long Of(Action code)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        code();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>
    /// Of so many runs together, in bytes exactly. The runtime allocates a little of its own when it compiles a method again, and a pool
    /// of arrays may have to be filled again after a garbage collection, each once; what the code itself allocates comes every time. So
    /// the runs are counted five times, and this is the least. Warm the code up first: let its first run make its buffers.
    /// </summary>
    public static long Of(int runs, Action code)
    {
        long least = long.MaxValue;
        for (int count = 0; count < 5 && least > 0; count++)
        {
            least = Math.Min(least, Of(() =>
            {
                for (int run = 0; run < runs; run++) code();
            }));
        }

        return least;
    }
}
