using System.Runtime.ExceptionServices;

namespace Makemore.Tensors;

/// <summary>
/// Threads that are started once and then share numbered pieces of work again and again, together with the calling thread. A call
/// allocates nothing. Which thread does which piece is left to chance, and the pieces must not depend on it.
/// </summary>
public sealed class Workers : IDisposable
{
    private readonly object gate = new(); // guards round and busy; pulsed when either changes
    private readonly int helpers;
    private readonly Action<int, int> work;
    private Exception? failure;
    private int pieces, next, round, busy;
    private bool ends;

    /// <summary>Starts <paramref name="threads"/> − 1 threads, which wait until <see cref="Run"/> is called.</summary>
    /// <param name="threads">How many threads work, at least 1.</param>
    /// <param name="work">
    /// Does the piece with the first number. The second is the number of the thread that does it, 0 to <paramref name="threads"/> − 1, for
    /// things that only one thread at a time may use.
    /// </param>
    /// <exception cref="ArgumentException">There are fewer than 1 threads.</exception>
    public Workers(int threads, Action<int, int> work)
    {
        if (threads < 1) throw new ArgumentException($"the number of threads must be at least 1, and is {threads}");
        (this.work, helpers) = (work, threads - 1);
        for (int i = 1; i <= helpers; i++)
        {
            int number = i;
            new Thread(() => Help(number)) { IsBackground = true, Name = $"worker {number}" }.Start();
        }
    }

    /// <summary>Does the pieces 0 to <paramref name="count"/> − 1, and returns when all are done.</summary>
    public void Run(int count)
    {
        (pieces, next, failure) = (count, 0, null);
        StartRound();
        DoPieces(thread: 0);
        for (var spin = new SpinWait(); Volatile.Read(ref busy) > 0 && !spin.NextSpinWillYield;) spin.SpinOnce();
        lock (gate)
        {
            while (busy > 0) Monitor.Wait(gate);
        }

        if (failure is { } thrown) ExceptionDispatchInfo.Throw(thrown);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        ends = true;
        StartRound();
    }

    private void StartRound()
    {
        lock (gate)
        {
            busy = helpers;
            round++;
            Monitor.PulseAll(gate);
        }
    }

    private void Help(int thread)
    {
        for (int done = 0; ; done++)
        {
            // The next round often begins within microseconds, and watching for it is faster than being woken.
            for (var spin = new SpinWait(); Volatile.Read(ref round) == done && !spin.NextSpinWillYield;) spin.SpinOnce();
            lock (gate)
            {
                while (round == done) Monitor.Wait(gate);
            }

            if (ends) return;
            DoPieces(thread);
            lock (gate)
            {
                if (--busy == 0) Monitor.PulseAll(gate);
            }
        }
    }

    private void DoPieces(int thread)
    {
        try
        {
            for (int piece; (piece = Interlocked.Increment(ref next) - 1) < pieces;) work(piece, thread);
        }
        catch (Exception exception)
        {
            failure = exception;
        }
    }
}
