using System.Runtime.CompilerServices;

namespace Makemore.Models.Tests.EvaluationOf;

/// <summary>A loss over several chunks of rows, shared among threads.</summary>
public class MeanLossTests
{
    private const string Letters = "abcdefghij";

    // Pairs of letters: 10 · 10 of them, and as many after a boundary, make some 110 contexts of two; triples make several chunks.
    private static readonly Examples Triples = new(
        [.. from a in Letters from b in Letters from c in Letters select $"{a}{b}{c}"], Vocabulary.FromLetters(Letters), blockSize: 3);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_loss_is_the_mean_over_all_chunks(int threads)
    {
        var distinct = new DistinctContexts(Triples);
        Assert.True(distinct.Count > 3 * 256, $"{distinct.Count} rows are not enough for several chunks");
        double expected = Enumerable.Range(0, Triples.Count).Average(example =>
        {
            var context = new int[3];
            Triples.Context(example, context);
            return -Math.Log(Answer(context)[Triples.Target(example)]);
        });
        Assert.Equal(expected, Evaluation.Loss(NewModel(Answer), distinct, threads), 1e-12);
        Assert.Equal(expected, Evaluation.Score(NewModel(Answer), TripleNames()).Sum(score => score.Total) / Triples.Count, 1e-12);
    }

    [Fact]
    public void Threads_work_at_the_same_time()
    {
        using var together = new Barrier(2); // opens only when two chunks are under way at once
        int chunks = (new DistinctContexts(Triples).Count + 255) / 256, asked = 0;
        var model = NewModel(tokens =>
        {
            // The first question of each of the first two chunks waits for the other.
            if (Interlocked.Increment(ref asked) <= 2) Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(30)));
            return Answer(tokens);
        });
        Assert.True(chunks > 2);
        Assert.True(double.IsFinite(Evaluation.Loss(model, new DistinctContexts(Triples), threads: 2)));
    }

    // A thread that waits for work holds on to the model.
    [Fact]
    public void No_thread_is_left_once_it_is_disposed()
    {
        WeakReference model = LossOfAModelThatIsForgotten();
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                return !model.IsAlive;
            },
            TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Fewer_than_one_thread_is_refused() =>
        Assert.Throws<ArgumentException>(() => Evaluation.Loss(NewModel(Answer), new DistinctContexts(Triples), threads: 0));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LossOfAModelThatIsForgotten()
    {
        AnsweringModel model = NewModel(Answer);
        Evaluation.Loss(model, new DistinctContexts(Triples), threads: 3);
        return new WeakReference(model);
    }

    private static AnsweringModel NewModel(Func<int[], double[]> answer) => new(Letters, 3, answersEveryPosition: false, answer);

    private static string[] TripleNames() => [.. from a in Letters from b in Letters from c in Letters select $"{a}{b}{c}"];

    // Other probabilities for every context and target.
    private static double[] Answer(int[] context)
    {
        double[] weights = [.. Enumerable.Range(0, 11).Select(target =>
            1 + (((7 * context[0]) + (5 * context[1]) + (3 * context[2]) + target) % 11))];
        double sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }
}
