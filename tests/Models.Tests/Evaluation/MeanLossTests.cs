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

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    public void The_last_chunk_may_be_full_or_not(int rows)
    {
        // The text of all letters in order has one context a letter: a boundary, and then each letter but the last.
        string letters = string.Concat(Enumerable.Range(0x4E00, 300).Select(letter => (char)letter));
        var model = new AnsweringModel(letters, 1, answersEveryPosition: false, context =>
            [.. Enumerable.Range(0, 301).Select(target => target == context[0] + 1 ? 1.0 / (2 + context[0]) : 0.001)]);
        var contexts = new DistinctContexts(new Examples([letters], model.Vocabulary, 1).Slice(0, rows));
        Assert.Equal(rows, contexts.Count);
        Assert.Equal(Enumerable.Range(0, rows).Average(row => Math.Log(2 + row)), Evaluation.Loss(model, contexts), 1e-12);
        if (rows <= 256) Assert.Equal(rows, model.Asked.Count); // and nothing for a chunk of no rows
    }

    [Fact]
    public void Names_that_fill_a_chunk_are_scored_by_one_question()
    {
        string letters = string.Concat(Enumerable.Range(0x4E00, 255).Select(letter => (char)letter));
        var model = new AnsweringModel(letters, 1, answersEveryPosition: false, _ => [.. Enumerable.Repeat(1 / 256.0, 256)]);
        Assert.Equal(256 * Math.Log(256), Assert.Single(Evaluation.Score(model, [letters])).Total, 1e-9);
        Assert.Equal(256, model.Asked.Count);
    }

    [Fact]
    public void Each_thread_but_the_first_has_a_copy_of_the_model_and_no_more_threads_than_chunks_work()
    {
        var distinct = new DistinctContexts(Triples); // more than 3 chunks
        Assert.Equal([0, 2, 0, 0], new[]
        {
            CopiesFor(distinct, threads: 1), CopiesFor(distinct, threads: 3),
            CopiesFor(new DistinctContexts(Triples.Slice(0, 4)), threads: 3),
            CopiesFor(new DistinctContexts(Triples.Slice(0, 0)), threads: 3),
        });

        static int CopiesFor(EvaluationSet examples, int threads)
        {
            AnsweringModel model = NewModel(Answer);
            Evaluation.Loss(model, examples, threads);
            return model.Copies;
        }
    }

    [Fact]
    public void Names_of_several_chunks_are_measured_token_by_token()
    {
        // What the model says of a name's token depends on all before it.
        var model = new AnsweringModel(Letters, 4, answersEveryPosition: true, tokens => Answer([.. new int[2], .. tokens]));
        var names = new NameRows(TripleNames(), model.Vocabulary, 4);
        Assert.Equal([1000, 4], names.Tokens.Shape);
        double expected = TripleNames().Average(name =>
        {
            int[] whole = [0, .. model.Vocabulary.Encode(name), 0];
            return Enumerable.Range(1, 4).Average(end => -Math.Log(Answer([.. new int[2], .. whole[..end]])[whole[end]]));
        });
        Assert.Equal(expected, Evaluation.Loss(model, names, threads: 2), 1e-12);
        Assert.Equal(expected, Evaluation.Score(model, TripleNames()).Average(score => score.PerCharacter), 1e-12);
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

    // Other probabilities for every context and target. The last three tokens decide.
    private static double[] Answer(int[] context)
    {
        double[] weights = [.. Enumerable.Range(0, 11).Select(target =>
            1 + (((7 * context[^3]) + (5 * context[^2]) + (3 * context[^1]) + target) % 11))];
        double sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }
}
