using System.Runtime.ExceptionServices;

namespace Makemore.Models;

/// <summary>
/// Threads that are started once and then share out numbered pieces of work again and again, the calling thread among them. A call allocates nothing.
/// Which thread does which piece is left to chance; the pieces must not depend on it.
/// </summary>
public sealed class Workers : IDisposable
{
    private readonly Barrier barrier;
    private readonly Action<int> work;
    private Exception? failure;
    private int pieces, next;
    private bool ends;

    /// <summary>Makes <paramref name="threads"/> − 1 threads, which wait until <see cref="Run"/> is called.</summary>
    /// <param name="threads">How many threads work, at least 1.</param>
    /// <param name="work">Does the piece of this number.</param>
    /// <exception cref="ArgumentException">There is to be less than 1 thread.</exception>
    public Workers(int threads, Action<int> work)
    {
        if (threads < 1) throw new ArgumentException($"the number of threads must be at least 1, and is {threads}");
        this.work = work;
        barrier = new Barrier(threads);
        for (int i = 1; i < threads; i++) new Thread(Wait) { IsBackground = true, Name = $"worker {i}" }.Start();
    }

    /// <summary>Does the pieces 0 to <paramref name="count"/> − 1, and returns when all are done.</summary>
    public void Run(int count)
    {
        (pieces, next, failure) = (count, 0, null);
        barrier.SignalAndWait();
        DoPieces();
        barrier.SignalAndWait();
        if (failure is { } thrown) ExceptionDispatchInfo.Throw(thrown);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (ends) return;
        ends = true;
        barrier.SignalAndWait();
    }

    private void Wait()
    {
        while (true)
        {
            barrier.SignalAndWait();
            if (ends) return;
            DoPieces();
            barrier.SignalAndWait();
        }
    }

    private void DoPieces()
    {
        try
        {
            for (int piece; (piece = Interlocked.Increment(ref next) - 1) < pieces;) work(piece);
        }
        catch (Exception exception)
        {
            failure = exception;
        }
    }
}
