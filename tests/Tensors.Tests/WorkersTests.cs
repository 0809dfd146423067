namespace Makemore.Tensors.Tests;

/// <summary>Pieces of work shared among threads.</summary>
public class WorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_piece_is_done_once_and_no_two_threads_have_one_number(int threads)
    {
        int[] done = new int[1000], inUse = new int[threads];
        using var workers = new Workers(threads, (piece, thread) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref inUse[thread]));
            Interlocked.Increment(ref done[piece]);
            Thread.SpinWait(100);
            Interlocked.Decrement(ref inUse[thread]);
        });
        for (int round = 1; round <= 20; round++)
        {
            workers.Run(done.Length);
            Assert.All(done, times => Assert.Equal(round, times));
        }
    }

    [Fact]
    public void Pieces_are_done_by_several_threads_the_calling_one_among_them()
    {
        using var together = new Barrier(3); // opens only when three pieces are under way at once
        int[] threads = new int[3], numbers = new int[3];
        using var workers = new Workers(3, (piece, thread) =>
        {
            Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(30)));
            (threads[piece], numbers[piece]) = (Environment.CurrentManagedThreadId, thread);
        });
        workers.Run(3);
        Assert.Equal([0, 1, 2], numbers.Order());
        Assert.Equal(3, threads.Distinct().Count());
        Assert.Equal(Environment.CurrentManagedThreadId, threads[Array.IndexOf(numbers, 0)]);
    }

    /// <summary>Longer than a thread spins before it waits to be woken.</summary>
    [Fact]
    public void A_round_ends_when_the_slowest_pieces_have_ended_and_the_next_begins_after_a_pause()
    {
        int done = 0;
        using var together = new Barrier(3);
        using var workers = new Workers(3, (_, thread) =>
        {
            together.SignalAndWait(TimeSpan.FromSeconds(30));
            Thread.Sleep(10 * thread); // The calling thread is the first to end its piece.
            Interlocked.Increment(ref done);
        });
        for (int round = 1; round <= 3; round++)
        {
            workers.Run(3);
            Assert.Equal(3 * round, done);
            Thread.Sleep(10);
        }
    }

    [Fact]
    public void A_round_may_have_fewer_pieces_than_threads_or_none()
    {
        int done = 0;
        using var workers = new Workers(3, (_, _) => Interlocked.Increment(ref done));
        workers.Run(0);
        Assert.Equal(0, done);
        workers.Run(1);
        Assert.Equal(1, done);
    }

    [Fact]
    public void A_failing_worker_is_heard_and_the_next_round_goes_on()
    {
        bool fails = true;
        int done = 0;
        using var workers = new Workers(2, (piece, _) =>
        {
            if (fails) throw new InvalidOperationException($"piece {piece}");
            Interlocked.Increment(ref done);
        });
        Assert.StartsWith(
            "piece", Assert.Throws<InvalidOperationException>(() => workers.Run(4)).Message, StringComparison.Ordinal);
        fails = false;
        workers.Run(4);
        Assert.Equal(4, done);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void There_must_be_a_thread(int threads) => Assert.Equal(
        $"the number of threads must be at least 1, and is {threads}",
        Assert.Throws<ArgumentException>(() => new Workers(threads, (_, _) => { })).Message);

    [Fact]
    public void Disposing_ends_the_threads()
    {
        Thread? helper = null;
        using var together = new Barrier(2);
        var workers = new Workers(2, (_, thread) =>
        {
            if (thread == 1) helper = Thread.CurrentThread;
            Assert.Equal(thread == 1, Thread.CurrentThread.Name == "worker 1" && Thread.CurrentThread.IsBackground);
            together.SignalAndWait(TimeSpan.FromSeconds(30));
        });
        workers.Run(2);
        workers.Dispose();
        Assert.NotNull(helper);
        Assert.True(helper.Join(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        int done = 0;
        using var workers = new Workers(2, (_, _) => Interlocked.Increment(ref done));
        for (int i = 0; i < 10; i++) workers.Run(5);
        Assert.Equal(0, Allocation.Of(runs: 100, () => workers.Run(5)));
    }
}
